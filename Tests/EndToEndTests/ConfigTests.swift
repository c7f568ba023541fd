import TestKit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ConfigTests {
    private static let good = TestConfig.household + TestConfig.daily("walk", at: "19:00")
    private static let bad =
        good + """
            [[ritual]]
            id = "tea"
            title = "Tea"
            schedul = { every = "day", at = "20:00" }

            """
    private static let clock = FakeClock("2026-01-09 12:00:00")

    /// `FILE:LINE:COL: error:` of the mistyped key in `bad`.
    private static func place(in home: DaemonHome) -> String {
        let line = bad.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.hasPrefix("schedul ") }
        return "\(home.configPath):\((line ?? 0) + 1):1: error: "
    }

    @Test func `a bad config at the start is refused with 78 and the place of the error`()
        async throws
    {
        let home = try DaemonHome(config: Self.bad)
        let daemon = try home.launch(at: Self.clock)
        #expect(try await daemon.process.exit() == .status(78))
        let said = try await daemon.log.all().joined(separator: "\n")
        #expect(said.contains(Self.place(in: home)))
        #expect(said.contains("schedule"), "the nearest known key is suggested")
        #expect(try await daemon.nudges.all().isEmpty)
    }

    @Test func `a missing config is refused with 78 and its path`() async throws {
        let home = try DaemonHome(config: "")
        try home.removeConfig()
        let daemon = try home.launch(at: Self.clock)
        #expect(try await daemon.process.exit() == .status(78))
        #expect(try await daemon.log.all().contains { $0.contains(home.configPath) })
    }

    @Test func `a rejected reload keeps the old config and says which line is wrong`()
        async throws
    {
        let home = try DaemonHome(config: Self.good)
        let daemon = try await home.start(at: Self.clock)
        try home.write(config: Self.bad)
        let reload = try await home.ritualctl("reload")
        #expect(reload.exit == .status(2), "\(reload)")
        #expect((reload.output + reload.errors).contains { $0.hasPrefix(Self.place(in: home)) })

        #expect(try await home.rituals() == ["walk"])

        try home.write(config: Self.good + TestConfig.daily("tea", at: "20:00"))
        let second = try await home.ritualctl("reload")
        #expect(second.exit == .status(0), "\(second)")
        #expect(try await home.rituals() == ["tea", "walk"])
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `SIGHUP reloads, and tells the service manager before and after`() async throws {
        let home = try DaemonHome(config: Self.good)
        let daemon = try await home.start(at: Self.clock)
        try home.write(config: Self.bad)
        let before = daemon.notifications.events.count
        daemon.reload()
        _ = try await daemon.notifications.first(from: before) { $0 == "RELOADING=1" }
        _ = try await daemon.notifications.first(from: before) { $0 == "READY=1" }
        _ = try await daemon.log.first { $0.contains(Self.place(in: home)) }
        #expect(try await home.rituals() == ["walk"])

        try home.write(config: Self.good + TestConfig.daily("tea", at: "20:00"))
        let between = daemon.notifications.events.count
        daemon.reload()
        _ = try await daemon.notifications.first(from: between) { $0 == "READY=1" }
        #expect(try await home.rituals() == ["tea", "walk"])
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `a pipe for a config is refused at the start, and not waited for`() async throws {
        let home = try DaemonHome(config: Self.good)
        try home.replaceConfigByPipe()
        let daemon = try home.launch(at: Self.clock)
        #expect(try await daemon.process.exit() == .status(78))
        let reason = "\(home.configPath): error: is not a regular file"
        #expect(try await daemon.log.all() == [reason])
        let checked = try await home.ritualctl("check", home.configPath)
        #expect(checked.exit == .status(2), "\(checked)")
        #expect((checked.output + checked.errors).contains(reason))
    }

    @Test func `a reload that finds a pipe fails, and the daemon goes on`() async throws {
        let home = try DaemonHome(config: Self.good)
        let daemon = try await home.start(at: Self.clock)
        try home.replaceConfigByPipe()
        daemon.reload()
        _ = try await daemon.log.first { $0.contains("is not a regular file") }
        #expect(try await home.rituals() == ["walk"])
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `check finds what the daemon would refuse, without one`() async throws {
        let home = try DaemonHome(config: Self.bad)
        let refused = try await home.ritualctl("check", home.configPath)
        #expect(refused.exit == .status(2), "\(refused)")
        #expect((refused.output + refused.errors).contains { $0.hasPrefix(Self.place(in: home)) })
        try home.write(config: Self.good)
        let passed = try await home.ritualctl("check", home.configPath)
        #expect(passed.exit == .status(0), "\(passed)")
    }
}

extension DaemonHome {
    /// The rituals that the daemon keeps now, sorted.
    fileprivate func rituals() async throws -> [String] {
        let answer = try await ritualctl("upcoming", "--days", "2", "--json")
        return Set((JSON(text: answer.text)?.elements ?? []).compactMap { $0["ritual"].string })
            .sorted()
    }
}
