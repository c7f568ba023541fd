import Household
import PlainText

/// Reads a deck: one prompt a line, mostly with a theme in front, as in `home | Where did you feel safe?`.
///
/// A line that begins with `#` is a comment. The line `[in order]` makes it a deepening deck, whose
/// prompts come as they are written. A byte order mark, and the line ends of other systems, are no part of it.
struct DeckReader {
    let name: String
    let findings: Findings

    private static let inOrder = "[in order]"
    private static let mark: Unicode.Scalar = "\u{FEFF}"

    func read(_ text: String) -> Deck? {
        var prompts: [Deck.Prompt] = []
        var lines: [String: Int] = [:]
        var isDeepening = false
        let scalars = text.unicodeScalars
        let body = Substring(scalars.first == Self.mark ? scalars.dropFirst() : scalars[...])
        let all = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in all.enumerated() {
            let content = line.trimmed
            if content.isEmpty || content.hasPrefix("#") {
                continue
            }
            if content == Self.inOrder {
                isDeepening = true
                continue
            }
            guard let (prompt, place) = prompt(line, number: index + 1) else {
                continue
            }
            let folded = prompt.text.lowercased()
            if let first = lines[folded] {
                findings.error("is the prompt of line \(first) again", at: place, key: "")
                continue
            }
            lines[folded] = place.line
            prompts.append(prompt)
        }
        checkCount(prompts.count)
        return Deck(name: name, prompts: prompts, isDeepening: isDeepening)
    }

    private func checkCount(_ count: Int) {
        let start = TextPosition(line: 1, column: 1)
        if count == 0, !findings.hasErrors {
            findings.error("has no prompt; give one a line", at: start, key: "")
        } else if count > ConfigLimits.prompts {
            findings.error(
                "\(count) prompts are more than \(ConfigLimits.prompts)",
                at: start,
                key: ""
            )
        }
    }

    /// The prompt of a line, and where it begins; `nil` where it has a fault.
    private func prompt(_ line: Substring, number: Int) -> (Deck.Prompt, TextPosition)? {
        let bar = line.firstRange(of: " | ")
        let text = (bar.map { line[$0.upperBound...] } ?? line).trimmed
        let place = place(of: text.startIndex, in: line, number)
        let theme = bar.map { line[..<$0.lowerBound].trimmed }
        let count = text.unicodeScalars.count
        if text.isEmpty || (theme == nil && text.hasSuffix(" |")) {
            findings.error("has a theme and no prompt", at: place, key: "")
        } else if count > ConfigLimits.promptLength {
            findings.error(
                "\(count) characters are more than \(ConfigLimits.promptLength)",
                at: place,
                key: ""
            )
        } else if let control = line.unicodeScalars.firstIndex(where: {
            $0.properties.generalCategory == .control
        }) {
            findings.error(
                "holds a control character",
                at: self.place(of: control, in: line, number),
                key: ""
            )
        } else if let theme, !Identifier.isValid(String(theme)) {
            findings.error(
                "the theme \(quoted(String(theme))) is not made of lowercase letters, digits and hyphens",
                at: self.place(of: theme.startIndex, in: line, number),
                key: ""
            )
        } else {
            let prompt = Deck.Prompt(
                theme: theme.map { String($0) },
                text: String(text)
            )
            return (prompt, place)
        }
        return nil
    }

    private func place(of index: Substring.Index, in line: Substring, _ number: Int) -> TextPosition
    {
        TextPosition(line: number, column: line.unicodeScalars[..<index].count + 1)
    }
}
