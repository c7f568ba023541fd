/// Divides lines between words.
enum LineWrap {
    /// A text in pieces of at most so many cells; a longer word is a piece of its own.
    static func pieces(_ text: String, cells: Int) -> [String] {
        var pieces: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty, CellWidth.of(current) + 1 + CellWidth.of(word) > cells {
                pieces.append(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        return pieces + [current]
    }

    /// A line in as many as it takes, each later one set in under the line's last column.
    static func lines(_ line: String, columns: Int) -> [String] {
        guard CellWidth.ofPainted(line) > columns else {
            return [line]
        }
        let words = words(of: line)
        let indent = String(repeating: " ", count: hang(words, columns))
        var lines: [String] = []
        var current = ""
        var width = 0
        for word in words {
            let isFirst = width == 0
            if !isFirst, width + word.gap + word.width > columns {
                lines.append(current)
                current = indent + word.text
                width = indent.utf8.count + word.width
            } else {
                current += String(repeating: " ", count: word.gap) + word.text
                width += word.gap + word.width
            }
        }
        return lines + [current]
    }

    private struct Word {
        var gap: Int
        var text: String
        var width: Int
    }

    private static func words(of line: String) -> [Word] {
        var words: [Word] = []
        var gap = 0
        for piece in line.split(separator: " ", omittingEmptySubsequences: false) {
            if !piece.isEmpty {
                words.append(Word(gap: gap, text: String(piece), width: CellWidth.ofPainted(piece)))
                gap = 0
            }
            gap += 1
        }
        return words
    }

    /// Where the line's last column begins, if that is in its first half; else two cells further in than the
    /// line itself.
    private static func hang(_ words: [Word], _ columns: Int) -> Int {
        var (place, hang) = (0, (words.first?.gap ?? 0) + 2)
        for (index, word) in words.enumerated() {
            place += word.gap
            if word.gap > 1, index > 0, place <= columns / 2 {
                hang = place
            }
            place += word.width
        }
        return hang
    }
}

/// A line as a screen reader is given it: nothing is aligned, and commas part what stood in columns.
enum PlainLine {
    static func of(_ line: String) -> String {
        var parts: [String] = [""]
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if word.isEmpty {
                parts.append("")
            } else {
                parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
            }
        }
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
            .replacing(":, ", with: ": ")
    }
}
