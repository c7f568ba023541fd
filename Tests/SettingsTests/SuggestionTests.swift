import Testing

@testable import Settings

@Suite struct SuggestionTests {
    private static let known = [
        "duration", "remind", "follow_up", "at", "id", "fri", "America/Denver",
    ]

    @Test(
        arguments: [
            ("durration", "duration"), ("duratoin", "duration"), ("Duration", "duration"),
            ("follow-up", "follow_up"), ("remindd", "remind"), ("fir", "fri"),
            ("America/Dnver", "America/Denver"),
        ]
    )
    func `a slip of the fingers is forgiven`(_ given: String, _ meant: String) {
        #expect(Suggestion.nearest(to: given, among: Self.known) == meant)
    }

    @Test(arguments: ["", "x", "schedule", "durationdurationduration"])
    func `a word that is like none gets no suggestion`(_ given: String) {
        #expect(Suggestion.nearest(to: given, among: Self.known) == nil)
    }

    @Test func `where nothing is near the allowed words are listed`() {
        #expect(
            Suggestion.phrase(for: "xyz", amongAll: ["use", "from"]) == "; allowed: use, from"
        )
        #expect(
            Suggestion.phrase(for: "frm", amongAll: ["use", "from"]) == "; did you mean 'from'?"
        )
    }

    @Test func `text of a user is shown on one line and not without end`() {
        #expect(quoted("a\nb\u{202e}") == "'a\\u{a}b\\u{202e}'")
        #expect(quoted(String(repeating: "x", count: 70)).count == 63)
    }
}
