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
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=8MO")
        }
        #expect(error?.offset == 19)
    }
}
