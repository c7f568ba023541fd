import Foundation
import TestKit
import Testing

/// Rules of time zones that are replaced under a running daemon.
@Suite(.timeLimit(.minutes(3)))
struct ZoneTests {
    @Test func `new rules are followed without a restart, and status says which`() async throws {
        let home = try DaemonHome(
            config: TestConfig.household.replacingOccurrences(
                of: "\"UTC\"",
                with: "\"Europe/Lisbon\""
            )
                + TestConfig.daily("walk", at: "19:00")
        )
        let zones = home.folder.path("zoneinfo")
        try home.folder.write("# version 2026x\n", to: "zoneinfo/tzdata.zi")
        try Self.put("UTC", as: "Europe/Lisbon", in: zones)
        let daemon = try await home.start(
            at: FakeClock("2026-01-09 12:00:00"),
            environment: ["TZDIR": zones]
        )
        #expect(try await Self.status(home)["zone"]["tzdata"] == "2026x")
        #expect(try await Self.next(home) == "2026-01-09T19:00:00Z")

        try home.folder.write("# version 2026y\n", to: "new.zi")
        rename(home.folder.path("new.zi"), zones + "/tzdata.zi")
        try Self.put("America/Denver", as: "Europe/Lisbon", in: zones)
        _ = try await daemon.log.first { $0.contains("time zone rules have changed") }
        while try await Self.next(home) != "2026-01-10T02:00:00Z" {
            try Task.checkCancellation()
        }
        #expect(try await Self.status(home)["zone"]["tzdata"] == "2026y")
        #expect(try await daemon.stop() == .status(0))
    }

    /// Each user has 128 of them in common for all programs.
    @Test func `a daemon starts where no inotify instance is left, and says so`() async throws {
        let home = try DaemonHome(config: TestConfig.household)
        let none = "echo 0 >/proc/sys/user/max_inotify_instances && exec \"$@\""
        let daemon = try home.launch(
            at: nil,
            under: ["unshare", "--user", "--map-root-user", "sh", "-c", none, "sh"]
        )
        _ = try await daemon.notifications.first { $0 == "READY=1" }
        _ = try await daemon.log.first {
            $0.contains("changes of time zones are noticed at the next start only: inotify_init1")
        }
        #expect(try await daemon.stop() == .status(0))
    }

    /// Puts the rules of a zone of the system in the place of those of another, as a package does.
    private static func put(_ rules: String, as name: String, in zones: String) throws {
        let place = "\(zones)/\(name)"
        let files = FileManager.default
        try files.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        // The system may have a link there, and the rules themselves are wanted.
        let rules = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(rules)"))
        try rules.write(to: URL(fileURLWithPath: "\(place).new"))
        rename("\(place).new", place)
    }

    private static func status(_ home: DaemonHome) async throws -> JSON {
        let status = try await home.ritualctl("status", "--json")
        return try #require(JSON(text: status.text), "\(status)")
    }

    private static func next(_ home: DaemonHome) async throws -> JSON {
        try await status(home)["next_nudge"]
    }
}
