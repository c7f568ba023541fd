import TestKit
import Testing

/// The socket unit: who asks a daemon that is not there starts it, and nothing said is lost while it restarts.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct ActivationTests {
    private static let config =
        TestConfig.household + TestConfig.daily("walk", at: "19:00")
        + TestConfig.daily("tea", at: "19:05")

    private let clock = FakeClock("2026-01-09 12:00:00")

    @Test func `a question starts the daemon, and one after its end starts it anew`() async throws {
        let session = try await UserSession(config: Self.config, clock: clock)
        let listens = try await session.run("systemctl --user start rituald.socket")
        #expect(listens.exit == .status(0), "\(listens)")
        let before = try await session.run("systemctl --user is-active rituald")
        #expect(before.text == "inactive", "\(before)")
        for _ in 0..<2 {
            let next = try await session.run("ritualctl next")
            #expect(next.exit == .status(0), "\(next)")
            #expect(next.text.contains("Walk"), "\(next)")
            let after = try await session.run("systemctl --user is-active rituald")
            #expect(after.text == "active", "\(after)")
            _ = try await session.run("systemctl --user stop rituald")
        }
        try await session.stop()
    }

    @Test func `every word that is said while it restarts is taken once`() async throws {
        let session = try await UserSession(config: Self.config, clock: clock)
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        let said = try await session.run(
            """
            (for i in 1 2 3 4; do systemctl --user restart rituald; done) &
            failed=0
            for i in $(seq 30); do
                ritualctl done walk --occurrence 2026-01-10 --note "word $i" >/dev/null || failed=$((failed + 1))
                ritualctl undo walk --occurrence 2026-01-10 >/dev/null || failed=$((failed + 1))
            done
            wait
            echo "$failed failed"
            """
        )
        #expect(said.text == "0 failed", "\(said)")
        try await session.stop()
    }

    @Test func `a config that is wrong is named by the question that cannot start the daemon`()
        async throws
    {
        let session = try await UserSession(config: "[houshold]\n", clock: clock)
        _ = try await session.run("systemctl --user start rituald.socket")
        let asked = try await session.run("ritualctl next")
        #expect(asked.exit == .status(69), "\(asked)")
        #expect(asked.text.contains("it cannot start by its config"), "\(asked)")
        #expect(asked.text.contains("ritualctl check"), "\(asked)")

        try await session.write(config: Self.config)
        let again = try await session.run("systemctl --user restart rituald && ritualctl next")
        #expect(again.exit == .status(0), "\(again)")
        let listens = try await session.run("systemctl --user is-active rituald.socket")
        #expect(listens.text == "active", "\(listens)")
        try await session.stop()
    }
}
