// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of CivilTimeError.
@Suite struct CivilTimeErrorExamples {
    @Test func `CivilTimeError is as shown`() throws {
        #expect(CivilTimeError.outOfRange(part: "day", given: 30, allowed: 1...29).description
            == "day 30 is not between 1 and 29")
        #expect(CivilTimeError.unreadable(text: "noon", expected: "a time like '19:00'").description
            == "'noon' is not a time like '19:00'")
        let night = try CivilDateTime(parsing: "2026-03-08T02:30")
        #expect(CivilTimeError.ambiguous(local: night, zone: "America/New_York").description
            == "2026-03-08T02:30 does not happen exactly once in America/New_York")
    }

    @Test func `CivilTimeError.description is as shown`() throws {
        let error = #expect(throws: CivilTimeError.self) { try ClockTime(parsing: "25:00") }
        #expect(error?.description == "hour 25 is not between 0 and 23")
    }
}
