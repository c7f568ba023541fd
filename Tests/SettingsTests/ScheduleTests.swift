import CivilTime
import Recurrence
import Household
import Settings
import Testing

@Suite struct ScheduleTests {
    /// A schedule and the first times at which it falls after the beginning of 2026.
    struct Case: Sendable, CustomTestStringConvertible {
        let schedule: String
        let expected: [String]

        init(_ schedule: String, _ expected: String...) {
            self.schedule = schedule
            self.expected = expected
        }

        var testDescription: String { schedule }
    }

    static let cases = [
        Case(
            #"every = "day", at = ["18:00", "08:00"]"#,
            "2026-01-01T08:00",
            "2026-01-01T18:00",
            "2026-01-02T08:00"
        ),
        Case(
            #"every = "day", on = "weekend", at = 10:00:00"#,
            "2026-01-03T10:00",
            "2026-01-04T10:00",
            "2026-01-10T10:00"
        ),
        Case(
            #"every = "week", on = "fri", at = "19:00", from = 2026-01-09"#,
            "2026-01-09T19:00",
            "2026-01-16T19:00"
        ),
        Case(
            #"every = "week", on = ["Tuesday", "thu"], at = "19:00""#,
            "2026-01-01T19:00",
            "2026-01-06T19:00",
            "2026-01-08T19:00"
        ),
        Case(
            #"every = "2 weeks", on = ["tue", "thu"], at = "19:00", from = 2026-01-06"#,
            "2026-01-06T19:00",
            "2026-01-08T19:00",
            "2026-01-20T19:00"
        ),
        Case(
            #"every = "P3W", at = "19:00", from = 2026-01-09"#,
            "2026-01-09T19:00",
            "2026-01-30T19:00"
        ),
        Case(
            #"every = "7 months", at = "17:00", from = 2026-01-31, snap = "next fri""#,
            "2026-02-06T17:00",
            "2026-09-04T17:00",
            "2027-04-02T17:00"
        ),
        Case(
            #"every = "month", at = "17:00", from = 2026-01-31"#,
            "2026-01-31T17:00",
            "2026-02-28T17:00",
            "2026-03-31T17:00"
        ),
        Case(
            #"every = "year", at = "09:00", from = 2024-02-29"#,
            "2026-02-28T09:00",
            "2027-02-28T09:00",
            "2028-02-29T09:00"
        ),
        Case(
            #"every = "6 hours", from = 2026-03-07T20:00:00"#,
            "2026-03-07T20:00",
            "2026-03-08T03:00",
            "2026-03-08T09:00"
        ),
        Case(
            #"every = "12h", from = 2026-01-05, at = "06:30""#,
            "2026-01-05T06:30",
            "2026-01-05T18:30"
        ),
        Case(
            #"every = "90m", from = 2026-01-05T10:00:00+02:00"#,
            "2026-01-05T01:00",
            "2026-01-05T02:30"
        ),
        Case(
            #"rrule = "FREQ=MONTHLY;BYDAY=-1SU", at = "16:00""#,
            "2026-01-25T16:00",
            "2026-02-22T16:00"
        ),
        Case(
            #"rrule = "FREQ=DAILY;COUNT=2", at = "16:00", from = 2026-05-01"#,
            "2026-05-01T16:00",
            "2026-05-02T16:00"
        ),
        Case(
            #"rrule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=7,19""#,
            "2026-01-05T07:00",
            "2026-01-05T19:00",
            "2026-01-12T07:00"
        ),
        Case(
            #"calendar = "Sun *-*-* 10:00", from = 2026-02-01"#,
            "2026-02-01T10:00",
            "2026-02-08T10:00"
        ),
    ]

    @Test(arguments: cases) func `a schedule falls where its words say`(_ one: Case) throws {
        let text = "[[ritual]]\nid = \"r\"\nschedule = { \(one.schedule) }\n" + ConfigCase.couple
        let config = try readConfig(text)
        #expect(config.diagnostics.isEmpty)
        let ritual = try #require(config.household?.ritual("r"))
        let start = try Instant(parsing: "2026-01-01T00:00:00-07:00")
        let times = try #require(ritual.schedule)
            .occurrences(in: ritual.zone, after: start)
            .prefix(one.expected.count)
            .map(\.local.short)
        #expect(times == one.expected)
    }

    @Test func `a calendar expression may name its own zone`() throws {
        let config = try readConfig(
            "[[ritual]]\nid = \"r\"\n"
                + "schedule = { calendar = \"Sun *-*-* 10:00 Europe/Lisbon\" }\n"
                + ConfigCase.couple
        )
        #expect(config.household?.zone.identifier == "America/Denver")
        #expect(config.household?.ritual("r")?.zone.identifier == "Europe/Lisbon")
    }
}
