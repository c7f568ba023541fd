// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Occurrence.
@Suite struct OccurrenceExamples {
    @Test func `Occurrence is as shown`() throws {
        let night = try RecurrenceSet(parsing: "DTSTART:20260301T023000\nRRULE:FREQ=WEEKLY;COUNT=2")
        let jump = Schedule.rule(night).occurrences(in: newYork, after: now).suffix(1)
        #expect(jump.map(\.local.short) == ["2026-03-08T02:30"])
        #expect(jump.map { newYork.local(at: $0.instant).short } == ["2026-03-08T03:30"])
    }

    @Test func `Occurrence.init(local:instant:) is as shown`() throws {
        let occurrence = Occurrence(local: newYork.local(at: now), instant: now)
        #expect(occurrence.local.short == "2026-01-05T07:00")
    }

    @Test func `Occurrence.instant is as shown`() throws {
        let noon = Schedule.calendar(try CalendarExpression(parsing: "12:00"), notBefore: nil)
        #expect(noon.next(in: newYork, after: now)?.instant.description == "2026-01-05T17:00:00Z")
    }

    @Test func `Occurrence.local is as shown`() throws {
        let noon = Schedule.calendar(try CalendarExpression(parsing: "12:00"), notBefore: nil)
        #expect(noon.next(in: newYork, after: now)?.local.short == "2026-01-05T12:00")
    }
}
