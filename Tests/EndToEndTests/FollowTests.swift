import Foundation
import Glibc
import TestKit
import Testing

/// What follows a daemon: `watch`, `next --follow`, and copies and exports beside it.
@Suite(.timeLimit(.minutes(3)))
struct FollowTests {
    private static let config =
        TestConfig.household
        + TestConfig.daily("walk", at: "19:00", #"duration = "1h""#)
        + TestConfig.daily("tea", at: "20:00")
    private static let noon = FakeClock("2026-01-09 12:00:00")

    private func follow(_ home: DaemonHome, _ words: String...) throws -> ChildProcess {
        try ChildProcess(
            BuiltCommands.ritualctl,
            words + ["--socket", home.socketPath],
            environment: ["HOME": home.folder.path, "LANG": "C.UTF-8", "TZ": "UTC"]
        )
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `watch tells what is said, waits for the next daemon, and ends at a signal`(
        signal: Int32
    ) async throws {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: Self.noon)
        let watch = try follow(home, "watch", "--json")
        defer { watch.end() }
        // It is told from when it follows on; that is seen only by what it is told.
        var said = false
        while !said {
            _ = try await home.ritualctl("done", "walk")
            _ = try await home.ritualctl("undo", "walk")
            said = !watch.output.events.isEmpty
        }
        #expect(JSON(text: try await watch.output.first())?["event"] == "word")
        let before = watch.output.events.count
        #expect(try await daemon.stop() == .status(0))
        _ = try await watch.errors.first { $0.contains("the daemon has stopped") }
        let next = try await home.start(at: Self.noon)
        _ = try await watch.errors.first { $0.contains("the daemon is there again") }
        _ = try await home.ritualctl("done", "tea")
        _ = try await watch.output.first(from: before) { $0.contains("tea@") }
        watch.send(signal)
        #expect(try await watch.exit() == .signal(signal))
        #expect(try await next.stop() == .status(0))
    }

    @Test func `next --follow tells what comes now, and ends when its output closes`() async throws
    {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: Self.noon)
        let bar = try follow(home, "next", "--follow", "--format", "waybar")
        defer { bar.end() }
        let first = JSON(text: try await bar.output.first { $0.contains("Walk") })
        #expect(first?["class"] == "later")
        _ = try await home.ritualctl("skip", "walk", "--occurrence", "2026-01-09T19:00")
        _ = try await bar.output.first { $0.contains("Tea") }
        // `head` leaves after the first line, and the bar's line must not be waited for.
        let piped = try ChildProcess(
            "/bin/sh",
            [
                "-c", "\"$1\" next --follow --socket \"$2\" | head -n 1", "sh",
                BuiltCommands.ritualctl, home.socketPath,
            ],
            environment: ["HOME": home.folder.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        )
        #expect(try await piped.exit() == .status(0))
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `a copy is sound, for its owner alone, and never in place of another file`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: Self.noon)
        _ = try await home.ritualctl("done", "walk", "--note", "in the rain")
        let copy = home.folder.path("copy.sqlite")
        #expect(try await home.ritualctl("backup", copy).exit == .status(0))
        #expect(try await home.ritualctl("backup", copy).exit == .status(1))
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let check = try await CommandResult.of(
            "/usr/bin/python3",
            [
                "-c",
                "import sqlite3,sys; print(sqlite3.connect(sys.argv[1])"
                    + ".execute('pragma integrity_check').fetchone()[0])", copy,
            ],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        #expect(check.output == ["ok"], "\(check)")
        let csv = try await home.ritualctl("export", "csv")
        #expect(csv.text.contains("in the rain"), "\(csv)")
        let json = try await home.json("export", "json")
        #expect(json["occurrences"].elements.contains { $0["ritual"] == "walk" })
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `the months and the numbers of a daemon that runs are shown and drawn`() async throws
    {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: Self.noon)
        _ = try await home.ritualctl("done", "walk")
        let month = try await home.ritualctl("calendar")
        #expect(month.exit == .status(0))
        #expect(month.text.contains("January 2026"), "\(month)")
        #expect(month.text.contains("> 9"), "\(month)")
        let stats = try await home.json("stats")
        #expect(stats["rituals"].elements.map { $0["ritual"] }.contains("walk"))
        let picture = home.folder.path("year.svg")
        #expect(try await home.ritualctl("calendar", "2026", "--svg", picture).exit == .status(0))
        #expect(try home.read("year.svg").hasPrefix("<svg "))
        #expect(try await daemon.stop() == .status(0))
    }
}
