import CivilTime
import Testing

@Suite struct SpanTests {
    @Test(
        arguments: [
            ("90m", Span(seconds: 5400), "90m"), ("3h", Span(seconds: 10_800), "3h"),
            ("2 days", Span(days: 2), "2d"), ("3w", Span(days: 21), "3w"),
            ("7 months", Span(months: 7), "7 months"), ("1 year", Span(months: 12), "1 year"),
            ("1h 30min", Span(seconds: 5400), "90m"), ("45s", Span(seconds: 45), "45s"),
            ("P3W", Span(days: 21), "3w"), ("PT90M", Span(seconds: 5400), "90m"),
            ("P1Y2M3DT4H", Span(months: 14, days: 3, seconds: 14_400), "14 months 3d 4h"),
            ("0m", .zero, "0m"), ("1 month", Span(months: 1), "1 month"),
            ("24 months", Span(months: 24), "2 years"), ("-2h", Span(seconds: -7200), "-2h"),
            ("12 hours", Span(seconds: 43_200), "12h"),
        ]
    )
    func `lengths are read and printed in their shortest form`(
        _ text: String,
        _ span: Span,
        _ form: String
    ) throws {
        #expect(try Span(parsing: text) == span)
        #expect(span.description == form)
        #expect(try Span(parsing: form) == span)
        #expect(span.negated.negated == span)
    }

    @Test(
        arguments: [
            "", "3", "h", "3 fortnights", "P", "PT", "P3", "3w4", "1.5h", "999999999 years",
            "3 w x",
        ]
    )
    func `what is no length is refused`(_ text: String) {
        #expect(throws: CivilTimeError.self) { try Span(parsing: text) }
    }

    @Test func `months are added first, then days, then seconds`() throws {
        let start = try CivilDateTime(parsing: "2026-01-31T23:00")
        let span = Span(months: 1, days: 1, seconds: 7200)
        #expect(start.adding(span).short == "2026-03-02T01:00")
    }
}
