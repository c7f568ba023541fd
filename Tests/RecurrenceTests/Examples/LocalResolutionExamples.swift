// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of LocalResolution.
@Suite struct LocalResolutionExamples {
    @Test func `LocalResolution is as shown`() throws {
        func kind(of text: String) throws -> String {
            switch newYork.resolve(try CivilDateTime(parsing: text)) {
            case .unique(let instant): "at \(instant)"
            case .gap(let before, _): "never, stands for \(before)"
            case .fold(let first, let second): "at \(first) and at \(second)"
            }
        }
        #expect(try kind(of: "2026-01-09T19:00") == "at 2026-01-10T00:00:00Z")
        #expect(try kind(of: "2026-03-08T02:30") == "never, stands for 2026-03-08T07:30:00Z")
        #expect(try kind(of: "2026-11-01T01:30") == "at 2026-11-01T05:30:00Z and at 2026-11-01T06:30:00Z")
    }

    @Test func `LocalResolution.compatible is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-03-08T02:30")
        let instant = newYork.resolve(night).compatible
        #expect(newYork.local(at: instant).short == "2026-03-08T03:30")
    }

    @Test func `LocalResolution.instant(choosing:) is as shown`() throws {
        let gap = newYork.resolve(try CivilDateTime(parsing: "2026-03-08T02:30"))
        #expect(gap.instant(choosing: .earlier).map(newYork.local)?.short == "2026-03-08T01:30")
        #expect(gap.instant(choosing: .reject) == nil)
    }
}
