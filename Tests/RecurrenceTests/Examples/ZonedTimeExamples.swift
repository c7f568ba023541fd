// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of ZonedTime.
@Suite struct ZonedTimeExamples {
    @Test func `ZonedTime is as shown`() throws {
        let due = try Instant(parsing: "2026-03-08T07:30:00Z")
        #expect(ZonedTime(instant: due, zone: newYork).description
            == "2026-03-08T03:30:00-04:00[America/New_York]")
    }

    @Test func `ZonedTime.description is as shown`() throws {
        #expect(ZonedTime(instant: now, zone: .utc).description == "2026-01-05T12:00:00+00:00[UTC]")
    }

    @Test func `ZonedTime.init(instant:zone:) is as shown`() throws {
        #expect(ZonedTime(instant: now, zone: newYork).description
            == "2026-01-05T07:00:00-05:00[America/New_York]")
    }

    @Test func `ZonedTime.instant is as shown`() throws {
        #expect(ZonedTime(instant: now, zone: newYork).instant == now)
    }

    @Test func `ZonedTime.local is as shown`() throws {
        #expect(ZonedTime(instant: now, zone: newYork).local.short == "2026-01-05T07:00")
    }

    @Test func `ZonedTime.offset is as shown`() throws {
        #expect(ZonedTime(instant: now, zone: newYork).offset.description == "-05:00")
    }

    @Test func `ZonedTime.zone is as shown`() throws {
        #expect(ZonedTime(instant: now, zone: newYork).zone.identifier == "America/New_York")
    }
}
