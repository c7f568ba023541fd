extension TableReader {
    func boolean(_ key: String) -> Bool? {
        guard let node = node(key) else {
            return nil
        }
        guard case .boolean(let flag) = node.value.value else {
            expected("true or false", not: node)
            return nil
        }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else {
            return nil
        }
        guard case .integer(let number) = node.value.value else {
            expected("a whole number", not: node)
            return nil
        }
        guard let number = Int(exactly: number), range.contains(number) else {
            findings.error(
                "\(number) is not between \(range.lowerBound) and \(range.upperBound)",
                at: node
            )
            return nil
        }
        return number
    }

    func string(_ key: String, expecting what: String = "a string") -> Located<String>? {
        node(key).flatMap { string($0, expecting: what) }
    }

    func string(_ node: Located<TOMLNode>, expecting what: String) -> Located<String>? {
        guard case .string(let text) = node.value.value else {
            expected(what, not: node)
            return nil
        }
        return node.with(text)
    }

    /// A text for people: not blank, without control characters, at most `limit` characters.
    func text(_ key: String, limit: Int, isMultiline: Bool = false) -> String? {
        node(key).flatMap { text($0, limit: limit, isMultiline: isMultiline) }
    }

    private func text(_ node: Located<TOMLNode>, limit: Int, isMultiline: Bool) -> String? {
        guard let text = string(node, expecting: "a string") else {
            return nil
        }
        let scalars = text.value.unicodeScalars
        if scalars.allSatisfy(\.properties.isWhitespace) {
            findings.error("is blank; leave the key out instead", at: text)
        } else if scalars.count > limit {
            findings.error("\(scalars.count) characters are more than \(limit)", at: text)
        } else if let control = scalars.first(where: {
            $0.properties.generalCategory == .control && !(isMultiline && $0 == "\n")
        }) {
            findings.error(
                "holds the control character U+\(hexadecimal(control.value))"
                    + (isMultiline ? "" : "; it is one line"),
                at: text
            )
        } else {
            return text.value
        }
        return nil
    }

    private func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// A list of texts for people.
    func texts(_ key: String, limit: Int, each length: Int) -> [String]? {
        if let node = node(key), case .string = node.value.value {
            // What a couple is told is not repeated: diagnostics are logged.
            findings.error("expected a list of strings, not a string", at: node)
            return nil
        }
        return list(key, of: "strings", limit: limit)?.compactMap {
            text($0, limit: length, isMultiline: true)
        }
    }

    /// A list of names; each at most once.
    func names(_ key: String, of what: String) -> [Located<String>]? {
        guard let nodes = list(key, of: what, limit: ConfigLimits.names) else {
            return nil
        }
        var seen: Set<String> = []
        return nodes.compactMap { node in
            guard let name = string(node, expecting: "a string") else {
                return nil
            }
            guard seen.insert(name.value).inserted else {
                findings.error("\(quoted(name.value)) is listed twice", at: name)
                return nil
            }
            return name
        }
    }

    /// The elements of a list of at most `limit`, each with its own place.
    func list(_ key: String, of what: String, limit: Int) -> [Located<TOMLNode>]? {
        guard let node = node(key) else {
            return nil
        }
        guard case .array(let elements) = node.value.value else {
            expected("a list of \(what)", not: node)
            return nil
        }
        guard elements.count <= limit else {
            findings.error("\(elements.count) \(what) are more than \(limit)", at: node)
            return nil
        }
        return elements.map {
            Located(value: $0, position: $0.position, key: node.key)
        }
    }

    /// One of the words of an enumeration.
    func choice<Word>(_ key: String, of type: Word.Type = Word.self) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard has(key) else {
            return nil
        }
        return choice(key, of: Word.allCases.map(\.rawValue)).flatMap { Word(rawValue: $0.value) }
    }

    /// Some of the words of an enumeration, each at most once.
    func choices<Word>(_ key: String, of type: Word.Type) -> [Word]?
    where Word: RawRepresentable<String> & CaseIterable {
        let words = Word.allCases.map(\.rawValue)
        return names(key, of: "words")?.compactMap { name in
            guard let word = Word(rawValue: name.value) else {
                let list = words.map { "'\($0)'" }.joined(separator: ", ")
                let near = Suggestion.phrase(for: name.value, among: words)
                findings.error(
                    "expected one of \(list), not \(quoted(name.value))\(near)",
                    at: name
                )
                return nil
            }
            return word
        }
    }

    /// One of `words`; `other` names what else is allowed.
    func choice(_ key: String, of words: [String], or other: String? = nil) -> Located<String>? {
        let list =
            words.map { "'\($0)'" }.joined(separator: ", ") + (other.map { " or \($0)" } ?? "")
        guard let word = string(key, expecting: "one of \(list)") else {
            return nil
        }
        guard words.contains(word.value) else {
            let near = Suggestion.phrase(for: word.value, among: words)
            findings.error("expected one of \(list), not \(quoted(word.value))\(near)", at: word)
            return nil
        }
        return word
    }

    func absolutePath(_ key: String) -> String? {
        guard let path = string(key) else {
            return nil
        }
        guard path.value.hasPrefix("/"), !path.value.contains("\0") else {
            findings.error("\(quoted(path.value)) is not an absolute path", at: path)
            return nil
        }
        return path.value
    }
}
