import PlainText

/// The way out of every command: text goes on with nothing in it that a terminal would obey, but line
/// breaks and, on a terminal, this program's own colours.
final class PlainOutput: TextOutput {
    private let inner: any TextOutput
    private let codes: [String]

    var isTerminal: Bool { inner.isTerminal }

    init(_ inner: any TextOutput, allowing codes: [String] = []) {
        self.inner = inner
        self.codes = inner.isTerminal ? codes : []
    }

    func write(_ text: String) throws(TextOutputError) {
        try inner.write(plain(text))
    }

    func flush() throws(TextOutputError) {
        try inner.flush()
    }

    /// A carriage return goes on right before a line break only, as calendars have it.
    private func plain(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return escaped(text) }
        return text.split(separator: "\r\n", omittingEmptySubsequences: false)
            .map { escaped(String($0)) }.joined(separator: "\r\n")
    }

    private func escaped(_ text: String) -> String {
        guard !codes.isEmpty, text.utf8.contains(0x1B) else {
            return text.escapingControls { $0 == "\n" }
        }
        var plain = ""
        var rest = text[...]
        while let escape = rest.unicodeScalars.firstIndex(of: "\u{1B}") {
            plain += String(rest[..<escape]).escapingControls { $0 == "\n" }
            rest = rest[escape...]
            let code = codes.first { rest.hasPrefix($0) }
            plain += code ?? "\u{1B}".escapingControls()
            rest = rest.dropFirst(code?.count ?? 1)
        }
        return plain + String(rest).escapingControls { $0 == "\n" }
    }
}
