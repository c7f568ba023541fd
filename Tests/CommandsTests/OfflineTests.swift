import Commands
import Foundation
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct OfflineTests {
    static let config = """
        [household]
        time_zone = "America/Denver"

        [[partner]]
        id = "alex"
        name = "Alex"

        [[partner]]
        id = "sam"
        name = "Sam"

        [channel.desktop]
        type = "desktop"

        [[ritual]]
        id = "date-night"
        title = "Date night"
        schedule = { every = "week", on = "fri", at = "19:00", from = 2026-01-09 }
        duration = "3h"

        """

    /// Runs `body` with a config file that is there as long as it runs.
    static func withConfig<Result>(
        _ text: String = config,
        _ body: (String) throws -> Result
    ) throws -> Result {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("ritualctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("config.toml")
        try Data(text.utf8).write(to: file)
        return try body(file.path)
    }

    @Test func `a valid config is summed up in one line`() throws {
        try Self.withConfig { path in
            let result = try Ritualctl().run("check", path)
            #expect(
                result
                    == .init(
                        code: 0,
                        output: "\(path): ok, 1 ritual for two partners\n",
                        errors: ""
                    )
            )
        }
    }

    @Test func `every error of a config has its place, as compilers show it`() throws {
        let broken = try Self.config.replaced("title =", by: "titel =")
            .replaced(#""19:00""#, by: #""25:00""#)
        try Self.withConfig(broken) { path in
            let result = try Ritualctl().run("check", path)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.hasPrefix("\(path):17:1: error: ritual") == true)
            #expect(lines.first?.hasSuffix("did you mean 'title'?") == true)
            #expect(lines.last?.hasPrefix("\(path):18:") == true)
            #expect(result.errors == "ritualctl: \(path): 2 errors\n")
            #expect(result.code == 2)
            let json = try Ritualctl().run("check", path, "--json")
            #expect(json.output.contains(#""valid" : false"#))
            #expect(json.output.contains(#""line" : 17,"#))
            #expect(json.code == 2)
        }
    }

    @Test func `a config that is not there is an error of its own`() throws {
        let result = try Ritualctl().run("check", "/nowhere/config.toml")
        #expect(result.code == 2)
        #expect(result.output.hasPrefix("/nowhere/config.toml: error: there is no such file; "))
        var homeless = Ritualctl()
        homeless.environment = [:]
        #expect(
            try homeless.run("check").errors == """
                ritualctl: neither XDG_CONFIG_HOME nor HOME is set; name the file: \
                ritualctl check FILE

                """
        )
    }

    @Test func `what is coming is computed from a config alone`() throws {
        try Self.withConfig { path in
            let ritualctl = Ritualctl()
            let result = try ritualctl.run("upcoming", "--config", path, "--count", "2")
            #expect(
                result.output == """
                    Fri 9 Jan, in 2 days
                      19:00  Date night  3 h  date-night
                    Fri 16 Jan, in 9 days
                      19:00  Date night  3 h  date-night

                    """
            )
            #expect(result.errors == "")
            #expect(ritualctl.daemon.requests == [])
        }
    }

    @Test func `from another moment it names dates in full, the moment itself included`() throws {
        try Self.withConfig { path in
            let from = ["upcoming", "--config", path, "--from", "2027-02-05T19:00", "--days", "8"]
            #expect(
                try Ritualctl().run(from).output == """
                    Fri 5 Feb 2027
                      19:00  Date night  3 h  date-night
                    Fri 12 Feb 2027
                      19:00  Date night  3 h  date-night

                    """
            )
            let json = try Ritualctl().run(from + ["--json"]).output
            let occurrences = try ControlJSON.read([OccurrenceMessage].self, from: json.utf8)
            #expect(
                occurrences.first
                    == OccurrenceMessage(
                        ritual: "date-night",
                        title: "Date night",
                        occurrence: "date-night@2027-02-05T19:00",
                        start: "2027-02-05T19:00:00-07:00[America/Denver]",
                        end: "2027-02-05T22:00:00-07:00[America/Denver]",
                        instant: "2027-02-06T02:00:00Z",
                        partners: ["alex", "sam"]
                    )
            )
        }
    }

    @Test func `a config that keeps nothing is warned of, and says how to begin`() throws {
        let path = NSTemporaryDirectory() + "ritualctl-\(UUID().uuidString).toml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = """
            [household]
            time_zone = "UTC"

            [[partner]]
            id = "alex"

            [[partner]]
            id = "sam"

            [channel.one]
            type = "journal"

            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let result = try Ritualctl().run("check", path)
        #expect(
            result.output.contains(
                ":1:1: warning: ritual: no ritual is kept, so nobody is ever told anything; a [[ritual]] "
                    + "with use = \"check-in\" is a beginning\n"
            ),
            "\(result)"
        )
        #expect(result.code == 0)
    }

    @Test func `a ritual that the config does not have is named, with those it has`() throws {
        try Self.withConfig { path in
            let result = try Ritualctl().run("upcoming", "--config", path, "--ritual", "dinner")
            #expect(
                result.errors
                    == "ritualctl: no ritual 'dinner' in '\(path)'; known are date-night\n"
            )
            #expect(result.code == 1)
        }
    }

    @Test func `a simulation prints one decision a line`() throws {
        try Self.withConfig { path in
            let result = try Ritualctl().run(
                "simulate",
                "--config",
                path,
                "--from",
                "2026-01-09",
                "--until",
                "2026-01-10"
            )
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 2)
            let decisions = try lines.map {
                try ControlJSON.read(DecisionMessage.self, from: $0.utf8)
            }
            #expect(decisions.map(\.partner) == ["alex", "sam"])
            #expect(decisions.map(\.at) == Array(repeating: "2026-01-10T02:00:00Z", count: 2))
            #expect(decisions.allSatisfy { $0.decision == .fired && $0.stage == "start" })
            #expect(
                lines.first?.hasPrefix(
                    """
                    {"at":"2026-01-10T02:00:00Z","body":
                    """
                ) == true
            )
            #expect(result.code == 0)
        }
    }

    @Test func `a date as the end of a span is part of it`() throws {
        try Self.withConfig { path in
            let span = ["simulate", "--config", path, "--from", "2026-01-09", "--until"]
            let whole = try Ritualctl().run(span + ["2026-01-09"]).output
            #expect(whole.contains("date-night@2026-01-09"))
            let before = try Ritualctl().run(span + ["2026-01-09T19:00"]).output
            #expect(before == "")
        }
    }

    @Test func `a span that runs backwards is bad usage`() throws {
        try Self.withConfig { path in
            let result = try Ritualctl().run(
                "simulate",
                "--config",
                path,
                "--from",
                "2026-02-01",
                "--until",
                "2026-01-01"
            )
            #expect(
                result.errors == """
                    ritualctl: --from 2026-02-01T07:00:00Z is not before \
                    --until 2026-01-02T07:00:00Z

                    """
            )
            #expect(result.code == 64)
        }
    }

    @Test func `a broken config stops a simulation with its diagnostics`() throws {
        try Self.withConfig("[household]\ntime_zone = 7\n") { path in
            let result = try Ritualctl().run(
                "simulate",
                "--config",
                path,
                "--from",
                "2026-01-01",
                "--until",
                "2026-02-01"
            )
            #expect(result.code == 2)
            #expect(result.output == "")
            #expect(result.errors.contains("\(path):2:"))
        }
    }
}
