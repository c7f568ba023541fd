import Foundation
import Glibc
import TestKit
import Testing

/// The ways of `docs/both-home.md`, word by word: a ritual begins once a day, inside its window.
@Suite(.timeLimit(.minutes(3)))
struct BothHomeTests {
    private static let config =
        TestConfig.household + """

            [[partner]]
            id = "sam"
            name = "Sam"

            [[ritual]]
            template = "home-again"

            """
    private static let before = FakeClock("2026-01-09 15:00:00")
    private static let inside = FakeClock("2026-01-09 17:00:00")
    private static let begins = "both-home: Home again begins"
    private static let nothing = "both-home: nothing begins now"

    private static func home() async throws -> DaemonHome {
        let home = try DaemonHome(config: config)
        try await home.settle(at: "2026-01-09 12:00:00")
        return home
    }

    /// Whom a daemon that has ended nudged: both, with one message.
    private static func nudged(by daemon: RunningDaemon) async throws -> [JSON] {
        try await daemon.nudges.all().compactMap { JSON(text: $0)?["partners"] }
    }

    @Test(arguments: ["the same machine", "another machine"])
    func `Home Assistant says it when the second person comes home`(from place: String)
        async throws
    {
        let home = try await Self.home()
        let command =
            place == "the same machine"
            ? try Recipe.block("v1/signal", "yaml")
                .replacing("/run/rituald/control.sock", with: home.socketPath)
            : try await SecureShell(in: home.folder, ritualctl: home.socketPath).command
        let said = home.folder.path("said")
        let persons = try await Arrivals(
            recipe: try Recipe.block("delay_off", "yaml") + "\n" + command.trimmed
                + " >>\(said); echo >>\(said)\n",
            in: home.folder
        )
        try await persons.see("alex home", "sam not_home", "later 900")

        let early = try await home.start(at: Self.before)
        try await persons.see("sam home")
        #expect(try await early.stop() == .status(0))

        let daemon = try await home.start(at: Self.inside)
        // A phone that sleeps, and then two arrivals.
        try await persons.see("sam not_home", "later 600", "sam home")
        try await persons.see("alex not_home", "sam not_home", "later 900", "alex home", "sam home")
        _ = try await daemon.nudge(of: "home-again")
        try await persons.see("alex not_home", "later 900", "alex home")
        #expect(try await daemon.stop() == .status(0))
        #expect(try await Self.nudged(by: daemon) == [.list(["alex", "sam"])])

        let answers = try home.read("said").split(separator: "\n")
        let began = answers.map { $0.contains("home-again@") || $0 == Self.begins }
        #expect(began == [false, true, false], "\(answers)")
    }

    @Test func `a key for both-home opens nothing else`() async throws {
        let home = try await Self.home()
        let daemon = try await home.start(at: Self.inside)
        let shell = try await SecureShell(in: home.folder, ritualctl: home.socketPath)
        let result = try await shell.run("cat \(home.configPath)")
        #expect(result.output == [Self.begins], "\(result)")
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `KDE Connect says it when the last phone is in reach again`() async throws {
        let home = try await Self.home()
        let bus = try await SessionBus(in: home.folder)
        let phones = try await MockedPhones(
            ["a1_b2", "c3_d4"],
            inReach: "a1_b2",
            on: bus,
            in: home
        )
        defer { phones.end() }

        let early = try await home.start(at: Self.before)
        let first = try await phones.watch()
        try await phones.change("c3_d4", to: true)
        _ = try await first.output.first { $0 == Self.nothing }
        #expect(try await early.stop() == .status(0))

        let daemon = try await home.start(at: Self.inside)
        // Phones that sleep, one that is not watched, and one that says twice what it is.
        try await phones.change("c3_d4", to: false)
        try await phones.change("c3_d4", to: false)
        try await phones.change("c3_d4", to: true)
        try await phones.change("c3_d4", to: true)
        try await phones.change("a1_b2", to: false)
        try await phones.change("a1_b2", to: true)
        _ = try await first.output.first { $0 == "a1_b2 was out of reach for a moment" }
        first.end()
        #expect(
            try await first.output.all() == [
                "listening; out of reach now: c3_d4", "c3_d4 is back", Self.nothing,
                "c3_d4 was out of reach for a moment", "a1_b2 was out of reach for a moment",
            ]
        )

        // Whoever was away for a second has been away, here.
        let second = try await phones.watch(awayAfter: 0)
        try await phones.change("a1_b2", to: false)
        try await phones.change("c3_d4", to: false)
        try await phones.change("a1_b2", to: true)
        try await phones.change("c3_d4", to: true)
        _ = try await second.output.first { $0 == Self.begins }
        try await phones.change("a1_b2", to: false)
        try await phones.change("a1_b2", to: true)
        _ = try await second.output.first { $0 == Self.nothing }
        second.end()
        _ = try await second.exit()
        #expect(try await daemon.stop() == .status(0))
        #expect(try await Self.nudged(by: daemon) == [.list(["alex", "sam"])])
    }

    @Test(arguments: ["", "a1:", "a1 b2", "a1-b2", "a1;id", "../a1:b2"])
    func `the watcher refuses what are no ids`(ids: String) async throws {
        let result = try await CommandResult.of(
            BuiltCommands.project("systemd/kdeconnect-both-home"),
            [ids],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        #expect(result.exit == .status(64), "\(result)")
        #expect(result.errors.first?.hasPrefix("usage: ") == true, "\(result)")
    }

    @Test func `a script says it when both phones answer again`() async throws {
        let home = try await Self.home()
        let script = try PingScript(in: home)
        #expect(try await script.run() == [])

        let early = try await home.start(at: Self.before)
        try script.let(answer: "alex-phone.lan", "sam-phone.lan")
        #expect(try await script.run() == [Self.nothing])
        #expect(try await script.run() == [])
        #expect(try await early.stop() == .status(0))

        let daemon = try await home.start(at: Self.inside)
        #expect(try await script.run() == [])
        try script.let(answer: "alex-phone.lan")
        try await script.age(minutes: 14)
        #expect(try await script.run() == [])
        try script.let(answer: "alex-phone.lan", "sam-phone.lan")
        #expect(try await script.run() == [])
        try await script.age(minutes: 16)
        #expect(try await script.run() == [Self.begins])
        try await script.age(minutes: 16)
        #expect(try await script.run() == [Self.nothing])
        #expect(try await daemon.stop() == .status(0))
        #expect(try await Self.nudged(by: daemon) == [.list(["alex", "sam"])])
    }
}
