// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Zone.
@Suite struct ZoneExamples {
    @Test func `Zone is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-03-08T02:30")
        #expect(newYork.instant(of: night).description == "2026-03-08T07:30:00Z")
    }

    @Test func `Zone.abbreviation(at:) is as shown`() throws {
        #expect(newYork.abbreviation(at: now) == "EST")
    }

    @Test func `Zone.description is as shown`() throws {
        #expect(newYork.description == "America/New_York")
    }

    @Test func `Zone.identifier is as shown`() throws {
        #expect(newYork.identifier == "America/New_York")
    }

    @Test func `Zone.init(identifier:tzif:) is as shown`() throws {
        let error = #expect(throws: ZoneError.self) {
            try Zone(identifier: "Europe/Lisbon", tzif: Array("not a zone".utf8))
        }
        #expect(error?.description.hasPrefix("the file of time zone 'Europe/Lisbon' is damaged") == true)
    }

    @Test func `Zone.instant(of:) is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-11-01T01:30")
        #expect(newYork.instant(of: night).description == "2026-11-01T05:30:00Z")
    }

    @Test func `Zone.instant(of:choosing:) is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-03-08T02:30")
        #expect(try newYork.instant(of: night, choosing: .earlier).description == "2026-03-08T06:30:00Z")
        let error = #expect(throws: CivilTimeError.self) {
            try newYork.instant(of: night, choosing: .reject)
        }
        #expect(error == .ambiguous(local: night, zone: "America/New_York"))
    }

    @Test func `Zone.local(at:) is as shown`() throws {
        #expect(newYork.local(at: now).short == "2026-01-05T07:00")
    }

    @Test func `Zone.nextTransition(after:) is as shown`() throws {
        #expect(newYork.nextTransition(after: now)?.description == "2026-03-08T07:00:00Z")
        #expect(Zone.utc.nextTransition(after: now) == nil)
    }

    @Test func `Zone.offset(at:) is as shown`() throws {
        #expect(newYork.offset(at: now).description == "-05:00")
    }

    @Test func `Zone.resolve(_:) is as shown`() throws {
        let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
        #expect(newYork.resolve(evening) == .unique(try Instant(parsing: "2026-01-10T00:00:00Z")))
    }

    @Test func `Zone.utc is as shown`() throws {
        #expect(Zone.utc.local(at: now).short == "2026-01-05T12:00")
    }
}
