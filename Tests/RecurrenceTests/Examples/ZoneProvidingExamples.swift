// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of ZoneProviding.
@Suite struct ZoneProvidingExamples {
    @Test func `ZoneProviding is as shown`() throws {
        struct OneZone: ZoneProviding {
            let zone: Zone

            func zone(named name: String) throws(ZoneError) -> Zone {
                guard name == zone.identifier else { throw .unknown(name: name) }
                return zone
            }
        }
        #expect(try OneZone(zone: newYork).zone(named: "America/New_York") == newYork)
    }

    @Test func `ZoneProviding.zone(named:) is as shown`() throws {
        let zones: any ZoneProviding = SystemZoneDatabase()
        #expect((try? zones.zone(named: "Europe/Lisboa")) == nil)
    }
}
