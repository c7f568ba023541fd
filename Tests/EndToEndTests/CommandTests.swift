import TestKit
import Testing

/// Every command of ritualctl against a daemon at noon, with a walk at seven.
@Suite(.timeLimit(.minutes(2)))
struct CommandTests {
    private static let config =
        TestConfig.household
        + TestConfig.daily("walk", at: "19:00", #"duration = "1h""#)
        + TestConfig.daily("tea", at: "20:00")
    private static let clock = FakeClock("2026-01-09 12:00:00")

    /// Runs `body` with a daemon that is stopped at the end.
    private func withDaemon(_ body: (DaemonHome, RunningDaemon) async throws -> Void) async throws {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: Self.clock)
        try await body(home, daemon)
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `upcoming, next, today and status answer in words and in JSON`() async throws {
        try await withDaemon { home, _ in
            let upcoming = try await home.json("upcoming", "--count", "3")
            #expect(upcoming.elements.map { $0["ritual"] } == ["walk", "tea", "walk"])
            #expect(upcoming.elements.first?["occurrence"] == "walk@2026-01-09T19:00")
            #expect(upcoming.elements.first?["start"] == "2026-01-09T19:00:00+00:00[UTC]")
            #expect(upcoming.elements.first?["partners"] == .list(["alex"]))

            #expect(try await home.json("next")["next"]["ritual"] == "walk")
            let today = try await home.json("today")
            #expect(today["date"] == "2026-01-09")
            #expect(today["occurrences"].elements.map { $0["ritual"] } == ["walk", "tea"])
            let status = try await home.json("status")
            #expect(status["zone"]["name"] == "UTC")
            #expect(status["next"]["ritual"] == "walk")

            for command in ["upcoming", "next", "today", "status"] {
                let said = try await home.ritualctl(command)
                #expect(said.exit == .status(0), "\(said)")
                #expect(said.text.contains("Walk"), "\(said)")
                #expect(!said.text.contains("\u{1B}"), "no colour where no terminal reads")
            }
        }
    }

    @Test func `done is taken once, and silences what was still to come of it`() async throws {
        let home = try DaemonHome(config: Self.config)
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:50:00"))
        let done = try await home.json(
            "done",
            "walk",
            "--occurrence",
            "2026-01-09T19:00",
            "--note",
            "in the rain"
        )
        #expect(done["occurrence"] == "walk@2026-01-09T19:00")
        #expect(done["outcome"] == "done")
        #expect(try await daemon.stop() == .status(0))

        // Tea comes an hour later, so the walk's time passes while this one runs.
        let second = try await home.start(at: FakeClock("2026-01-09 19:59:58"))
        _ = try await second.nudge(of: "tea")
        let why = try await home.json("why", "walk", "2026-01-09")
        #expect("\(why)".contains("cancelled"))
        #expect("\(why)".contains("in the rain"))
        #expect(try await second.stop() == .status(0))
        #expect(try await second.nudges.all().count == 1)
    }

    @Test func `skip says so, and a stranger's name is refused`() async throws {
        try await withDaemon { home, _ in
            #expect(try await home.json("skip", "tea")["outcome"] == "skipped")
            let unknown = try await home.ritualctl("done", "walc")
            #expect(unknown.exit == .status(1), "\(unknown)")
            #expect(unknown.errors.joined().contains("walc"))
        }
    }

    @Test func `a snoozed ritual is told again when the snooze ends`() async throws {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let first = try await daemon.nudge(of: "walk")
        let snoozed = try await home.json("snooze", "walk", "--for", "20m")
        #expect(snoozed["occurrence"] == first["occurrence"]["key"])
        #expect(try await daemon.stop() == .status(0))

        let second = try await home.start(at: FakeClock("2026-01-09 19:19:55"))
        let again = try await second.nudge(of: "walk")
        #expect(again["occurrence"]["key"] == first["occurrence"]["key"])
        #expect(try await second.stop() == .status(0))
        #expect(try await second.nudges.all().count == 1)
    }

    @Test func `send-test tells one nudge now, and why knows nothing of it`() async throws {
        try await withDaemon { home, daemon in
            let sent = try await home.json("send-test", "out")
            #expect(sent["channel"] == "out")
            _ = try await daemon.nudges.first()
            let unknown = try await home.ritualctl("send-test", "pigeon")
            #expect(unknown.exit == .status(1), "\(unknown)")
            #expect(try await home.json("outbox", "list") == .list([]))
        }
    }

    @Test func `outbox and why account for a nudge`() async throws {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let told = try await daemon.nudge(of: "walk")
        try await home.awaitDelivered(told["id"], on: "out")
        let why = try await home.json("why", "walk", "2026-01-09")
        #expect("\(why)".contains("fired"))
        let listed = try await home.ritualctl("outbox", "list")
        #expect(listed.text.contains("delivered"), "\(listed)")
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `a hold outlives a restart, silences what falls into it, and is released`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        let first = try await home.start(at: FakeClock("2026-01-09 12:00:00"))
        let hold = try await home.json("hold", "walk", "--until", "2026-01-12", "--reason", "ill")
        #expect(hold["until"] == "2026-01-12T00:00:00Z")
        #expect(try await first.stop() == .status(0))

        let second = try await home.start(at: FakeClock("2026-01-09 19:59:58"))
        _ = try await second.nudge(of: "tea")
        let history = try await home.json("history")
        let walk = history["occurrences"].elements.first { $0["ritual"] == "walk" }
        #expect(walk?["state"] == "held")
        #expect(history["counts"]["missed"] == 0)
        #expect("\(try await home.json("why", "walk", "2026-01-11"))".contains("held"))
        let released = try await home.json("release", "walk")
        #expect(released["reason"] == "ill")
        let nothing = try await home.ritualctl("release", "walk")
        #expect(nothing.exit == .status(1), "\(nothing)")
        #expect(try await second.stop() == .status(0))
        #expect(try await second.nudges.all().count == 1)
    }

    @Test func `what was done by mistake is undone, and told in its own time`() async throws {
        let home = try DaemonHome(config: Self.config)
        let first = try await home.start(at: FakeClock("2026-01-09 18:50:00"))
        _ = try await home.json("done", "walk", "--occurrence", "2026-01-09T19:00")
        #expect(try await home.json("undo")["undone"] == "done")
        #expect(try await first.stop() == .status(0))

        let second = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        #expect(try await second.nudge(of: "walk")["stage"] == "start")
        #expect(try await second.stop() == .status(0))
    }

    @Test(arguments: [
        ["upcoming"], ["next"], ["today"], ["status"], ["done", "walk"], ["skip", "walk"],
        ["snooze", "walk", "--for", "20m"], ["why", "walk", "2026-01-09"], ["outbox", "list"],
        ["send-test", "out"], ["reload"], ["history"], ["undo"], ["release"],
        ["hold", "--until", "2026-01-12"], ["outbox", "show", "1"], ["outbox", "retry", "1"],
        ["outbox", "drop", "1"],
    ])
    func `where no daemon answers a command exits 69 and says so`(words: [String]) async throws {
        let home = try DaemonHome(config: Self.config)
        let result = try await home.run(words)
        #expect(result.exit == .status(69), "\(result)")
        #expect(result.output.isEmpty)
        #expect(result.errors.joined().contains(home.socketPath))
    }

    @Test(arguments: [
        ["upcomming"], ["upcoming", "--count", "many"], ["move", "walk"],
        ["snooze", "walk", "20x"],
        ["recur"], ["simulate"], ["next", "--jsno"],
    ])
    func `bad usage exits 64 with a word on standard error`(words: [String]) async throws {
        let home = try DaemonHome(config: Self.config)
        let result = try await home.run(words)
        #expect(result.exit == .status(64), "\(result)")
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
    }

    @Test func `rituald's bad usage exits 64 too, and --version names a version`() async throws {
        let bad = try await CommandResult.of(
            BuiltCommands.rituald,
            ["--confg", "x"],
            environment: [:]
        )
        #expect(bad.exit == .status(64), "\(bad)")
        for command in [BuiltCommands.rituald, BuiltCommands.ritualctl] {
            let version = try await CommandResult.of(command, ["--version"], environment: [:])
            #expect(version.exit == .status(0), "\(version)")
            #expect(version.text.contains(/[0-9]+\.[0-9]+\.[0-9]+/))
            let help = try await CommandResult.of(command, ["--help"], environment: [:])
            #expect(help.exit == .status(0), "\(help)")
            #expect(help.text.contains("USAGE"))
        }
    }
}

extension DaemonHome {
    /// Runs a command with `--json` that has to succeed, and reads what it printed.
    func json(_ words: String...) async throws -> JSON {
        let result = try await run(words + ["--json"])
        #expect(result.exit == .status(0), "\(result)")
        return try #require(JSON(text: result.text), "\(result)")
    }
}
