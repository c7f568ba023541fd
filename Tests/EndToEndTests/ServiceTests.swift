import Foundation
import Glibc
import TestKit
import Testing

/// What a service manager sees of the daemon.
@Suite(.timeLimit(.minutes(2)))
struct ServiceTests {
    private static let config = TestConfig.household + TestConfig.daily("walk", at: "19:00")

    @Test(arguments: [SIGTERM, SIGINT])
    func `it stops cleanly on a signal, and says so`(signal: Int32) async throws {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: FakeClock("2026-01-09 12:00:00"))
        daemon.process.send(signal)
        #expect(try await daemon.process.exit() == .status(0))
        #expect(try await daemon.notifications.all().contains("STOPPING=1"))
        let after = try await home.ritualctl("next")
        #expect(after.exit == .status(69), "\(after)")
    }

    @Test func `its status says when the next one is, not which`() async throws {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: FakeClock("2026-01-09 12:00:00"))
        let status = try await daemon.notifications.first { $0.hasPrefix("STATUS=") }
        #expect(status.hasSuffix("; next: a ritual, today 19:00"), "\(status)")
        #expect(!status.lowercased().contains("walk"), "\(status)")
        let greeting = try await daemon.log.first { $0.hasPrefix("rituald: keeping ") }
        #expect(!greeting.lowercased().contains("walk"), "\(greeting)")
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `it pings the watchdog as often as it is told to`() async throws {
        let home = try DaemonHome(config: Self.config)
        // A minute of the daemon's time is a second here.
        let daemon = try await home.start(
            at: FakeClock("2026-01-09 12:00:00", speed: 60),
            environment: ["WATCHDOG_USEC": "60000000"]
        )
        for _ in 1...3 {
            let seen = daemon.notifications.events.count
            _ = try await daemon.notifications.first(from: seen) { $0 == "WATCHDOG=1" }
        }
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `it pings no watchdog that nobody asked for`() async throws {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:00", speed: 60))
        _ = try await daemon.nudge(of: "walk")
        #expect(try await daemon.stop() == .status(0))
        #expect(try await !daemon.notifications.all().contains("WATCHDOG=1"))
    }

    @Test func `its socket lies in a folder of its own and is its owner's alone`() async throws {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: FakeClock("2026-01-09 12:00:00"))
        var status = stat()
        #expect(stat(home.socketPath, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try await daemon.stop() == .status(0))
        #expect(stat(home.socketPath, &status) == -1)
    }

    @Test func `a control socket that is given the config's name leaves the config alone`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        let before = try home.read("config.toml")
        let daemon = try home.launch(
            at: FakeClock("2026-01-09 12:00:00"),
            socket: home.configPath
        )
        #expect(try await daemon.process.exit() == .status(1))
        let said = try await daemon.log.all().joined(separator: "\n")
        #expect(said.contains("'\(home.configPath)' is a file, and only a socket is replaced"))
        #expect(try home.read("config.toml") == before)
        var status = stat()
        #expect(lstat(home.configPath, &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
    }

    @Test func `a state directory that is removed is still kept by one daemon`() async throws {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 12:00:00")
        let runtime = ["XDG_RUNTIME_DIR": home.folder.path("run")]
        let first = try await home.start(
            at: FakeClock("2026-01-09 18:59:50"),
            environment: runtime
        )
        try FileManager.default.removeItem(atPath: home.folder.path("state"))
        let second = try home.launch(
            at: FakeClock("2026-01-09 18:59:50"),
            socket: home.folder.path("other.sock"),
            environment: runtime
        )
        #expect(try await second.process.exit() == .status(1))
        let said = try await second.log.all().joined(separator: "\n")
        #expect(said.contains("another rituald, process \(first.process.pid), uses"))
        #expect(said.contains("'kill \(first.process.pid)'"))
        #expect(try await second.nudges.all().isEmpty)
        _ = try await first.nudge(of: "walk")
        #expect(try await first.stop() == .status(0))
        #expect(first.nudges.events.count == 1)
        #expect(FileManager.default.fileExists(atPath: home.folder.path("state/ledger.sqlite")))
    }

    @Test func `a second daemon on the same ledger or socket is refused and harms nothing`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        let clock = FakeClock("2026-01-09 12:00:00")
        let first = try await home.start(at: clock)
        let second = try home.launch(at: clock)
        let exit = try await second.process.exit()
        #expect(exit != .status(0))
        #expect(exit != .status(78))
        #expect(try await !second.log.all().isEmpty)
        let answer = try await home.ritualctl("next")
        #expect(answer.exit == .status(0), "\(answer)")
        #expect(try await first.stop() == .status(0))
    }
}
