import Household
import Planning
import TestKit

@testable import Commands
@testable import ControlAPI

/// `ritualctl begin` in a test: a config of its own, a daemon in memory or none, and a virtual terminal.
struct LedSession {
    var result: Ritualctl.Result
    var terminal: VirtualTerminal
    var daemon: FakeDaemon

    static let household = """
        [household]
        time_zone = "America/Denver"

        [[partner]]
        id = "alex"
        name = "Alex"

        [[partner]]
        id = "sam"
        name = "Sam"

        [channel.out]
        type = "stdout"

        """

    static let checkIn = household + "[[ritual]]\ntemplate = \"check-in\"\n"

    /// Whether and how a daemon answers.
    enum Daemon {
        case absent
        /// It counts `done`, and asks this at the occurrence of today.
        case present(prompt: String? = nil)
        /// It refuses `done`.
        case refusing(String)
    }

    init(
        _ arguments: String...,
        config: String? = checkIn,
        daemon: Daemon = .present(),
        isTerminal: Bool = true,
        environment: [String: String] = [:],
        answers: (() -> String?)? = nil,
        on terminal: VirtualTerminal
    ) throws {
        self = try LedSession(
            arguments,
            config: config,
            daemon: daemon,
            isTerminal: isTerminal,
            environment: environment,
            answers: answers,
            on: terminal
        )
    }

    init(
        _ arguments: [String],
        config: String? = checkIn,
        daemon: Daemon = .present(),
        isTerminal: Bool = true,
        environment: [String: String] = [:],
        answers: (() -> String?)? = nil,
        on terminal: VirtualTerminal
    ) throws {
        var ritualctl = Ritualctl()
        let folder = try TemporaryFolder()
        if let config {
            try folder.write(config, to: "rituald/config.toml")
        }
        ritualctl.environment["XDG_CONFIG_HOME"] = folder.path
        ritualctl.environment.merge(environment) { $1 }
        ritualctl.isTerminal = isTerminal
        ritualctl.terminal = terminal
        ritualctl.terminalColumns = terminal.size.columns
        ritualctl.answers = answers
        try Self.answer(ritualctl.daemon, daemon)
        result = try ritualctl.run(["begin"] + arguments)
        self.terminal = terminal
        self.daemon = ritualctl.daemon
    }

    private static func answer(_ fake: FakeDaemon, _ daemon: Daemon) throws {
        var entry = TodayTests.entry("Check-in", "20", .ahead)
        entry.occurrence = "check-in@2026-01-07T20:30"
        entry.start = "2026-01-07T20:30:00-07:00[America/Denver]"
        try fake.answer(.open, with: [OccurrenceMessage]())
        switch daemon {
        case .absent:
            fake.failure = .noDaemon("No such file or directory")
        case .refusing(let reason):
            try fake.refuse(.done, with: Problem(.noOccurrence, detail: reason))
        case .present(let prompt):
            entry.prompt = prompt
            var outcome = TellingTests.outcome(.done, state: .done)
            outcome.ritual = "check-in"
            outcome.title = "Check-in"
            outcome.occurrence = entry.occurrence
            outcome.start = entry.start
            try fake.answer(.done, with: outcome)
        }
        let today = TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [entry])
        try fake.answer(.today, with: today)
    }

    /// The bodies of what was told with `done`.
    var told: [String] { daemon.bodies.filter { $0.contains("ritual") } }
}
