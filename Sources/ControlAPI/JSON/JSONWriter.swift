import PlainText

/// Writes nodes as JSON text (RFC 8259).
///
/// What a terminal would act on is written as `\u009b`, so that the value survives and nobody obeys
/// it; everything else stays as it is.
struct JSONWriter {
    private let layout: ControlJSON.Layout
    private var bytes: [UInt8] = []
    private var depth = 0

    init(_ layout: ControlJSON.Layout) {
        self.layout = layout
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ node: JSONNode) {
        switch node.content {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .literal(let literal): bytes.append(contentsOf: literal.utf8)
        case .text(let text): write(quoted: text)
        case .array(let elements):
            let breaks = elements.contains { $0.count > 0 }
            write(list: elements, "[", "]", breaks) { writer, element in writer.write(element) }
        case .object(let members):
            write(list: members, "{", "}", true) { writer, member in
                writer.write(quoted: member.key)
                writer.bytes.append(contentsOf: ": ".utf8)
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Element>(
        list: [Element],
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        _ mayBreak: Bool,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        let breaks = mayBreak && layout == .indented && !list.isEmpty
        bytes.append(UInt8(ascii: open))
        depth += 1
        for (index, element) in list.enumerated() {
            if index > 0 {
                bytes.append(contentsOf: breaks ? ",".utf8 : ", ".utf8)
            }
            if breaks {
                breakLine()
            }
            body(&self, element)
        }
        depth -= 1
        if breaks {
            breakLine()
        }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func write(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: #"\""#.utf8)
            case "\\": bytes.append(contentsOf: #"\\"#.utf8)
            case "\n": bytes.append(contentsOf: #"\n"#.utf8)
            case "\r": bytes.append(contentsOf: #"\r"#.utf8)
            case "\t": bytes.append(contentsOf: #"\t"#.utf8)
            case _ where scalar.isControlling:
                let digits = String(scalar.value, radix: 16)
                let zeros = String(repeating: "0", count: 4 - digits.count)
                bytes.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
            default:
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
