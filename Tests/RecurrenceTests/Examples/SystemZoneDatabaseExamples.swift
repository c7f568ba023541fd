// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of SystemZoneDatabase.
@Suite struct SystemZoneDatabaseExamples {
    @Test func `SystemZoneDatabase is as shown`() throws {
        let zones = SystemZoneDatabase()
        let lisbon = try zones.zone(named: "Europe/Lisbon")
        #expect(lisbon.local(at: now).short == "2026-01-05T12:00")
    }

    @Test func `SystemZoneDatabase.directory is as shown`() throws {
        #expect(SystemZoneDatabase(directory: "/usr/share/zoneinfo").directory == "/usr/share/zoneinfo")
    }

    @Test func `SystemZoneDatabase.init(directory:) is as shown`() throws {
        let zones = SystemZoneDatabase(directory: "/nowhere")
        let error = #expect(throws: ZoneError.self) { try zones.zone(named: "Europe/Lisbon") }
        #expect(error == .unknown(name: "Europe/Lisbon"))
    }

    @Test func `SystemZoneDatabase.localZoneName() is as shown`() throws {
        let zones = SystemZoneDatabase()
        #expect(try zones.zone(named: zones.localZoneName()).identifier == zones.localZoneName())
    }

    @Test func `SystemZoneDatabase.names() is as shown`() throws {
        #expect(SystemZoneDatabase().names().contains("Europe/Lisbon"))
    }

    @Test func `SystemZoneDatabase.version() is as shown`() throws {
        #expect(SystemZoneDatabase(directory: "/nowhere").version() == nil)
    }

    @Test func `SystemZoneDatabase.zone(named:) is as shown`() throws {
        let zones = SystemZoneDatabase()
        #expect(try zones.zone(named: "America/New_York").abbreviation(at: now) == "EST")
        let error = #expect(throws: ZoneError.self) { try zones.zone(named: "../passwd") }
        #expect(error == .invalidName(name: "../passwd"))
    }
}
