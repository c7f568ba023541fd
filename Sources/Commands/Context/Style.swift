/// Quiet colours, or none: where standard output is no terminal, with `--no-color`, where
/// `NO_COLOR` is set and not empty (no-color.org), and on a terminal that is `dumb`.
struct Style: Hashable, Sendable {
    var isColoured: Bool

    static let plain = Style(isColoured: false)

    /// Every code that it writes.
    static let codes = ["0", "1", "2", "31", "32", "33"].map { "\u{1B}[\($0)m" }

    func strong(_ text: String) -> String { wrap(text, "1") }
    func faint(_ text: String) -> String { wrap(text, "2") }
    func good(_ text: String) -> String { wrap(text, "32") }
    func warning(_ text: String) -> String { wrap(text, "33") }
    func bad(_ text: String) -> String { wrap(text, "31") }

    private func wrap(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
