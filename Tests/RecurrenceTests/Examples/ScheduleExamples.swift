// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Schedule.
@Suite struct ScheduleExamples {
    @Test func `Schedule is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR")
        let start = try CivilDateTime(parsing: "2026-01-09T19:00")
        let seven = [try ClockTime(parsing: "19:00")]
        let ways: [Schedule] = [
            .rule(RecurrenceSet(start: start, rule: rule)),
            .calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: start),
            .every(try AnchoredStep(every: 7, .days, from: start.date, at: seven)),
            .elapsed(try ElapsedStep(step: .seconds(604_800), anchor: newYork.instant(of: start))),
            .varying(VaryingTime(name: "date", between: start.time, and: start.time, on: [.friday])),
            .dates([start]),
            .together(SharedTime(.dates([start]), outside: [])),
            .excepting(ExceptedSchedule(.dates([]), without: [], and: [start])),
        ]
        #expect(ways.allSatisfy { $0.next(in: newYork, after: now)?.local == start })
    }

    @Test func `Schedule.isEndless is as shown`() throws {
        let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=DAILY;COUNT=3")
        #expect(Schedule.rule(set).isEndless == false)
        #expect(Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil).isEndless)
    }

    @Test func `Schedule.next(in:after:) is as shown`() throws {
        let friday = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
        #expect(friday.next(in: newYork, after: now)?.instant.description == "2026-01-10T00:00:00Z")
        let never = Schedule.calendar(try CalendarExpression(parsing: "*-02-30"), notBefore: nil)
        #expect(never.next(in: newYork, after: now) == nil)
    }

    @Test func `Schedule.occurrences(in:after:) is as shown`() throws {
        let text = "DTSTART:20260307T023000\nRRULE:FREQ=DAILY;COUNT=3"
        let set = try RecurrenceSet(parsing: text)
        let nights = Schedule.rule(set).occurrences(in: newYork, after: now)
        #expect(nights.map { newYork.local(at: $0.instant).time.description } == ["02:30", "03:30", "02:30"])
    }
}
