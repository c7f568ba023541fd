import CivilTime
import Recurrence
import Testing

/// Where other engines are known to fall.
@Suite struct PeerBugTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let peer: String
        let start: String
        let rule: String
        let wanted: [String]

        init(_ peer: String, _ rule: String, from start: String, _ wanted: [String]) {
            self.peer = peer
            self.start = start
            self.rule = rule
            self.wanted = wanted
        }

        var testDescription: String { "\(peer): \(rule)" }
    }

    static let cases = [
        Case(
            "Foundation gives only the first weekday of each month",
            "FREQ=MONTHLY;BYDAY=MO,WE",
            from: "2026-01-01T09:00",
            ["2026-01-05T09:00", "2026-01-07T09:00", "2026-01-12T09:00", "2026-01-14T09:00"]
        ),
        Case(
            "Foundation stops the process",
            "FREQ=YEARLY;BYDAY=20MO",
            from: "1997-05-19T09:00",
            ["1997-05-19T09:00", "1998-05-18T09:00", "1999-05-17T09:00"]
        ),
        Case(
            "Foundation has no SECONDLY",
            "FREQ=SECONDLY;INTERVAL=45",
            from: "2026-01-01T23:59:30",
            ["2026-01-01T23:59:30", "2026-01-02T00:00:15", "2026-01-02T00:01"]
        ),
        Case(
            "rrule.js and ical.js hang",
            "FREQ=MINUTELY;INTERVAL=6;BYDAY=MO;BYMINUTE=22,25",
            from: "2012-04-30T00:30:30",
            []
        ),
        Case(
            "rust-rrule loses the phase: 1440 minutes are 205 times seven and five",
            "FREQ=MINUTELY;INTERVAL=7;BYHOUR=9;BYMINUTE=0,1,2,3,4,5,6",
            from: "2026-01-01T09:00",
            ["2026-01-01T09:00", "2026-01-02T09:02", "2026-01-03T09:04", "2026-01-04T09:06"]
        ),
        Case(
            "rust-rrule ends after 100,000 loops without a result",
            "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=12;BYMINUTE=0;BYSECOND=0",
            from: "2026-01-01T09:00",
            ["2028-02-29T12:00", "2032-02-29T12:00"]
        ),
        Case(
            "lib-recur gives up after 1,000 empty periods",
            "FREQ=DAILY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
            from: "2036-02-29T09:00",
            ["2060-02-29T09:00", "2088-02-29T09:00"]
        ),
        Case(
            "libical gives a moved day twice",
            "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYMONTH=2;SKIP=BACKWARD",
            from: "2026-01-01T09:00",
            ["2026-02-28T09:00", "2027-02-28T09:00", "2028-02-28T09:00", "2028-02-29T09:00"]
        ),
    ]

    @Test(arguments: cases)
    func `rules that others get wrong`(_ example: Case) throws {
        let schedule = try Expansion.rule(example.rule, from: example.start)
        let limit = max(example.wanted.count, 1)
        let found = Expansion.locals(of: schedule, limit: limit)
        #expect(found.map(\.short) == example.wanted)
    }

    @Test func `systemd leaves out a time in a gap, croniter tells one in a fold twice`() throws {
        let zone = try Expansion.zone("America/New_York")
        let after = try Instant(parsing: "2026-03-08T05:00:00Z")
        let spring = Schedule.calendar(try CalendarExpression(parsing: "02:30"), notBefore: nil)
        #expect(
            Expansion.zoned(spring, in: zone, after: after, limit: 2) == [
                "2026-03-08T03:30:00-04:00[America/New_York]",
                "2026-03-09T02:30:00-04:00[America/New_York]",
            ]
        )
        let before = try Instant(parsing: "2026-11-01T04:00:00Z")
        let autumn = Schedule.calendar(try CalendarExpression(parsing: "01:30"), notBefore: nil)
        #expect(
            Expansion.zoned(autumn, in: zone, after: before, limit: 2) == [
                "2026-11-01T01:30:00-04:00[America/New_York]",
                "2026-11-02T01:30:00-05:00[America/New_York]",
            ]
        )
    }

    @Test func `Foundation loses the day of the half-hour gap in Lord Howe`() throws {
        let zone = try Expansion.zone("Australia/Lord_Howe")
        let schedule = try Expansion.rule("FREQ=DAILY", from: "2026-10-03T02:15")
        #expect(
            Expansion.zoned(schedule, in: zone, limit: 3) == [
                "2026-10-03T02:15:00+10:30[Australia/Lord_Howe]",
                "2026-10-04T02:45:00+11:00[Australia/Lord_Howe]",
                "2026-10-05T02:15:00+11:00[Australia/Lord_Howe]",
            ]
        )
    }

    @Test func `python-dateutil's own zones are an hour off after 2037`() throws {
        let zone = try Expansion.zone("America/New_York")
        let schedule = try Expansion.rule("FREQ=YEARLY", from: "2037-07-04T09:00")
        #expect(
            Expansion.zoned(schedule, in: zone, limit: 2) == [
                "2037-07-04T09:00:00-04:00[America/New_York]",
                "2038-07-04T09:00:00-04:00[America/New_York]",
            ]
        )
    }
}
