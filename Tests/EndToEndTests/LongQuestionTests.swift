import Foundation
import Synchronization
import TestKit
import Testing

/// Questions whose whole answer would be endless, put to the daemon by many at once.
@Suite(.timeLimit(.minutes(2)))
struct LongQuestionTests {
    private static let minute = """

        [[ritual]]
        id = "minute"
        title = "Minute"
        schedule = { calendar = "*:0/1" }
        partners = ["alex"]

        """

    /// Asks as a client that stays for `seconds` at most.
    private func ask(_ home: DaemonHome, _ question: String, seconds: String = "60") async throws
        -> CommandResult
    {
        try await CommandResult.of(
            "/usr/bin/curl",
            [
                "--silent", "--max-time", seconds, "--unix-socket", home.socketPath,
                "http://localhost/v1/\(question)",
            ],
            environment: ["PATH": "/usr/bin:/bin"]
        )
    }

    private func rows(_ home: DaemonHome, _ question: String) async throws -> [JSON] {
        try #require(JSON(text: try await ask(home, question).text)).elements
    }

    @Test func `they fill no memory and hold up no nudge, whether or not their clients stay`()
        async throws
    {
        let hook = try HTTPCapture(answering: [204])
        let walks = (0..<5).map { TestConfig.walk($0, at: "19:00:0\($0 * 2)") }
        let home = try DaemonHome(
            config: TestConfig.household + TestConfig.webhook(hook.url("/hook")) + Self.minute
                + walks.joined()
        )
        try await home.settle(at: "2026-01-09 18:59:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:56"))
        // Not by cancelling the task: that would end the wait for a client under way.
        let isOver = Mutex(false)
        async let asking = {
            var counts: [Int] = []
            while !isOver.withLock({ $0 }) {
                async let first = rows(home, "upcoming?days=700")
                async let second = rows(home, "upcoming?days=3660&ritual=minute")
                async let why = ask(home, "why?ritual=minute")
                async let gone = ask(home, "why?ritual=minute&date=2026-01-10", seconds: "0.1")
                async let left = ask(home, "upcoming?days=700", seconds: "0.01")
                counts += try await [first.count, second.count]
                let story = JSON(text: try await why.text)
                counts.append(story?["occurrences"].elements.count ?? 0)
                _ = try await (gone, left)
            }
            return counts
        }()
        let nineteen = 1_767_985_200
        var lags: [Int] = []
        for number in 0..<5 {
            let request = try await hook.requests.first {
                JSON(text: $0.body)?["data"]["ritual"] == .text("walk-\(number)")
            }
            let sent = try #require(request.headers["webhook-timestamp"].flatMap { Int($0) })
            lags.append(sent - nineteen - 2 * number)
        }
        isOver.withLock { $0 = true }
        let counts = try await asking
        #expect(!counts.isEmpty)
        #expect(counts.allSatisfy { $0 == 1_000 }, "\(counts)")
        // A machine that is busy with all other tests may hold up one.
        #expect(lags.allSatisfy { $0 >= 0 })
        #expect(lags.count { $0 <= 1 } >= 4, "\(lags)")
        #expect(try await daemon.stop() == .status(0))
        let peak = try #require(daemon.peakMemory)
        #expect(peak < 100 * 1_024, "\(peak) KiB")
    }

    @Test func `the end of the daemon does not wait for them`() async throws {
        let home = try DaemonHome(config: TestConfig.household + Self.minute)
        let daemon = try await home.start(at: FakeClock("2026-01-09 12:00:30"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    _ = try await ask(home, "why?ritual=minute&date=2026-01-10")
                }
            }
            // When one is answered, the others are under way or wait for their turn.
            try await group.next()
            #expect(try await daemon.stop() == .status(0))
            try await group.waitForAll()
        }
        let log = daemon.log.events.joined(separator: "\n")
        #expect(log.contains("stopping"))
    }
}
