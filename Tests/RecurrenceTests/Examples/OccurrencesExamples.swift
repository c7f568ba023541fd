// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Occurrences.
@Suite struct OccurrencesExamples {
    @Test func `Occurrences is as shown`() throws {
        let daily = Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil)
        let nights = daily.occurrences(in: newYork, after: now)
        #expect(nights.prefix(2).map(\.local.short) == ["2026-01-06T00:00", "2026-01-07T00:00"])
    }

    @Test func `Occurrences.Iterator is as shown`() throws {
        let daily = Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil)
        var ahead = daily.occurrences(in: newYork, after: now).makeIterator()
        let first = ahead.next()
        var copy = ahead
        #expect(copy.next() == ahead.next())
        #expect(first?.local.date.day == 6)
    }

    @Test func `Occurrences.Iterator.next() is as shown`() throws {
        let once = Schedule.dates([try CivilDateTime(parsing: "2026-02-14T19:00")])
        var iterator = once.occurrences(in: newYork, after: now).makeIterator()
        let first = iterator.next()
        #expect(first?.instant.description == "2026-02-15T00:00:00Z")
        let second = iterator.next()
        #expect(second == nil)
    }

    @Test func `Occurrences.makeIterator() is as shown`() throws {
        let once = Schedule.dates([try CivilDateTime(parsing: "2026-02-14T19:00")])
        var iterator = once.occurrences(in: newYork, after: now).makeIterator()
        let first = iterator.next()
        #expect(first?.local.short == "2026-02-14T19:00")
    }
}
