import Planning

extension Nudge {
    /// What may be read as markup by the dialects of Markdown that services speak.
    private static let markup: Set<Character> = [
        "\\", "*", "_", "~", "`", "|", ">", "<", "#", "[", "]", "-", "+", "@",
    ]

    /// The title in bold and the words behind it, none of them read as markup.
    ///
    /// Links are left as they are, for a backslash in one would lead elsewhere.
    func markdown(within limit: TextLimit) -> String {
        let bold = "**"
        let inner = TextLimit(limit.longest - 2 * bold.count, limit.unit)
        let text = inner.cut(wholeText) { character, isInLink in
            Self.markup.contains(character) && !isInLink ? "\\\(character)" : String(character)
        }
        let end = text.firstIndex(of: "\n") ?? text.endIndex
        return bold + text[..<end] + bold + text[end...]
    }
}
