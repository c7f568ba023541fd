// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of RecurrenceError.
@Suite struct RecurrenceErrorExamples {
    @Test func `RecurrenceError is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=8MO")
        }
        #expect(error?.offset == 19)
    }

    @Test func `RecurrenceError.allowed is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=DALY")
        }
        #expect(error?.allowed == "one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY")
    }

    @Test func `RecurrenceError.description is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTH=13")
        }
        #expect(error?.description == "'13' in BYMONTH at column 21 is not a number from 1 to 12")
    }

    @Test func `RecurrenceError.given is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try CalendarExpression(parsing: "Fri 25:00")
        }
        #expect(error?.given == "25")
    }

    @Test func `RecurrenceError.init(offset:part:given:allowed:) is as shown`() throws {
        let error = RecurrenceError(offset: 6, part: "every", given: "0", allowed: "1 or more")
        #expect(error.description == "'0' in every at column 7 is not 1 or more")
    }

    @Test func `RecurrenceError.offset is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=DALY")
        }
        #expect(error?.offset == 5)
    }

    @Test func `RecurrenceError.part is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=DALY")
        }
        #expect(error?.part == "FREQ")
    }
}
