/// Finds the lines of each `[[ritual]]` and `[[plan]]`.
///
/// A block begins at its header, with the comment lines right above it, and ends with its last value and the
/// comment lines right below that; what stands apart by a blank line is nobody's. Comment lines between two
/// blocks without a blank line are those of the header below them.
struct BlockReader {
    private let lines: [Substring]
    /// Of every table that has a header, from 0.
    private let headers: [Int]
    /// Of the last line of every value, from 0, by rising number.
    private let ends: [Int]

    init(lines: [Substring], entries: [TOMLEntry]) {
        self.lines = lines
        var walk = Walk(lines: lines)
        walk.enter(entries)
        headers = walk.headers.sorted()
        ends = walk.ends.filter(lines.indices.contains).sorted()
    }

    /// The blocks of one entry of the root; none where it is written as a list of tables in braces.
    func blocks(of entry: TOMLEntry) -> [ConfigOutline.Block] {
        guard let kind = ConfigOutline.Block.Kind(rawValue: entry.key),
            case .array(let elements) = entry.node.value
        else {
            return []
        }
        return elements.compactMap { element in
            guard case .table(let keys) = element.value else {
                return nil
            }
            var walk = Walk(lines: lines)
            walk.enter(element)
            guard let first = walk.headers.min() else {
                return nil
            }
            return ConfigOutline.Block(
                kind: kind,
                id: Self.text(["id", kind == .plan ? "use" : "template"], in: keys) ?? "",
                title: Self.text(["title"], in: keys),
                line: first + 1,
                lines: joined(walk.headers.sorted().map { span(ofHeader: $0) })
            )
        }
    }

    private static func text(_ names: [String], in keys: [TOMLEntry]) -> String? {
        for name in names {
            if let entry = keys.first(where: { $0.key == name }) {
                guard case .string(let text) = entry.node.value else {
                    return nil
                }
                return text
            }
        }
        return nil
    }

    private func span(ofHeader header: Int) -> Range<Int> {
        let next = headers.first { $0 > header }.map(beginning) ?? lines.count
        let last = ends.last { $0 < next && $0 >= header } ?? header
        var end = last + 1
        while end < next, isComment(end) {
            end += 1
        }
        return beginning(ofHeader: header)..<end
    }

    /// The first of the comment lines right above a header, or the header's own.
    private func beginning(ofHeader header: Int) -> Int {
        let content = max(headers.last { $0 < header } ?? -1, ends.last { $0 < header } ?? -1)
        var first = header
        while first - 1 > content, isComment(first - 1) {
            first -= 1
        }
        return first
    }

    private func isComment(_ line: Int) -> Bool {
        lines[line].utf8.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            == UInt8(ascii: "#")
    }

    /// Takes spans together between which there is nothing but blank lines.
    private func joined(_ spans: [Range<Int>]) -> [Range<Int>] {
        spans.reduce(into: []) { joined, span in
            guard let last = joined.last,
                lines[last.upperBound..<max(last.upperBound, span.lowerBound)]
                    .allSatisfy(ConfigOutline.isBlank)
            else {
                joined.append(span)
                return
            }
            joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
        }
    }

    /// Collects where headers are and where values end.
    private struct Walk {
        let lines: [Substring]
        var headers: [Int] = []
        var ends: [Int] = []

        mutating func enter(_ entries: [TOMLEntry]) {
            for entry in entries {
                enter(entry.node)
            }
        }

        mutating func enter(_ node: TOMLNode) {
            switch node.value {
            case .table(let entries):
                if isHeader(node.position) {
                    headers.append(node.position.line - 1)
                } else {
                    ends.append(node.end.line - 1)
                }
                enter(entries)
            case .array(let elements):
                if !isHeader(elements.first?.position ?? node.position) {
                    ends.append(node.end.line - 1)
                }
                elements.forEach { enter($0) }
            default:
                ends.append(node.end.line - 1)
            }
        }

        /// Whether a line begins here with a bracket: no value does, but in a list of lists.
        private func isHeader(_ position: TextPosition) -> Bool {
            guard lines.indices.contains(position.line - 1) else {
                return false
            }
            let line = lines[position.line - 1].unicodeScalars.drop { $0 == "\u{feff}" }
            let before = line.prefix(max(0, position.column - 1))
            return before.allSatisfy { $0 == " " || $0 == "\t" }
                && line.dropFirst(before.count).first == "["
        }
    }
}
