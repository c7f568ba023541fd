import Foundation
import Testing

@testable import Daemon

/// What counts as a change of the zones' rules, or of the system's own zone.
@Suite struct ZoneWatchTests {
    private let folder: String
    private let etc: String
    private let rules: String

    init() throws {
        folder = NSTemporaryDirectory() + "rituald-zones-\(UUID().uuidString)"
        etc = folder + "/etc"
        rules = folder + "/zoneinfo"
        for path in [etc, rules] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    private func watch() throws -> ZoneWatch {
        try ZoneWatch(directories: [rules], link: (directory: etc, name: "localtime"))
    }

    private func link(to zone: String, as name: String) throws {
        let temporary = "\(etc)/.#\(name)"
        try FileManager.default.createSymbolicLink(
            atPath: temporary,
            withDestinationPath: "/usr/share/zoneinfo/\(zone)"
        )
        rename(temporary, "\(etc)/\(name)")
    }

    @Test func `timedatectl puts another link in the place of localtime`() throws {
        let watch = try watch()
        try link(to: "Europe/Lisbon", as: "localtime")
        #expect(watch.readChanges())
        try link(to: "America/Denver", as: "localtime")
        #expect(watch.readChanges())
        #expect(!watch.readChanges())
        try? FileManager.default.removeItem(atPath: folder)
    }

    @Test func `what else changes beside localtime is no change of a zone`() throws {
        let watch = try watch()
        try link(to: "Europe/Lisbon", as: "mtab")
        try Data("Denver".utf8).write(to: URL(fileURLWithPath: etc + "/hostname"))
        #expect(!watch.readChanges())
        try? FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a package renames new rules over the old ones`() throws {
        let watch = try watch()
        let new = rules + "/Lisbon.dpkg-new"
        try Data("TZif2".utf8).write(to: URL(fileURLWithPath: new))
        #expect(watch.readChanges())
        rename(new, rules + "/Lisbon")
        #expect(watch.readChanges())
        try? FileManager.default.removeItem(atPath: folder)
    }
}
