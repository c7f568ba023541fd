// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Article.
@Suite struct ArticleExamples {
    @Test func `example 1 is as shown`() throws {
        let start = try CivilDateTime(parsing: "2026-01-09T19:00")
        let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
        let fridays = Schedule.rule(RecurrenceSet(start: start, rule: rule))
        #expect(fridays.next(in: newYork, after: now)?.local.short == "2026-01-30T19:00")
    }

    @Test func `example 2 is as shown`() throws {
        let friday = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
        #expect(friday.next(in: newYork, after: now)?.instant.description == "2026-01-10T00:00:00Z")
    }

    @Test func `example 3 is as shown`() throws {
        let text = "DTSTART:20260307T023000\nRRULE:FREQ=DAILY;COUNT=3"
        let nights = Array(
            Schedule.rule(try RecurrenceSet(parsing: text)).occurrences(in: newYork, after: now)
        )
        #expect(nights.map(\.local.time.description) == ["02:30", "02:30", "02:30"])
        #expect(nights.map { newYork.local(at: $0.instant).time.description } == ["02:30", "03:30", "02:30"])
    }

    @Test func `example 4 is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-11-01T01:30")
        #expect(newYork.instant(of: night).description == "2026-11-01T05:30:00Z")
        #expect(try newYork.instant(of: night, choosing: .later).description == "2026-11-01T06:30:00Z")
    }

    @Test func `example 5 is as shown`() throws {
        let monthly = try AnchoredStep(every: 1, .months, from: CivilDate(parsing: "2026-01-31"), at: [.midnight])
        let february = ExceptedSchedule.Exception.date(try CivilDate(parsing: "2026-02-28"))
        let excepted = ExceptedSchedule(.every(monthly), without: [february])
        let ends = Schedule.excepting(excepted).occurrences(in: newYork, after: now)
        #expect(ends.prefix(2).map(\.local.date.description) == ["2026-01-31", "2026-03-31"])
    }

    @Test func `example 6 is as shown`() throws {
        let never = "DTSTART:20260109T190000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
        #expect(Schedule.rule(try RecurrenceSet(parsing: never)).next(in: newYork, after: now) == nil)
    }

    @Test func `example 7 is as shown`() throws {
        let fridays = "DTSTART:20260106T190000\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=1"
        let first = Schedule.rule(try RecurrenceSet(parsing: fridays)).next(in: newYork, after: now)
        #expect(first?.local.short == "2026-01-09T19:00")
    }

    @Test func `example 8 is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=8MO")
        }
        #expect(error?.offset == 19)
    }
}
