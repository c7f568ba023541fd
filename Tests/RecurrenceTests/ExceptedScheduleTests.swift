import CivilTime
import Recurrence
import Testing

/// Schedules of every kind with some of their occurrences left out and others added.
@Suite struct ExceptedScheduleTests {
    private static func local(_ text: String) throws -> CivilDateTime {
        try CivilDateTime(parsing: text)
    }

    /// One schedule of each kind, all of which fall on Fridays at 19:00 from 2026-01-09 on.
    private static func kinds(_ zone: Zone) throws -> [Schedule] {
        let start = try local("2026-01-09T19:00")
        let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR")
        return [
            .every(try AnchoredStep(every: 7, .days, from: start.date, at: [start.time])),
            .every(
                try AnchoredStep(
                    every: 1,
                    .weeks,
                    from: start.date,
                    on: [.friday],
                    at: [start.time]
                )
            ),
            .rule(RecurrenceSet(start: start, rule: rule)),
            .rule(RecurrenceSet(start: start, rule: rule, additions: [.local(start)])),
            .calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: start),
            .elapsed(try ElapsedStep(step: .seconds(604_800), anchor: zone.instant(of: start))),
            .varying(
                VaryingTime(
                    name: "r",
                    between: start.time,
                    and: start.time,
                    on: [.friday],
                    from: start.date
                )
            ),
            .dates((0..<9).map { start.adding(Span(days: 7 * $0)) }),
        ]
    }

    @Test func `each kind leaves out dates and starts, and takes others in`() throws {
        let zone = try Expansion.zone("America/New_York")
        for base in try Self.kinds(zone) {
            let excepted = Schedule.excepting(
                ExceptedSchedule(
                    base,
                    without: [
                        .date(try CivilDate(parsing: "2026-01-16")),
                        .start(try Self.local("2026-01-30T19:00")),
                        .start(try Self.local("2026-02-06T18:00")),
                    ],
                    and: [try Self.local("2026-01-16T20:00"), try Self.local("2026-01-18T17:00")]
                )
            )
            let after = zone.instant(of: try Self.local("2026-01-01T00:00"))
            let found = excepted.occurrences(in: zone, after: after).prefix(5).map(\.local.short)
            #expect(
                found == [
                    "2026-01-09T19:00", "2026-01-16T20:00", "2026-01-18T17:00", "2026-01-23T19:00",
                    "2026-02-06T19:00",
                ],
                "\(base)"
            )
            #expect(excepted.isEndless == base.isEndless)
            // Each is what the schedule gives after the one before.
            var last = after
            for local in found {
                let next = try #require(excepted.next(in: zone, after: last))
                #expect(next.local.short == local)
                last = next.instant
            }
        }
    }

    @Test func `what is left out gives nothing back, and moves nothing after it`() throws {
        let start = try Self.local("2026-01-31T19:00")
        let months = Schedule.every(
            try AnchoredStep(every: 1, .months, from: start.date, at: [start.time])
        )
        let excepted = ExceptedSchedule(
            months,
            without: [.date(try CivilDate(parsing: "2026-02-28"))]
        )
        let found = Expansion.locals(of: .excepting(excepted), limit: 30)
        let plain = Expansion.locals(of: months, limit: 31)
        #expect(found == plain.filter { $0.date.description != "2026-02-28" })
        let counted = ExceptedSchedule(
            .rule(
                RecurrenceSet(
                    start: start,
                    rule: try RecurrenceRule(parsing: "FREQ=DAILY;COUNT=3")
                )
            ),
            without: [.start(start)]
        )
        #expect(Expansion.locals(of: .excepting(counted), limit: 9).count == 2)
    }

    @Test func `starts are compared as instants, so a night that jumps is left out by either name`()
        throws
    {
        let zone = try Expansion.zone("America/New_York")
        let nights = Schedule.calendar(try CalendarExpression(parsing: "02:30"), notBefore: nil)
        for name in ["2026-03-08T02:30", "2026-03-08T03:30"] {
            let excepted = ExceptedSchedule(nights, without: [.start(try Self.local(name))])
            let after = try Instant(parsing: "2026-03-07T12:00:00Z")
            let next = Schedule.excepting(excepted).next(in: zone, after: after)
            #expect(next?.local.short == "2026-03-09T02:30")
        }
    }

    @Test func `an addition that is an occurrence already comes once`() throws {
        let fridays = try Self.kinds(.utc)[0]
        let excepted = ExceptedSchedule(
            fridays,
            without: [],
            and: [try Self.local("2026-01-16T19:00")]
        )
        #expect(
            Expansion.locals(of: .excepting(excepted), limit: 9)
                == Expansion.locals(of: fridays, limit: 9)
        )
    }

    @Test func `a start that is left out and added is left out, as an EXDATE is`() throws {
        let night = try Self.local("2026-01-16T19:00")
        let excepted = ExceptedSchedule(.dates([]), without: [.start(night)], and: [night])
        #expect(Expansion.locals(of: .excepting(excepted), limit: 9) == [])
    }

    @Test func `a set of dates alone takes a time of day`() throws {
        let set = try RecurrenceSet(
            parsing: """
                DTSTART;VALUE=DATE:20260106
                RRULE:FREQ=WEEKLY;BYDAY=TU;BYHOUR=3;UNTIL=20260203
                EXDATE;VALUE=DATE:20260113
                RDATE;VALUE=DATE:20260114
                """
        )
        #expect(
            Expansion.locals(of: .rule(set.at(try ClockTime(parsing: "19:00"))), limit: 9)
                .map(\.short)
                == [
                    "2026-01-06T19:00", "2026-01-14T19:00", "2026-01-20T19:00", "2026-01-27T19:00",
                    "2026-02-03T19:00",
                ]
        )
    }
}
