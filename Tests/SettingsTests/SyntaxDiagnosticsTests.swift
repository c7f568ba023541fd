import Settings
import Testing

@Suite struct SyntaxDiagnosticsTests {
    static let cases = [
        ConfigCase(
            "a string without its end",
            #"[household]\#ntime_zone = "America/Denver"#,
            "2:28: error: string: not closed before the end of the line"
        ),
        ConfigCase(
            "a key without a value",
            "[household]\ntime_zone\n",
            "2:10: error: key-value pair: expected '=', saw '\\n'"
        ),
        ConfigCase(
            "a key given twice",
            "[household]\nquiet_hours = \"22:30-07:00\"\nquiet_hours = \"23:00-07:00\"\n",
            "3:15: error: key-value pair: cannot redefine existing string 'quiet_hours'"
        ),
        ConfigCase(
            "a date that does not exist",
            "[household]\ntogether_since = 2026-02-30\n",
            "2:28: error: date: expected day between 1 and 28 (inclusive), saw 30"
        ),
        ConfigCase(
            "a column is counted in characters, not bytes",
            "[[ritual]]\ntitle = \"Größe 🌻\" x\n",
            "2:19: error: key-value pair: expected a comment or whitespace, saw 'x'"
        ),
        ConfigCase(
            "a header with a comma in it, which the parser's assertions do not expect",
            "[[,ritual]]\n",
            "1:3: error: key: expected bare key starting character or string delimiter, saw ','"
        ),
        ConfigCase(
            "a time without its hour, which they do not expect either",
            "[[ritual]]\nfrom = 2026-01-09T:00:00\n",
            "2:19: error: time: expected 2-digit hour, saw ':'"
        ),
        ConfigCase(
            "a line separator in a list, the same",
            "[[ritual]]\nprompts = [ \u{2028} ]\n",
            "2:13: error: value: could not determine value type"
        ),
        ConfigCase(
            "a word broken over two lines",
            "[[ritual]]\nurgent = tr\nue\n",
            "2:10: error: the value of 'urgent' has no quotes; write it in straight ones: \"…\""
        ),
        ConfigCase(
            "a key that is not ASCII",
            "größe = 1\n",
            "1:3: error: key-value pair: expected '=', saw 'ö'"
        ),
        ConfigCase(
            "lists nested without end",
            "a = " + String(repeating: "[", count: 100_000),
            "1:37: error: value: exceeded maximum nested value depth of 32 (TOML_MAX_NESTED_VALUES)"
        ),
        ConfigCase(
            "a key of dots without end",
            "a" + String(repeating: ".a", count: 100_000) + " = 1\n",
            "1:66: error: a key of more than 32 dotted parts"
        ),
        ConfigCase(
            "tables nested without end",
            "[" + Array(repeating: "a", count: 33).joined(separator: ".") + "]\nb = 1\n",
            "1:66: error: nested deeper than 32 levels"
        ),
        ConfigCase(
            "dots in a string or a comment are no key",
            "unknown = \"" + String(repeating: ".", count: 100) + "\" # "
                + String(repeating: ".", count: 100) + "\n",
            "1:1: error: unknown: unknown key; allowed: machine, household, partner, "
                + "channel, rest, calendar, ritual, plan"
        ),
    ]

    @Test(arguments: cases) func `a text that is not TOML is refused at its place`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }

    @Test func `a text that is longer than the limit is refused before it is read`() throws {
        let text = String(repeating: "#", count: 16 * 1024 * 1024 + 1)
        let config = try readConfig(text)
        #expect(config.household == nil)
        #expect(
            config.diagnostics.map(\.description) == [
                "c.toml:1:1: error: longer than 16777216 bytes"
            ]
        )
    }
}
