import TestKit
import Testing

/// A getaway that is prepared step by step, with a crash in between.
@Suite(.timeLimit(.minutes(2)))
struct StepTests {
    private static let config =
        TestConfig.household + """
            [[plan]]
            use = "7-7-7"
            from = 2026-01-09
            leave_out = ["date", "trip"]

            """

    @Test func `a step that is done stays done over a crash, and the next is asked for`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-02-01 12:00:00")
        let first = try await home.start(at: FakeClock("2026-02-06 11:59:58"))
        let asked = try await first.nudge(of: "7-7-7-getaway")
        #expect(asked["stage"] == "lead:3w")
        #expect(asked["step"] == "choose")
        let wrong = try await home.ritualctl("done", "getaway", "--step", "chose")
        #expect(wrong.exit == .status(1))
        #expect(
            wrong.errors.joined().contains(
                "did you mean 'choose'? its steps are choose, book and pack"
            ),
            "\(wrong)"
        )
        let done = try await home.ritualctl("done", "getaway", "--step", "choose", "--json")
        #expect(JSON(text: done.text)?["step"] == "choose", "\(done)")
        first.kill()
        _ = try await first.process.exit()

        let second = try await home.start(at: FakeClock("2026-02-13 11:59:58"))
        let next = try await second.nudge(of: "7-7-7-getaway")
        #expect(next["stage"] == "lead:2w")
        #expect(next["step"] == "book")
        let undone = try await home.ritualctl("undo")
        #expect(undone.text.contains("“choose done” is taken back"), "\(undone)")
        #expect(try await second.stop() == .status(0))
        #expect(try await second.nudges.all().count == 1)
    }
}
