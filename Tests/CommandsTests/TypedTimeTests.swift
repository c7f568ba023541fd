import CivilTime
import SystemZones
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// What a person types, and the time that is meant.
struct TypedTimeTests {
    struct Case: CustomTestStringConvertible {
        var typed: String
        var ahead: String
        var behind: String?
        var nearest: String?

        init(_ typed: String, _ ahead: String, behind: String? = nil, nearest: String? = nil) {
            (self.typed, self.ahead, self.behind, self.nearest) = (typed, ahead, behind, nearest)
        }

        var testDescription: String { typed }
    }

    /// At 18:16 on Wednesday 7 January 2026 in Denver.
    static let cases = [
        Case("now", "2026-01-08T01:16:00Z"),
        Case("today", "2026-01-07"),
        Case("tomorrow", "2026-01-08"),
        Case("Tomorrow", "2026-01-08"),
        Case("yesterday", "2026-01-06"),
        Case("tomorrow 8pm", "2026-01-08T20:00"),
        Case("8pm tomorrow", "2026-01-08T20:00"),
        Case("tomorrow at 8:30 pm", "2026-01-08T20:30"),
        Case("today 9:05", "2026-01-07T09:05"),
        Case("fri", "2026-01-09", behind: "2026-01-02", nearest: "2026-01-09"),
        Case("friday", "2026-01-09", behind: "2026-01-02", nearest: "2026-01-09"),
        Case("on Friday", "2026-01-09", behind: "2026-01-02", nearest: "2026-01-09"),
        Case("this fri", "2026-01-09", behind: "2026-01-02", nearest: "2026-01-09"),
        Case("next fri", "2026-01-09"),
        Case("last fri", "2026-01-02"),
        Case("sun", "2026-01-11", behind: "2026-01-04", nearest: "2026-01-04"),
        Case("wed", "2026-01-14", behind: "2026-01-07", nearest: "2026-01-07"),
        Case("last wed", "2025-12-31"),
        Case("next wed", "2026-01-14"),
        Case(
            "wed 19:00",
            "2026-01-07T19:00",
            behind: "2025-12-31T19:00",
            nearest: "2026-01-07T19:00"
        ),
        Case(
            "wed 18:00",
            "2026-01-14T18:00",
            behind: "2026-01-07T18:00",
            nearest: "2026-01-07T18:00"
        ),
        Case("next wed 19:00", "2026-01-14T19:00"),
        Case(
            "fri 19:00",
            "2026-01-09T19:00",
            behind: "2026-01-02T19:00",
            nearest: "2026-01-09T19:00"
        ),
        Case(
            "19:00 fri",
            "2026-01-09T19:00",
            behind: "2026-01-02T19:00",
            nearest: "2026-01-09T19:00"
        ),
        Case("14:00", "2026-01-08T14:00", behind: "2026-01-07T14:00", nearest: "2026-01-07T14:00"),
        Case("20:00", "2026-01-07T20:00", behind: "2026-01-06T20:00", nearest: "2026-01-07T20:00"),
        Case("8pm", "2026-01-07T20:00", behind: "2026-01-06T20:00", nearest: "2026-01-07T20:00"),
        Case("12am", "2026-01-08T00:00", behind: "2026-01-07T00:00", nearest: "2026-01-07T00:00"),
        Case("noon", "2026-01-08T12:00", behind: "2026-01-07T12:00", nearest: "2026-01-07T12:00"),
        Case("in 20m", "2026-01-08T01:36:00Z"),
        Case("in an hour", "2026-01-08T02:16:00Z"),
        Case("20 minutes ago", "2026-01-08T00:56:00Z"),
        Case(
            "20m",
            "2026-01-08T01:36:00Z",
            behind: "2026-01-08T00:56:00Z",
            nearest: "2026-01-08T01:36:00Z"
        ),
        Case("3d", "2026-01-10", behind: "2026-01-04", nearest: "2026-01-10"),
        Case("in 2 weeks", "2026-01-21"),
        Case("2 weeks ago", "2025-12-24"),
        Case("next week", "2026-01-14"),
        Case("next month", "2026-02-07"),
        Case("last week", "2025-12-31"),
        Case("P1M", "2026-02-07", behind: "2025-12-07", nearest: "2026-02-07"),
        Case(
            "1d 2h",
            "2026-01-09T03:16:00Z",
            behind: "2026-01-06T23:16:00Z",
            nearest: "2026-01-09T03:16:00Z"
        ),
        Case("5 dec", "2026-12-05", behind: "2025-12-05", nearest: "2025-12-05"),
        Case("dec 5th", "2026-12-05", behind: "2025-12-05", nearest: "2025-12-05"),
        Case("7 jan", "2026-01-07"),
        Case("1 February 2027", "2027-02-01"),
        Case("Feb 1, 2027", "2027-02-01"),
        Case("29 feb", "2028-02-29", behind: "2024-02-29", nearest: "2024-02-29"),
        Case(
            "5 dec 18:00",
            "2026-12-05T18:00",
            behind: "2025-12-05T18:00",
            nearest: "2025-12-05T18:00"
        ),
        Case("2026-12-05", "2026-12-05"),
        Case("2026-12-05 19:00", "2026-12-05T19:00"),
        Case("2026-12-05T19:00", "2026-12-05T19:00"),
        Case("2026-12-05T19:00:30", "2026-12-05T19:00:30"),
        Case("2026-12-06T02:00:00Z", "2026-12-06T02:00:00Z"),
        Case("2026-12-05T19:00:00-07:00[America/Denver]", "2026-12-06T02:00:00Z"),
    ]

    @Test(arguments: cases) func `a time is meant where the command leans to`(
        example: Case
    ) throws {
        let zone = try SystemZoneDatabase().zone(named: "America/Denver")
        let time = try TypedTime.read(example.typed)
        let read = { time.resolved(at: "2026-01-08T01:16:00Z", in: zone, leaning: $0).description }
        #expect(read(.ahead) == example.ahead)
        #expect(read(.behind) == example.behind ?? example.ahead)
        #expect(read(.nearest) == example.nearest ?? example.ahead)
    }

    @Test(arguments: [
        // Five minutes before the clock is set back from 02:00 to 01:00.
        ("2026-11-01T07:55:00Z", "in 20m", "2026-11-01T08:15:00Z"),
        ("2026-11-01T07:55:00Z", "tomorrow", "2026-11-02T07:00:00Z"),
        ("2026-03-08T08:00:00Z", "2:30", "2026-03-08T09:30:00Z"),
        ("2026-03-08T08:00:00Z", "in 1h", "2026-03-08T09:00:00Z"),
        ("2026-03-08T08:00:00Z", "1d", "2026-03-09T06:00:00Z"),
    ])
    func `it is right where the clocks change`(now: Instant, typed: String, meant: Instant) throws {
        let zone = try SystemZoneDatabase().zone(named: "America/Denver")
        let time = try TypedTime.read(typed)
        let point = time.resolved(at: now, in: zone, leaning: .ahead)
        #expect(point.instant(in: zone) == meant)
    }

    @Test(arguments: [
        "", "soon", "fri fri", "19:00 20:00", "25", "5", "dec", "in", "ago", "next",
        "next 20m", "-20m", "0m", "tomorrow 8", "8pm9", "19:0", "13 14", "2026-1-5", "fri19:00",
        "at noon noon", "yesterday ago", "２０ｍ",
    ]) func `a refused one names three that work`(typed: String) {
        let allowed = "give a time such as fri 19:00, in 20m or 2026-12-05"
        #expect { try TypedTime.read(typed) } throws: { "\($0)".contains(allowed) }
    }

    @Test(arguments: [
        ("25:00", "hour 25 is not between 0 and 23"), ("13pm", "hour 13 is not between 1 and 12"),
        ("31 apr", "day 31 is not between 1 and 30"), ("30 feb", "day 30 is not between 1 and 29"),
        ("2026-02-30", "day 30 is not between 1 and 28"),
        ("29 feb 2026", "day 29 is not between 1 and 28"),
    ])
    func `one that the calendar does not have says which part`(typed: String, message: String) {
        #expect { try TypedTime.read(typed) } throws: { "\($0)".contains(message) }
    }
}
