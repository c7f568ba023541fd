import CTOML
import PlainText

/// A parsed TOML document: the entries of its root, in the order they were written.
struct TOMLDocument: Sendable {
    var entries: [TOMLEntry]

    /// Reads TOML 1.0 of at most `maximumLength` bytes.
    init(parsing text: String) throws(TOMLSyntaxError) {
        guard let root = try Self.tree(of: text), case .table(let entries) = root.value else {
            self.entries = []
            return
        }
        self.entries = entries
    }

    /// The longest document that is read, in bytes.
    static let maximumLength = Int(CTOML_MAXIMUM_LENGTH)

    private static func tree(of text: String) throws(TOMLSyntaxError) -> TOMLNode? {
        var text = text
        let document = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { ctoml_parse($0.baseAddress, $0.count) }
        }
        defer { ctoml_free(document) }
        if let message = ctoml_error(document) {
            throw TOMLSyntaxError(
                message: String(cString: message),
                position: TextPosition(ctoml_error_position(document)),
                source: text
            )
        }
        let nodes = UnsafeBufferPointer(start: ctoml_nodes(document), count: ctoml_count(document))
        return assemble(nodes)
    }

    /// Makes a tree of the flat nodes, the last first, so that children are ready for their parent.
    private static func assemble(_ nodes: UnsafeBufferPointer<CTOMLNode>) -> TOMLNode? {
        var entries: [[TOMLEntry]] = Array(repeating: [], count: nodes.count)
        var elements: [[TOMLNode]] = Array(repeating: [], count: nodes.count)
        for index in nodes.indices.reversed() {
            let raw = nodes[index]
            let value: TOMLNode.Value =
                switch raw.kind {
                case CTOML_TABLE: .table(entries[index].reversed())
                case CTOML_ARRAY: .array(elements[index].reversed())
                default: scalar(raw)
                }
            entries[index] = []
            elements[index] = []
            let node = TOMLNode(
                value: value,
                position: TextPosition(raw.begin),
                end: TextPosition(raw.end)
            )
            guard raw.parent >= 0 else {
                return node
            }
            if let key = raw.key {
                entries[Int(raw.parent)].append(
                    TOMLEntry(
                        key: string(key, raw.keyLength),
                        keyPosition: TextPosition(raw.keyBegin),
                        node: node
                    )
                )
            } else {
                elements[Int(raw.parent)].append(node)
            }
        }
        return nil
    }

    private static func scalar(_ raw: CTOMLNode) -> TOMLNode.Value {
        switch raw.kind {
        case CTOML_INTEGER: .integer(raw.integer)
        case CTOML_FLOAT: .float(raw.real)
        case CTOML_BOOLEAN: .boolean(raw.boolean)
        case CTOML_DATE: .moment(TOMLMoment(date: date(raw.moment)))
        case CTOML_TIME: .moment(TOMLMoment(time: time(raw.moment)))
        case CTOML_DATE_TIME:
            .moment(
                TOMLMoment(
                    date: date(raw.moment),
                    time: time(raw.moment),
                    offsetMinutes: raw.moment.hasOffset ? Int(raw.moment.offsetMinutes) : nil
                )
            )
        default: .string(raw.text.map { string($0, raw.textLength) } ?? "")
        }
    }

    private static func date(_ moment: CTOMLMoment) -> TOMLMoment.Date {
        TOMLMoment.Date(
            year: Int(moment.year),
            month: Int(moment.month),
            day: Int(moment.day)
        )
    }

    private static func time(_ moment: CTOMLMoment) -> TOMLMoment.Time {
        TOMLMoment.Time(
            hour: Int(moment.hour),
            minute: Int(moment.minute),
            second: Int(moment.second),
            nanosecond: Int(moment.nanosecond)
        )
    }

    private static func string(_ start: UnsafePointer<CChar>, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}

/// What is wrong with a text that is not TOML, and where.
struct TOMLSyntaxError: Error {
    /// The parser's words, without its preamble.
    var message: String
    var position: TextPosition

    init(message: String, position: TextPosition, source: String) {
        self.position = position
        let preamble = "Error while parsing "
        let isPlain = !message.hasPrefix(preamble)
        let said = isPlain ? message.lowercasedFirst : String(message.dropFirst(preamble.count))
        if let hint = SyntaxHint(said, at: position, in: source) {
            self.message = hint.message.escapingControls()
            self.position = hint.position
        } else if said.hasPrefix("string: unescaped control"),
            SourceText(source).isLineEnd(position)
        {
            self.message = "string: not closed before the end of the line"
        } else {
            self.message = said.escapingControls()
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String {
        prefix(1).lowercased() + dropFirst()
    }
}

extension TextPosition {
    fileprivate init(_ position: CTOMLPosition) {
        self.init(line: Int(position.line), column: Int(position.column))
    }
}
