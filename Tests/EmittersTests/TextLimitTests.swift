import Testing

@testable import Emitters

@Suite struct `A text that is too long` {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var limit: TextLimit
        var cut: String

        var testDescription: String { "\(text) to \(limit.longest) \(limit.unit)" }
    }

    static let cases = [
        Case(text: "", limit: TextLimit(5, .utf16), cut: ""),
        Case(text: "abcde", limit: TextLimit(5, .utf16), cut: "abcde"),
        Case(text: "abcdef", limit: TextLimit(5, .utf16), cut: "abcd…"),
        // An ellipsis is three bytes.
        Case(text: "abcdef", limit: TextLimit(5, .bytes), cut: "ab…"),
        Case(text: "ééé", limit: TextLimit(6, .bytes), cut: "ééé"),
        Case(text: "éééé", limit: TextLimit(6, .bytes), cut: "é…"),
        // Two UTF-16 units to one emoji, and one scalar.
        Case(text: "😀😀😀", limit: TextLimit(5, .utf16), cut: "😀😀…"),
        Case(text: "😀😀😀", limit: TextLimit(3, .scalars), cut: "😀😀😀"),
        // A family is one character of seven scalars, and is not torn apart.
        Case(text: "a👨‍👩‍👧‍👦b", limit: TextLimit(8, .scalars), cut: "a…"),
        Case(text: "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", limit: TextLimit(8, .scalars), cut: "👨‍👩‍👧‍👦…"),
        // Combining marks go with their letter; alone it is cut between them.
        Case(text: "ae\u{301}\u{301}\u{301}", limit: TextLimit(4, .scalars), cut: "a…"),
        Case(
            text: "e\u{301}\u{301}\u{301}\u{301}",
            limit: TextLimit(3, .scalars),
            cut: "e\u{301}…"
        ),
        Case(text: "🇩🇰🇸🇪🇳🇴", limit: TextLimit(9, .utf16), cut: "🇩🇰🇸🇪…"),
    ]

    @Test(arguments: cases) func `is cut between characters`(_ one: Case) {
        let cut = one.limit.cut(one.text)
        #expect(cut == one.cut)
        #expect(one.limit.unit.length(of: cut) <= one.limit.longest)
    }

    @Test(arguments: 1...40) func `is never cut within an escape`(_ longest: Int) {
        let limit = TextLimit(longest, .utf16)
        let cut = limit.cut(
            "a<<b&&c>>d<e",
            escaping: { character, _ in
                switch character {
                case "<": "&lt;"
                case ">": "&gt;"
                case "&": "&amp;"
                default: String(character)
                }
            }
        )
        #expect(cut.utf16.count <= longest)
        let rest = ["&lt;", "&gt;", "&amp;"].reduce(cut) { $0.replacing($1, with: "") }
        #expect(!rest.contains("&") && !rest.contains(";"))
    }

    @Test func `tells what is part of a link`() {
        var inLinks = ""
        let text = "see https://a.example/b_c, or\nhttp://x not_http://y"
        let whole = TextLimit(100, .utf16).cut(text) { character, isInLink in
            inLinks += isInLink ? String(character) : ""
            return String(character)
        }
        #expect(whole == text)
        #expect(inLinks == "https://a.example/b_c,http://x")
    }
}
