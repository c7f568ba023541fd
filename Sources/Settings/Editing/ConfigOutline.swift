/// Where the rituals and plans of a config are written, line by line.
///
/// It keeps the text as it is: a block is a set of whole lines, so that all other lines survive byte for byte.
package struct ConfigOutline {
    /// One `[[ritual]]` or `[[plan]]`, with the tables below it and the comments that belong to it.
    package struct Block: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case ritual, plan
        }

        package var kind: Kind
        /// The id, or else the template's or plan's name that stands in for it.
        package var id: String
        package var title: String?
        /// Where its header is, from 1.
        package var line: Int
        /// Its lines, counted from 0.
        ///
        /// Mostly one span; a table below it may stand elsewhere.
        package var lines: [Range<Int>]
    }

    package let blocks: [Block]
    /// The lines of the text, each with the characters that end it.
    private let lines: [Substring]

    /// Reads a text; one that is no TOML has no blocks.
    package init(_ text: String) {
        lines = Self.lines(of: text)
        guard let document = try? TOMLDocument(parsing: text) else {
            blocks = []
            return
        }
        let reader = BlockReader(lines: lines, entries: document.entries)
        blocks = document.entries.flatMap(reader.blocks).sorted { $0.line < $1.line }
    }

    /// The block whose id that is; `nil` where there is none.
    package func block(_ id: String) -> Block? {
        blocks.first { $0.id == id }
    }

    /// The lines of a block as they are written.
    package func text(of block: Block) -> String {
        block.lines.map { lines[$0].joined() }.joined()
    }

    /// The text without a block; of the blank lines around it one is left.
    package func removing(_ block: Block) -> String {
        var gone = Set(block.lines.flatMap(\.self))
        for span in block.lines {
            let isOpenAbove = span.lowerBound == 0 || Self.isBlank(lines[span.lowerBound - 1])
            var next = span.upperBound
            while isOpenAbove, next < lines.count, Self.isBlank(lines[next]) {
                gone.insert(next)
                next += 1
            }
            // What ended with the block ends the file now, so no blank line is left at the end.
            var last = span.lowerBound - 1
            while next == lines.count, last >= 0, Self.isBlank(lines[last]) {
                gone.insert(last)
                last -= 1
            }
        }
        return lines.indices.filter { !gone.contains($0) }.map { lines[$0] }.joined()
    }

    /// The text with a block behind everything else, and the line (from 1) at which that begins.
    package func appending(_ block: String) -> (text: String, line: Int) {
        let isWindows = lines.first?.utf8.suffix(2).elementsEqual("\r\n".utf8) == true
        let newline = isWindows ? "\r\n" : "\n"
        var kept = lines.joined()
        var count = lines.count
        if let last = lines.last, !last.utf8.elementsEqual("\u{feff}".utf8) {
            if last.utf8.last != UInt8(ascii: "\n") {
                kept += newline
            }
            if !Self.isBlank(last) {
                kept += newline
                count += 1
            }
        }
        let added = block.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: newline)
        return (kept + added, count + 1)
    }

    static func isBlank(_ line: Substring) -> Bool {
        line.utf8.allSatisfy { " \t\r\n".utf8.contains($0) }
    }

    private static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.utf8.startIndex
        while start < text.utf8.endIndex {
            let newline = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n"))
            let end = newline.map { text.utf8.index(after: $0) } ?? text.utf8.endIndex
            lines.append(text[start..<end])
            start = end
        }
        return lines
    }
}
