/// The text of a config, to find the place of a character inside one of its strings.
final class SourceText {
    private let scalars: String.UnicodeScalarView
    private lazy var lineStarts = Self.lineStarts(of: scalars)

    init(_ text: String) {
        scalars = text.unicodeScalars
        // toml++ passes over a byte order mark without counting it.
        hasByteOrderMark = scalars.first == "\u{feff}"
    }

    private let hasByteOrderMark: Bool

    /// The place of the character `offset` (from 0) of the string that is written at `start`.
    ///
    /// It walks the string as it was written, so escapes (`\u00e4` is one character), the newline
    /// dropped after `"""` and line-ending backslashes do not put it off. An offset behind the last
    /// character is the place of the closing quote.
    func position(ofCharacter offset: Int, inStringAt start: TextPosition) -> TextPosition {
        guard let index = index(of: start) else {
            return start
        }
        var walk = StringWalk(scalars: scalars, index: index, position: start)
        walk.open()
        for _ in 0..<max(0, offset) where !walk.isAtEnd {
            walk.step()
        }
        walk.skipContinuation()
        return walk.position
    }

    /// Whether the text or its line ends at `position`.
    func isLineEnd(_ position: TextPosition) -> Bool {
        guard let index = index(of: position), index < scalars.endIndex else {
            return true
        }
        return scalars[index] == "\n" || scalars[index] == "\r"
    }

    private func index(of position: TextPosition) -> String.Index? {
        guard lineStarts.indices.contains(position.line - 1) else {
            return nil
        }
        let mark = hasByteOrderMark && position.line == 1 ? 1 : 0
        return scalars.index(
            lineStarts[position.line - 1],
            offsetBy: position.column - 1 + mark,
            limitedBy: scalars.endIndex
        )
    }

    private static func lineStarts(of scalars: String.UnicodeScalarView) -> [String.Index] {
        var starts = [scalars.startIndex]
        for index in scalars.indices where scalars[index] == "\n" {
            starts.append(scalars.index(after: index))
        }
        return starts
    }
}

/// A walk along a TOML string as it is written, one decoded character a step.
private struct StringWalk {
    let scalars: String.UnicodeScalarView
    var index: String.Index
    var position: TextPosition
    var quote: Unicode.Scalar = "\""
    var isLong = false

    init(scalars: String.UnicodeScalarView, index: String.Index, position: TextPosition) {
        self.scalars = scalars
        self.index = index
        self.position = position
    }

    private var current: Unicode.Scalar? {
        index < scalars.endIndex ? scalars[index] : nil
    }

    var isAtEnd: Bool {
        guard let current else {
            return true
        }
        return current == quote && (!isLong || next(3).allSatisfy { $0 == quote })
    }

    private func next(_ count: Int) -> String.UnicodeScalarView.SubSequence {
        scalars[index...].prefix(count)
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < scalars.endIndex {
            if scalars[index] == "\n" {
                position = TextPosition(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
            index = scalars.index(after: index)
        }
    }

    /// Passes the opening quotes, and the newline right behind long ones.
    mutating func open() {
        quote = current ?? "\""
        let opening = next(3)
        isLong = opening.count == 3 && opening.allSatisfy { $0 == quote }
        advance(isLong ? 3 : 1)
        if isLong {
            if current == "\r" { advance() }
            if current == "\n" { advance() }
        }
    }

    /// Passes one decoded character.
    mutating func step() {
        skipContinuation()
        guard quote == "\"", current == "\\" else {
            advance()
            return
        }
        advance()
        switch current {
        case "u": advance(5)
        case "U": advance(9)
        default: advance()
        }
    }

    /// Passes a backslash at the end of a line and the white space behind it (TOML 1.0, strings).
    mutating func skipContinuation() {
        while isLong, quote == "\"", current == "\\", isContinuation {
            advance()
            while let scalar = current, scalar.properties.isWhitespace {
                advance()
            }
        }
    }

    private var isContinuation: Bool {
        let behind = scalars[scalars.index(after: index)...].drop { $0 == " " || $0 == "\t" }
        return behind.first == "\n" || behind.first == "\r"
    }
}
