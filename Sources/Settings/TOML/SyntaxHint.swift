/// Says of a text that is not TOML what its writer most likely meant, where the parser's words do not.
///
/// No message repeats a value: it may be a title, or a secret.
struct SyntaxHint {
    var message: String
    var position: TextPosition

    /// `nil` where the parser's own words, `said` at `position`, are the better ones.
    init?(_ said: String, at position: TextPosition, in text: String) {
        let lines = text.unicodeScalars.split(
            maxSplits: position.line,
            omittingEmptySubsequences: false
        ) { $0 == "\n" }
        guard lines.indices.contains(position.line - 1) else {
            return nil
        }
        let line = Array(lines[position.line - 1])
        let value = LineWalk(line, upTo: position.column - 1)
        let hint: (message: String, column: Int)?
        if said.hasPrefix("inline table:") {
            hint = Self.braces(said, value, header: Self.header(above: lines), position.column)
        } else if said.hasPrefix("string:") {
            hint = Self.unclosed(line, from: value.start)
        } else if Self.isOfValue(said) {
            hint = Self.unquoted(line, value)
        } else {
            hint = nil
        }
        guard let hint else {
            return nil
        }
        message = hint.message
        self.position = TextPosition(line: position.line, column: hint.column)
    }

    private static let typographic: Set<Unicode.Scalar> = [
        "“", "”", "„", "‟", "‘", "’", "‚", "‛", "«", "»", "‹", "›", "″", "′", "`",
    ]

    private static func isOfValue(_ said: String) -> Bool {
        [
            "value:", "boolean:", "decimal integer:", "floating-point:", "time:",
            "key-value pair: expected a comment",
        ].contains { said.hasPrefix($0) }
    }

    private static func unquoted(_ line: [Unicode.Scalar], _ walk: LineWalk) -> (String, Int)? {
        let rest = line[walk.start...].prefix { !",]}#\r".unicodeScalars.contains($0) }
        guard let first = rest.first else {
            return nil
        }
        let whose = walk.key.isEmpty ? "the value" : "the value of '\(walk.key)'"
        if typographic.contains(first) {
            return (
                "\(whose) is in typographic quotes, “…”; TOML takes straight ones: \"…\"",
                walk.start + 1
            )
        }
        let word = String(String.UnicodeScalarView(rest)).trimmed
        if ["true", "false"].contains(word.lowercased()) {
            return ("\(whose) is written in lowercase: \(word.lowercased())", walk.start + 1)
        }
        let isDate = word.prefix(4).allSatisfy(\.isNumber) && word.dropFirst(4).hasPrefix("-")
        let isText = word.contains { $0.isLetter || $0 == ":" }
        guard isText, !isDate, first.properties.isAlphabetic || ("0"..."9").contains(first) else {
            return nil
        }
        return ("\(whose) has no quotes; write it in straight ones: \"…\"", walk.start + 1)
    }

    private static func unclosed(_ line: [Unicode.Scalar], from start: Int) -> (String, Int)? {
        guard let close = line[start...].lastIndex(where: typographic.contains) else {
            return nil
        }
        return (
            "the string ends in the typographic quote \(line[close]); TOML takes a straight one",
            close + 1
        )
    }

    private static func braces(
        _ said: String,
        _ walk: LineWalk,
        header: String?,
        _ column: Int
    ) -> (String, Int)? {
        if said.hasSuffix("(dangling comma)") {
            return ("no comma comes before the '}' of a table in braces", column)
        }
        guard said.hasSuffix("saw '\\n'") || said.hasSuffix("saw '\\r'"), let brace = walk.brace
        else {
            return nil
        }
        let own = header.map { "'[\($0).\(brace.key)]'" } ?? "a '[table]' of its own"
        return (
            "a table in braces stands on one line, and no comma comes before its '}'; or write "
                + "\(own) with one key on each line below it",
            brace.column + 1
        )
    }

    /// The name of the table that the last of `lines` stands in, where it is a plain one.
    private static func header(
        above lines: [Substring.UnicodeScalarView.SubSequence]
    ) -> String? {
        for line in lines.dropLast().reversed() {
            let text = String(Substring(line)).trimmed
            guard text.hasPrefix("[") else {
                continue
            }
            let name = text.drop { $0 == "[" }.prefix { $0 != "]" }
            let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            return isPlain && !name.isEmpty ? String(name) : nil
        }
        return nil
    }
}

/// A walk along one line up to a column, which finds the value there and the key that it belongs to.
private struct LineWalk {
    /// Where the last value begins, from 0.
    private(set) var start = 0
    private(set) var key = ""
    /// The innermost `{` that is open, with the key that it is the value of.
    var brace: (column: Int, key: String)? { braces.last }

    private var braces: [(column: Int, key: String)] = []

    init(_ line: [Unicode.Scalar], upTo end: Int) {
        var quote: Unicode.Scalar?
        var keyStart = 0
        for (column, scalar) in line.enumerated() where column <= end {
            if let open = quote {
                quote = scalar == open && line[column - 1] != "\\" ? nil : quote
                continue
            }
            switch scalar {
            case "\"", "'": quote = scalar
            case "=":
                key = Self.bare(line[keyStart..<column])
                begin(behind: column, in: line)
            case "[": begin(behind: column, in: line)
            case "{":
                braces.append((column, key))
                keyStart = column + 1
            case "}": _ = braces.popLast()
            case ",":
                keyStart = column + 1
                begin(behind: column, in: line)
            default: break
            }
        }
    }

    private mutating func begin(behind column: Int, in line: [Unicode.Scalar]) {
        start = line[(column + 1)...].firstIndex { $0 != " " && $0 != "\t" } ?? line.count
    }

    /// The key as it is written; empty where it is none that can be shown as it is.
    private static func bare(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        let text = String(String.UnicodeScalarView(scalars)).trimmed
        let isBare = text.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
        }
        return isBare && text.count <= 64 ? String(text) : ""
    }
}
