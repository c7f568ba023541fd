import TestKit
import Testing

/// A daemon that hangs or is killed is started anew, and what it had to tell is told once.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct WatchdogTests {
    private static let config =
        TestConfig.household + TestConfig.daily("walk", at: "19:00")
        + TestConfig.daily("tea", at: "19:05")
    private static let state = ".local/state/rituald"

    /// How a daemon comes to hang.
    enum Hang: String, CaseIterable {
        /// The whole process stops.
        case stopped
        /// The disk answers no more as a nudge is decided.
        case deciding
        /// The same as somebody's word is written: the events' loop is free, the planner is not.
        case told

        /// The time on the daemon's clock when it is started.
        var start: String { self == .deciding ? "2026-01-09 18:59:50" : "2026-01-09 12:00:00" }
    }

    /// A session in which the watchdog waits for two seconds, and the disk can be made to hang.
    private func session(_ server: HTTPCapture) async throws -> UserSession {
        let session = try await UserSession(
            config: Self.config + TestConfig.webhook(server.url()),
            clock: FakeClock("2026-01-09 12:00:00")
        )
        let laidOut = try await session.run(
            """
            c++ -x c -shared -fPIC -o hanging-disk.so hanging-disk.c -ldl
            cat >.config/systemd/user/rituald.service.d/watchdog.conf <<END
            [Service]
            WatchdogSec=2s
            RestartSec=100ms
            Environment=HANG_AT=%h/\(Self.state)/hang
            Environment="LD_PRELOAD=$(
                sed -n 's/.*LD_PRELOAD=//; T; s/\"//; p' .config/systemd/user/rituald.service.d/clock.conf
            ) $HOME/hanging-disk.so"
            END
            systemctl --user daemon-reload
            systemctl --user start rituald
            """
        )
        #expect(laidOut.exit == .status(0), "\(laidOut)")
        return session
    }

    private func hang(_ session: UserSession, by hang: Hang) async throws {
        switch hang {
        case .stopped:
            _ = try await session.run(
                "kill -STOP $(systemctl --user show -p MainPID --value rituald)"
            )
        case .deciding:
            _ = try await session.run("touch \(Self.state)/hang")
        case .told:
            let said = try await session.run(
                """
                touch \(Self.state)/hang
                ritualctl done walk --occurrence 2026-01-10 --note again
                """
            )
            // Whether it was written before the disk hung, nobody can say.
            #expect(said.exit != .status(0), "\(said)")
        }
    }

    @Test(arguments: Hang.allCases)
    func `a daemon that hangs is killed and started anew, and its nudge is told once`(
        hang: Hang
    ) async throws {
        let server = try HTTPCapture()
        let session = try await session(server)
        try await session.start(at: FakeClock(hang.start))
        // What it is started anew with.
        try await session.set(FakeClock("2026-01-09 18:59:58"))
        try await self.hang(session, by: hang)
        let journal = "journalctl -f -n all -o cat --user-unit rituald"
        let killed = try await session.line(with: "Watchdog timeout", of: journal)
        #expect(killed.contains("limit 2s"), "\(killed)")
        let again = try await session.line(with: "restart counter is at 1", of: journal)
        #expect(again.contains("Scheduled restart job"), "\(again)")

        let first = try await server.requests.first()
        #expect(JSON(text: first.body)?["data"]["ritual"] == "walk")
        try await session.start(at: FakeClock("2026-01-09 19:04:58"))
        _ = try await server.requests.first(from: 1)
        try await session.stop()
        let told = server.requests.events.map { JSON(text: $0.body)?["data"]["ritual"] }
        #expect(told == ["walk", "tea"])
    }

    @Test func `a killed daemon is started anew, one that was called wrongly is not`() async throws
    {
        let server = try HTTPCapture()
        let session = try await session(server)
        try await session.set(FakeClock("2026-01-09 18:59:58"))
        _ = try await session.run("kill -KILL $(systemctl --user show -p MainPID --value rituald)")
        let first = try await server.requests.first()
        #expect(JSON(text: first.body)?["data"]["ritual"] == "walk")
        let wrong = try await session.run(
            """
            cat >.config/systemd/user/rituald.service.d/wrong.conf <<'END'
            [Service]
            ExecStart=
            ExecStart=\(FakeClock.launcher) %h/.local/bin/rituald --no-such-option
            END
            systemctl --user daemon-reload
            systemctl --user restart rituald
            systemctl --user show -p ExecMainStatus -p ActiveState -p SubState rituald
            """
        )
        #expect(
            Set(wrong.output.suffix(3)) == [
                "ExecMainStatus=64", "ActiveState=failed", "SubState=failed",
            ],
            "\(wrong)"
        )
        try await session.stop()
    }
}
