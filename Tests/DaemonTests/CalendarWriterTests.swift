import CivilTime
import ControlAPI
import Foundation
import Household
import Logging
import Planning
import TestKit
import Testing

@testable import Daemon

/// The file of `[calendar]`.
@Suite struct CalendarWriterTests {
    private static let config = """
        [[partner]]
        id = "alex"
        [channel.one]
        type = "stdout"
        [[ritual]]
        id = "walk"
        title = "Walk"
        schedule = { every = "week", on = "sat", at = "15:00" }
        """

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var path: String { folder.path("rituals.ics") }

    private func writer(_ kept: KeptHouse, at file: String? = nil) -> CalendarWriter {
        let target = CalendarTarget(file: file ?? path)
        let identity = CalendarIdentity { _ in "0123456789abcdef" }
        return CalendarWriter(kept.planning, identity, log: Logger(label: "test")) { target }
    }

    private func inode() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.systemFileNumber] as? Int)
    }

    private func mode() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `is written anew only when the calendar changes, and keeps its mode`() async throws {
        let kept = try await KeptHouse(Self.config)
        let writer = writer(kept)
        await writer.refresh()
        #expect(try mode() == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let first = try inode()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        await writer.refresh()
        #expect(try inode() == first)
        let key = try #require(OccurrenceKey(parsing: "walk@2026-01-10T15:00"))
        let word = Outcome(occurrence: key, kind: .skipped, said: kept.house.clock.read())
        _ = try await kept.planning.perform(.said(word))
        await writer.refresh()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try inode() != first && mode() == 0o644)
        #expect(text.contains("STATUS:CANCELLED"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["rituals.ics"])
    }

    @Test func `a new daemon leaves alone what is right`() async throws {
        let kept = try await KeptHouse(Self.config)
        await writer(kept).refresh()
        let first = try inode()
        await writer(kept).refresh()
        #expect(try inode() == first)
    }

    @Test func `a folder that is not there stops nothing`() async throws {
        let kept = try await KeptHouse(Self.config)
        let writer = writer(kept, at: folder.path("none/rituals.ics"))
        await writer.refresh()
        try FileManager.default.createDirectory(
            atPath: folder.path("none"),
            withIntermediateDirectories: true
        )
        await writer.refresh()
        #expect(FileManager.default.fileExists(atPath: folder.path("none/rituals.ics")))
    }

    @Test func `what is there and is no file stays, and nothing waits for it`() async throws {
        let kept = try await KeptHouse(Self.config)
        let pipe = folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        await writer(kept, at: pipe).refresh()
        let attributes = try FileManager.default.attributesOfItem(atPath: pipe)
        #expect(attributes[.type] as? FileAttributeType == .typeUnknown)
        // A device without an end is not read to its end.
        await writer(kept, at: "/dev/zero").refresh()
        await writer(kept, at: "/dev/full").refresh()
        #expect(FileReplacement.bytes(at: "/dev/zero", most: 10) == nil)
    }
}
