import CivilTime
import Foundation
import SystemZones
import Testing

@Suite struct SystemZoneDatabaseTests {
    private let system = SystemZoneDatabase(directory: "/usr/share/zoneinfo")

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test(
        arguments: [
            "/etc/passwd", "../zoneinfo/UTC", "Europe/../UTC", "", "Europe//Lisbon",
            "Europe/Li sbon",
            "Europe/Lisbon\n", "./UTC",
        ]
    )
    func `names that lead elsewhere are refused`(_ name: String) {
        #expect(throws: ZoneError.invalidName(name: name)) { try system.zone(named: name) }
    }

    @Test func `a zone that is not there is an error that names it`() {
        #expect(throws: ZoneError.unknown(name: "Europe/Lisbo")) {
            try system.zone(named: "Europe/Lisbo")
        }
        #expect(throws: ZoneError.unknown(name: "Europe")) { try system.zone(named: "Europe") }
        #expect("\(ZoneError.unknown(name: "Mars/Base"))" == "there is no time zone 'Mars/Base'")
    }

    @Test func `a zone is read again when its file changes`() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("Home")
            let zones = SystemZoneDatabase(directory: folder.path)
            let at = try Instant(parsing: "2026-07-01T00:00:00Z")
            try FileManager.default.copyItem(
                atPath: "/usr/share/zoneinfo/Asia/Tokyo",
                toPath: file.path
            )
            let first = try zones.zone(named: "Home")
            #expect(first.offset(at: at).description == "+09:00")
            #expect(try zones.zone(named: "Home") == first)
            try FileManager.default.removeItem(at: file)
            try FileManager.default.copyItem(
                atPath: "/usr/share/zoneinfo/Asia/Kathmandu",
                toPath: file.path
            )
            #expect(try zones.zone(named: "Home").offset(at: at).description == "+05:45")
            try FileManager.default.removeItem(at: file)
            #expect(throws: ZoneError.unknown(name: "Home")) { try zones.zone(named: "Home") }
        }
    }

    @Test func `an alias has its own name and the same rules`() throws {
        let alias = try system.zone(named: "Asia/Calcutta")
        let zone = try system.zone(named: "Asia/Kolkata")
        #expect(alias.identifier == "Asia/Calcutta")
        #expect(alias != zone)
        let at = try Instant(parsing: "2026-07-01T00:00:00Z")
        #expect(alias.offset(at: at) == zone.offset(at: at))
    }

    @Test func `files that are damaged are errors that name the zone`() throws {
        let whole = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Lisbon"))
        )
        try withFolder { folder in
            let zones = SystemZoneDatabase(directory: folder.path)
            for length in [0, 3, 43, 60, whole.count / 2, whole.count - 1] {
                let name = "Cut\(length)"
                try Data(whole.prefix(length)).write(to: folder.appendingPathComponent(name))
                do {
                    _ = try zones.zone(named: name)
                    Issue.record("\(length) bytes were read as a zone")
                } catch {
                    #expect("\(error)".contains("'\(name)' is damaged"), "\(error)")
                }
            }
        }
    }

    private static let right = "/usr/share/zoneinfo/right"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "\(right)/Europe/Lisbon")))
    func `a file with leap seconds is refused`() {
        let zones = SystemZoneDatabase(directory: Self.right)
        #expect(throws: ZoneError.leapSeconds(name: "Europe/Lisbon")) {
            try zones.zone(named: "Europe/Lisbon")
        }
    }

    @Test func `the system tells its own zone, its version and its names`() throws {
        let zone = try system.zone(named: system.localZoneName())
        #expect(!zone.identifier.isEmpty)
        #expect(system.version()?.hasPrefix("20") ?? true)
        let names = system.names()
        #expect(names.contains("Europe/Lisbon") && names.contains("UTC"))
        #expect(!names.contains { $0.hasPrefix("posix/") || $0.hasPrefix("right/") })
    }

    @Test func `its folders are those in which zones lie`() {
        let system = SystemZoneDatabase()
        let root = system.directory
        let folders = Set(system.folders())
        let ofZones = system.names().map { name in
            name.lastIndex(of: "/").map { "\(root)/\(name[..<$0])" } ?? root
        }
        #expect(folders.isSuperset(of: ofZones))
        #expect(!folders.contains("\(root)/posix") && !folders.contains("\(root)/right"))
        #expect(folders.contains("\(root)/America/Argentina"))
    }
}
