// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Disambiguation.
@Suite struct DisambiguationExamples {
    @Test func `Disambiguation is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-11-01T01:30")
        let fold = newYork.resolve(night)
        #expect(fold.instant(choosing: .earlier) == (try Instant(parsing: "2026-11-01T05:30:00Z")))
        #expect(fold.instant(choosing: .later) == (try Instant(parsing: "2026-11-01T06:30:00Z")))
        #expect(fold.instant(choosing: .compatible) == fold.instant(choosing: .earlier))
        #expect(fold.instant(choosing: .reject) == nil)
    }
}
