import Foundation
import TestKit
import Testing

/// A pause with the real daemon, which is killed whenever it can hurt.
@Suite(.timeLimit(.minutes(2)))
struct TimeoutTests {
    private static let ritual = """

        [[ritual]]
        template = "timeout"
        trigger = { word = "lighthouse" }

        """

    /// Two seconds before an instant such as `2026-01-10T19:01:00Z`, as a fake clock is set.
    private static func before(_ instant: String) throws -> String {
        let formatter = ISO8601DateFormatter()
        let date = try #require(formatter.date(from: instant))
        let early = formatter.string(from: date - 2)
        return early.replacingOccurrences(of: "T", with: " ").replacingOccurrences(
            of: "Z",
            with: ""
        )
    }

    @Test func `a pause outlives a kill, and its return is told once`() async throws {
        let home = try DaemonHome(config: TestConfig.household + Self.ritual)
        try await home.settle(at: "2026-01-09 12:00:00")

        let first = try await home.start(at: FakeClock("2026-01-09 19:00:00"))
        let called = try #require(JSON(text: try await home.ritualctl("timeout", "--json").text))
        #expect(called["unchanged"] == .flag(false))
        #expect(called["word"] == "lighthouse")
        let told = try await first.nudge(of: "timeout")
        #expect(told["stage"] == "notice:1")
        #expect(told["title"] == "lighthouse")
        try await home.awaitDelivered(told["id"], on: "out")
        first.kill()
        _ = try await first.process.exit()

        let second = try await home.start(at: FakeClock("2026-01-10 09:00:00"))
        let again = try #require(JSON(text: try await home.ritualctl("timeout", "--json").text))
        #expect(again["unchanged"] == .flag(true))
        #expect(again["occurrence"] == called["occurrence"])
        #expect(again["instant"] == called["instant"])
        let coming = try #require(JSON(text: try await home.ritualctl("upcoming", "--json").text))
        #expect(coming.elements.first?["occurrence"] == called["occurrence"])
        second.kill()
        _ = try await second.process.exit()
        #expect(try await second.nudges.all() == [])

        let back = try Self.before(try #require(called["instant"].string))
        let third = try await home.start(at: FakeClock(back))
        let start = try await third.nudge(of: "timeout")
        #expect(start["stage"] == "start")
        #expect(start["title"] == "Coming back from a pause")
        try await home.awaitDelivered(start["id"], on: "out")
        third.kill()
        _ = try await third.process.exit()

        let last = try await home.start(at: FakeClock("2026-01-10 21:00:00"))
        #expect(try await home.ritualctl("done", "timeout").exit == .status(0))
        let why = try await home.ritualctl("why", "timeout", "2026-01-09")
        #expect(why.text.contains("called a pause"), "\(why)")
        #expect(try await last.stop() == .status(0))
        #expect(try await last.nudges.all() == [])
    }

    @Test func `taken back, it stays so over a kill`() async throws {
        let home = try DaemonHome(config: TestConfig.household + Self.ritual)
        try await home.settle(at: "2026-01-09 12:00:00")
        let first = try await home.start(at: FakeClock("2026-01-09 19:00:00"))
        let called = try #require(JSON(text: try await home.ritualctl("timeout", "--json").text))
        let undone = try await home.ritualctl("undo")
        #expect(undone.text.contains("the pause is taken back"), "\(undone)")
        first.kill()
        _ = try await first.process.exit()

        let back = try Self.before(try #require(called["instant"].string))
        let second = try await home.start(at: FakeClock(back, speed: 60))
        let status = try #require(JSON(text: try await home.ritualctl("status", "--json").text))
        #expect(status["pauses"] == .list([]))
        #expect(status["next_nudge"] == .null)
        #expect(try await second.stop() == .status(0))
        #expect(try await second.nudges.all() == [])
    }

    @Test func `without the practice it says the line that switches it on`() async throws {
        let home = try DaemonHome(config: TestConfig.household)
        let daemon = try await home.start(at: FakeClock("2026-01-09 19:00:00"))
        let refused = try await home.ritualctl("timeout")
        #expect(refused.exit == .status(1))
        #expect(
            refused.errors.joined().contains(
                "no pause is switched on here; 'ritualctl catalog add timeout' does it"
            ),
            "\(refused)"
        )
        #expect(try await daemon.stop() == .status(0))
    }
}
