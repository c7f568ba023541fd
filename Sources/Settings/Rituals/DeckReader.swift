import Household
import PlainText

/// Reads a deck: one prompt a line, mostly with a theme in front, as in `home | Where did you feel safe?`.
///
/// A line that begins with `#` is a comment. The line `[in order]` makes it a deepening deck, whose
/// prompts come as they are written.
struct DeckReader {
    let name: String
    let findings: Findings

    private static let inOrder = "[in order]"

    func read(_ text: String) -> Deck? {
        var prompts: [Deck.Prompt] = []
        var lines: [String: Int] = [:]
        var isDeepening = false
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in all.enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") {
                continue
            }
            if line == Self.inOrder {
                isDeepening = true
                continue
            }
            let place = TextPosition(line: index + 1, column: 1)
            guard let prompt = prompt(line, at: place) else {
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
        if prompts.isEmpty, !findings.hasErrors {
            let start = TextPosition(line: 1, column: 1)
            findings.error("has no prompt; give one a line", at: start, key: "")
        } else if prompts.count > ConfigLimits.prompts {
            findings.error(
                "\(prompts.count) prompts are more than \(ConfigLimits.prompts)",
                at: TextPosition(line: 1, column: 1),
                key: ""
            )
        }
        return Deck(name: name, prompts: prompts, isDeepening: isDeepening)
    }

    private func prompt(_ line: Substring, at place: TextPosition) -> Deck.Prompt? {
        let parts = line.split(separator: " | ", maxSplits: 1)
        let theme = parts.count == 2 ? String(parts[0].trimmed) : nil
        let text = String((parts.last ?? line).trimmed)
        let count = text.unicodeScalars.count
        if count > ConfigLimits.promptLength {
            findings.error(
                "\(count) characters are more than \(ConfigLimits.promptLength)",
                at: place,
                key: ""
            )
        } else if text.unicodeScalars.contains(where: {
            $0.properties.generalCategory == .control
        }) {
            findings.error("holds a control character", at: place, key: "")
        } else if let theme, !Identifier.isValid(theme) {
            findings.error(
                "the theme \(quoted(theme)) is not made of lowercase letters, digits and hyphens",
                at: place,
                key: ""
            )
        } else {
            return Deck.Prompt(theme: theme, text: text)
        }
        return nil
    }
}
