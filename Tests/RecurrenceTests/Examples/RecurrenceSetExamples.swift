// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of RecurrenceSet.
@Suite struct RecurrenceSetExamples {
    @Test func `RecurrenceSet is as shown`() throws {
        let start = try CivilDateTime(parsing: "2026-01-09T19:00")
        let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
        let fridays = Schedule.rule(RecurrenceSet(start: start, rule: rule))
        #expect(fridays.next(in: newYork, after: now)?.local.short == "2026-01-30T19:00")
    }

    @Test func `RecurrenceSet.Moment is as shown`() throws {
        let text = "DTSTART:20260109T190000\nRDATE:20260110T190000\nEXDATE:20260105T120000Z"
        let set = try RecurrenceSet(parsing: text)
        #expect(set.additions == [.local(try CivilDateTime(parsing: "2026-01-10T19:00"))])
        #expect(set.exclusions == [.instant(now)])
    }

    @Test func `RecurrenceSet.Reading is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTHDAY=14")
        let start = try CivilDateTime(parsing: "2026-02-14T19:00")
        func second(_ reading: RecurrenceSet.Reading) -> String {
            let set = RecurrenceSet(start: start, rule: rule, reading: reading)
            let dates = Schedule.rule(set).occurrences(in: newYork, after: now).prefix(2)
            return dates.map(\.local.short)[1]
        }
        #expect(second(.fill) == "2027-02-14T19:00")
        #expect(second(.table) == "2026-03-14T19:00")
    }

    @Test func `RecurrenceSet.additions is as shown`() throws {
        let text = "DTSTART:20260109T190000\nRDATE:20260110T190000"
        #expect(try RecurrenceSet(parsing: text).additions.count == 1)
    }

    @Test func `RecurrenceSet.description is as shown`() throws {
        let text = "DTSTART;TZID=Europe/Lisbon:20260109T190000\nRRULE:FREQ=DAILY;COUNT=3"
        #expect(try RecurrenceSet(parsing: text).description == text)
    }

    @Test func `RecurrenceSet.exclusions is as shown`() throws {
        let text = "DTSTART:20260109T190000\nRRULE:FREQ=DAILY\nEXDATE:20260110T190000"
        let set = Schedule.rule(try RecurrenceSet(parsing: text))
        let days = set.occurrences(in: newYork, after: now).prefix(2).map(\.local.date.day)
        #expect(days == [9, 11])
    }

    @Test func `RecurrenceSet.init(parsing:reading:) is as shown`() throws {
        let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=WEEKLY;BYDAY=FR")
        #expect(set.rule?.description == "FREQ=WEEKLY;BYDAY=FR")
    }

    @Test func `RecurrenceSet.init(start:rule:additions:exclusions:reading:) is as shown`() throws {
        let start = try CivilDateTime(parsing: "2026-01-09T19:00")
        let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR")
        let saturday = RecurrenceSet.Moment.local(start.adding(Span(days: 1)))
        let set = RecurrenceSet(start: start, rule: rule, additions: [saturday])
        let days = Schedule.rule(set).occurrences(in: newYork, after: now).prefix(3)
        #expect(days.map(\.local.date.day) == [9, 10, 16])
    }

    @Test func `RecurrenceSet.isAllDay is as shown`() throws {
        #expect(try RecurrenceSet(parsing: "DTSTART;VALUE=DATE:20260214").isAllDay)
    }

    @Test func `RecurrenceSet.reading is as shown`() throws {
        let start = try CivilDateTime(parsing: "2026-01-09T19:00")
        #expect(RecurrenceSet(start: start, rule: nil).reading == .fill)
    }

    @Test func `RecurrenceSet.rule is as shown`() throws {
        #expect(try RecurrenceSet(parsing: "DTSTART:20260109T190000").rule == nil)
    }

    @Test func `RecurrenceSet.start is as shown`() throws {
        let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=DAILY")
        #expect(set.start.short == "2026-01-09T19:00")
    }

    @Test func `RecurrenceSet.zoneIdentifier is as shown`() throws {
        let set = try RecurrenceSet(parsing: "DTSTART;TZID=Europe/Lisbon:20260109T190000")
        #expect(set.zoneIdentifier == "Europe/Lisbon")
    }
}
