import CivilTime
import Commands
import Foundation
import TestKit
import Testing

@testable import ControlAPI

/// `ritualctl check --against-running`, with a daemon in memory that says what changes.
struct CheckAgainstRunningTests {
    private static let config = """
        [household]
        time_zone = "America/Denver"

        [[partner]]
        id = "alex"

        [[partner]]
        id = "sam"

        [channel.desktop]
        type = "desktop"

        [[ritual]]
        id = "check-in"
        title = "Check-in"
        schedule = { every = "day", at = "20:30" }

        """

    private static func change(
        _ kind: PlanChangesMessage.Kind,
        _ day: Int,
        was: String?,
        becomes: String?,
        partner: String = "alex",
        differs: [String] = []
    ) -> PlanChangesMessage.Change {
        let date = day < 10 ? "2026-01-0\(day)" : "2026-01-\(day)"
        return .init(
            change: kind,
            ritual: "check-in",
            title: "Check-in",
            occurrence: "check-in@\(date)T20:30",
            stage: "start",
            partner: partner,
            was: was.map { Instant("\(date)T\($0):00Z") },
            becomes: becomes.map { Instant("\(date)T\($0):00Z") },
            differs: differs
        )
    }

    private static func message(
        _ changes: [PlanChangesMessage.Change],
        kept: Int = 8,
        complete: Bool = true
    ) -> PlanChangesMessage {
        PlanChangesMessage(
            config: "/home/alex/.config/rituald/config.toml",
            zone: "America/Denver",
            from: "2026-01-08T01:16:00Z",
            until: "2026-03-09T01:16:00Z",
            complete: complete,
            kept: kept,
            changes: changes
        )
    }

    private func check(
        _ message: PlanChangesMessage?,
        _ text: String = config,
        _ words: String...
    ) throws -> (result: Ritualctl.Result, asked: CheckRequest?) {
        let path = NSTemporaryDirectory() + "ritualctl-\(UUID().uuidString).toml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ritualctl = Ritualctl()
        if let message {
            try ritualctl.daemon.answer(.check, with: message)
        }
        var result = try ritualctl.run(["check", path, "--against-running"] + words)
        result.output = result.output.replacing(path, with: "config.toml")
        result.errors = result.errors.replacing(path, with: "config.toml")
        let body = ritualctl.daemon.bodies.first
        let asked = try body.map { try ControlJSON.read(CheckRequest.self, from: Array($0.utf8)) }
        return (result, asked)
    }

    @Test func `what changes together stands together, the first ones and the last`() throws {
        let moves = (8...13).flatMap { day in
            ["alex", "sam"].map {
                Self.change(.moves, day, was: "03:30", becomes: "04:00", partner: $0)
            }
        }
        let goes = Self.change(.goes, 9, was: "16:00", becomes: nil)
        let appears = Self.change(.appears, 9, was: nil, becomes: "17:00", partner: "sam")
        let differs = Self.change(.differs, 9, was: "18:00", becomes: "18:00", differs: ["words"])
        let (result, asked) = try check(Self.message(moves + [goes, appears, differs]))
        #expect(
            result.output == """
                config.toml: ok, 1 ritual for two partners
                compared with the daemon's plan up to Sun 8 Mar 19:16:
                  moves    Check-in (start) for alex and sam, 6 times
                           today 20:30 → 21:00
                           tomorrow 20:30 → 21:00
                           Fri 9 Jan 20:30 → 21:00
                           … 2 more, and at last
                           Mon 12 Jan 20:30 → 21:00
                  goes     Check-in (start) for alex
                           Fri 9 Jan 09:00
                  appears  Check-in (start) for sam
                           Fri 9 Jan 10:00
                  differs  Check-in (start) for alex, other words
                           Fri 9 Jan 11:00
                12 nudges move, 1 appears, 1 goes, 1 differs; 8 stay as they are
                nothing is applied yet: put 'config.toml' in the place of \
                '/home/alex/.config/rituald/config.toml', then 'ritualctl reload'

                """
        )
        #expect(result.code == 0)
        #expect(asked?.text == Self.config)
        #expect(asked?.days == nil)
    }

    @Test func `the daemon's own file, by whatever path, needs a reload only`() throws {
        let path = NSTemporaryDirectory() + "ritualctl-\(UUID().uuidString)"
        try Self.config.write(toFile: "\(path).toml", atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)-link.toml",
            withDestinationPath: "\(path).toml"
        )
        defer {
            try? FileManager.default.removeItem(atPath: "\(path).toml")
            try? FileManager.default.removeItem(atPath: "\(path)-link.toml")
        }
        let ritualctl = Ritualctl()
        var message = Self.message([Self.change(.goes, 9, was: "16:00", becomes: nil)])
        message.config = "\(path).toml"
        try ritualctl.daemon.answer(.check, with: message)
        let result = try ritualctl.run("check", "\(path)-link.toml", "--against-running")
        #expect(
            result.output.hasSuffix("\nnothing is applied yet: 'ritualctl reload' does it\n")
        )
    }

    @Test func `nothing that changes is one line`() throws {
        let (result, asked) = try check(Self.message([], kept: 1), Self.config, "--days", "30")
        #expect(
            result.output.hasSuffix("nothing changes: 1 nudge stays as it is\n"),
            "\(result.output)"
        )
        #expect(asked?.days == 30)
    }

    @Test func `JSON has the changes beside the diagnostics`() throws {
        let change = Self.change(.goes, 9, was: "16:00", becomes: nil)
        let (result, _) = try check(Self.message([change], complete: false), Self.config, "--json")
        struct Report: Decodable {
            var valid: Bool
            var changes: PlanChangesMessage
        }
        let report = try ControlJSON.read(Report.self, from: Array(result.output.utf8))
        #expect(report.valid)
        #expect(report.changes.changes == [change])
        #expect(!report.changes.complete)
    }

    @Test func `a config with errors is refused before the daemon is asked`() throws {
        let (result, asked) = try check(nil, Self.config + "[houshold]\n")
        #expect(result.code == 2)
        #expect(asked == nil)
    }

    @Test func `a config that is too big for one request is said so`() throws {
        let long = Self.config + String(repeating: "# a long story\n", count: 5_000)
        let (result, asked) = try check(nil, long)
        #expect(result.code == 1)
        #expect(asked == nil)
        #expect(result.errors.contains("are more than the 65536 that a daemon takes at once"))
    }

    @Test func `--days without --against-running is bad usage`() throws {
        let result = try Ritualctl().run("check", "x.toml", "--days", "3")
        #expect(result.code == 64)
        #expect(result.errors.hasPrefix("ritualctl: --days needs --against-running\n"))
    }
}
