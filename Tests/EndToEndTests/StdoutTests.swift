import Glibc
import TestKit
import Testing

/// Standard output that goes away.
@Suite(.timeLimit(.minutes(2)))
struct StdoutTests {
    @Test func `a reader that is gone does not end the daemon, and the nudge is tried again`()
        async throws
    {
        let home = try DaemonHome(
            config: TestConfig.household + TestConfig.daily("walk", at: "19:00")
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let clock = try #require(FakeClock("2026-01-09 18:59:58").environment)
        let notify = try NotifySocket(at: home.folder.path("notify"))
        let command =
            [FakeClock.launcher, BuiltCommands.rituald, "--config", home.configPath]
            + ["--state", home.folder.path("state"), "--socket", home.socketPath]
        let shell = try ChildProcess(
            "/bin/sh",
            ["-c", #""$@" | exit 0"#, "sh"] + command,
            environment: clock.merging(["NOTIFY_SOCKET": notify.path]) { $1 }
        )
        defer {
            shell.end()
            notify.end()
        }
        _ = try await notify.messages.first { $0 == "READY=1" }
        let first = try await shell.errors.first { $0.contains("not delivered yet: walk@") }

        // The second attempt is made within five seconds; a busy machine may show both at once.
        let place = try #require(shell.errors.events.firstIndex(of: first))
        let again = try await shell.errors.first(from: place + 1) {
            $0.contains("not delivered yet")
        }
        #expect(again.hasSuffix("Broken pipe"))
        let status = try await home.ritualctl("status", "--json")
        #expect(status.exit == .status(0), "\(status)")
        guard case .number(let pid)? = JSON(text: status.text)?["pid"] else {
            Issue.record("no pid in \(status)")
            return
        }
        kill(Int32(pid), SIGTERM)
        _ = try await notify.messages.first { $0 == "STOPPING=1" }
        _ = try await shell.exit()
        FakeClock.cleanUp(after: Int32(pid))
    }
}
