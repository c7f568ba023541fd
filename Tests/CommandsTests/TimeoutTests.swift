import CivilTime
import Foundation
import Household
import Planning
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// `timeout`: what it asks the daemon, and what it says.
struct TimeoutTests {
    private static func pause(
        word: String? = "lighthouse",
        zones: [String] = ["America/Denver", "America/Denver"],
        quiet: [Bool] = [false, false],
        shifted: Bool = false,
        unchanged: Bool = false
    ) throws -> PauseMessage {
        let texts = [
            "America/Denver": "2026-01-08T18:16:00-07:00[America/Denver]",
            "America/New_York": "2026-01-08T20:16:00-05:00[America/New_York]",
        ]
        let back = try zip(["Alex", "Sam"], zip(zones, quiet)).map { name, place in
            PauseMessage.Back(
                partner: name.lowercased(),
                name: name,
                start: try ExtendedTime(parsing: texts[place.0] ?? ""),
                quiet: place.1
            )
        }
        return PauseMessage(
            ritual: "timeout",
            title: "Coming back from a pause",
            word: word,
            occurrence: "timeout@2026-01-07T18:16",
            said: "2026-01-08T01:16:00Z",
            partner: nil,
            start: "2026-01-08T18:16:00-07:00[America/Denver]",
            instant: "2026-01-09T01:16:00Z",
            back: back,
            shifted: shifted,
            held: nil,
            unchanged: unchanged
        )
    }

    private static func ritualctl(_ pause: PauseMessage) throws -> Ritualctl {
        let ritualctl = Ritualctl()
        ritualctl.daemon.names.signals.append(.init(id: "timeout", title: "timeout"))
        try ritualctl.daemon.answer(.timeout, with: pause)
        return ritualctl
    }

    @Test func `it says that everyone is told, when they come back, and the way back`() throws {
        let ritualctl = try Self.ritualctl(Self.pause())
        let result = try ritualctl.run("timeout", "--in", "36h", "--partner", "Sam")
        #expect(
            result.output == """
                lighthouse: everyone is told now.
                You come back to it tomorrow 18:16 (in 1 day).
                'ritualctl undo' takes it back

                """
        )
        #expect(ritualctl.daemon.bodies == [#"{"in":"36h","partner":"sam"}"#])
        let unnamed = try Self.ritualctl(Self.pause(word: nil)).run("timeout")
        #expect(unnamed.output.hasPrefix("A pause: everyone is told now.\n"))
    }

    @Test func `a second one says when the return is, and changes nothing`() throws {
        let result = try Self.ritualctl(Self.pause(unchanged: true)).run("timeout")
        #expect(
            result.output == """
                A pause is open already; nothing was changed.
                You come back to it tomorrow 18:16 (in 1 day).

                """
        )
        #expect(result.code == 0)
    }

    @Test func `where their clocks differ, it says the time by each`() throws {
        let pause = try Self.pause(zones: ["America/Denver", "America/New_York"])
        let result = try Self.ritualctl(pause).run("timeout")
        #expect(
            result.output.contains(
                """
                  Alex  tomorrow 18:16  America/Denver
                  Sam   tomorrow 20:16  America/New_York

                """
            )
        )
    }

    @Test func `a return that quiet hours have later says so`() throws {
        let result = try Self.ritualctl(Self.pause(shifted: true)).run("timeout")
        #expect(
            result.output.contains(
                "You come back to it tomorrow 18:16 (in 1 day), a time outside everyone's quiet hours.\n"
            )
        )
    }

    @Test func `a return in somebody's quiet hours is said to be one`() throws {
        let result = try Self.ritualctl(Self.pause(quiet: [false, true])).run("timeout")
        #expect(
            result.output.contains(
                "No time from 24 to 48 hours ahead is outside everyone's quiet hours; this one lies "
                    + "in those of Sam.\n'ritualctl move timeout TIME' chooses another.\n"
            )
        )
    }

    @Test(arguments: ["3h", "60h", "soon", "3d", "1 month", "-24h", "23h59m"])
    func `a length that no pause has is bad usage, and says what is one`(text: String) throws {
        let ritualctl = try Self.ritualctl(Self.pause())
        let result = try ritualctl.run("timeout", "--in=\(text)")
        #expect(result.code == 64)
        #expect(
            result.errors.contains(
                "'\(text)' is not between 24h and 48h: give a length such as 24h or 36h"
            ),
            "\(result.errors)"
        )
        #expect(ritualctl.daemon.requests == [])
    }

    @Test(arguments: ["24h", "1d", "2d", "48h", "1d12h", "1440m"])
    func `a length from 24 to 48 hours is one`(text: String) throws {
        #expect(try Self.ritualctl(Self.pause()).run("timeout", "--in", text).code == 0)
    }

    // MARK: - Where it is not switched on

    /// Runs with a config of its own that has no pause.
    private func runWithoutPractice(
        _ answer: String?,
        isTerminal: Bool = true,
        body: (Ritualctl.Result, Ritualctl, String) throws -> Void
    ) throws {
        let base = FileManager.default.temporaryDirectory
            .appendingPathComponent("ritualctl-\(UUID().uuidString)")
        let folder = base.appendingPathComponent("rituald")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: base) }
        let file = folder.appendingPathComponent("config.toml").path
        try Data(OfflineTests.config.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        var ritualctl = Ritualctl()
        ritualctl.environment["XDG_CONFIG_HOME"] = base.path
        ritualctl.isTerminal = isTerminal
        var answers = [answer].compactMap(\.self)
        ritualctl.answers = { answers.isEmpty ? nil : answers.removeFirst() }
        try ritualctl.daemon.answer(.timeout, with: Self.pause())
        let reloaded = ReloadMessage(config: file, rituals: 2, partners: 2, warnings: [])
        try ritualctl.daemon.answer(.reload, with: reloaded)
        try body(
            try ritualctl.run("timeout"),
            ritualctl,
            try String(contentsOfFile: file, encoding: .utf8)
        )
    }

    @Test(arguments: ["", "y", " Yes "])
    func `on a terminal it asks once, switches it on and calls it`(answer: String) throws {
        try runWithoutPractice(answer) { result, ritualctl, config in
            #expect(
                result.errors.contains(
                    "The pause is not in your config yet. Switch it on and call it now? [Y/n] "
                )
            )
            #expect(config.hasSuffix("[[ritual]]\ntemplate = \"timeout\"\n"), "\(config)")
            #expect(ritualctl.daemon.requests.map(\.path) == ["/v1/reload", "/v1/timeout"])
            #expect(result.output.hasPrefix("lighthouse: everyone is told now."))
        }
    }

    @Test(arguments: ["n", "what", nil])
    func `another answer changes nothing`(answer: String?) throws {
        try runWithoutPractice(answer) { result, ritualctl, config in
            #expect(config == OfflineTests.config)
            #expect(ritualctl.daemon.requests == [])
            #expect(result.code == 1)
            #expect(result.errors.contains("nothing was changed, and nobody was told"))
        }
    }

    @Test func `without a terminal it says what switches it on`() throws {
        try runWithoutPractice("y", isTerminal: false) { result, _, config in
            #expect(config == OfflineTests.config)
            #expect(result.code == 1)
            #expect(
                result.errors.contains(
                    "no pause is switched on here; 'ritualctl catalog add timeout' does it"
                )
            )
        }
    }

    // MARK: - The safety line

    @Test func `its help, the catalogue and README begin with where it has no place`() throws {
        let flat = { (text: String) in
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let help = flat(try Ritualctl().run("timeout", "--help").output)
        let safety = try #require(help.range(of: Practice.safety))
        let next = try #require(help.range(of: "Everyone is told at once"))
        #expect(safety.upperBound < next.lowerBound)
        #expect(flat(try Ritualctl().run("catalog").output).contains(Practice.safety))
        #expect(flat(try Ritualctl().run("catalog", "timeout").output).contains(Practice.safety))
        for file in [
            "README.md", "docs/catalogue.md", "docs/commands.md", "docs/design/timeout.md",
        ] {
            let text = try String(contentsOfFile: BuiltCommands.project(file), encoding: .utf8)
            #expect(flat(text).contains(Practice.safety), "\(file)")
        }
    }

    // MARK: - What others say of it

    @Test func `an undo says that nothing more comes of it`() throws {
        let ritualctl = Ritualctl()
        let undone = UndoMessage(
            undone: .paused,
            ritual: "timeout",
            title: "Coming back from a pause",
            occurrence: "timeout@2026-01-07T18:16",
            start: "2026-01-07T18:16:00-07:00[America/Denver]",
            state: .passed,
            hold: nil,
            partner: nil,
            note: nil,
            said: "2026-01-08T01:16:00Z"
        )
        try ritualctl.daemon.answer(.undo, with: undone)
        #expect(
            try ritualctl.run("undo").output == """
                the pause is taken back; nothing more comes of it
                'ritualctl timeout' says it again

                """
        )
    }
}
