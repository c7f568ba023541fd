import TestKit
import Testing

/// An idle daemon costs nothing.
@Suite(.timeLimit(.minutes(2)))
struct IdleTests {
    /// A ritual that first falls in a thousand years.
    private static let config =
        TestConfig.household + """

            [channel.desk]
            type = "desktop"
            attention = "present"
            else_after = "15m"

            [channel.phone]
            type = "webhook"
            preset = "ntfy"
            url = "http://127.0.0.1:9/us"
            listen = true

            [[ritual]]
            id = "walk"
            title = "Walk"
            schedule = { every = "week", on = "fri", at = "19:00", from = 2999-01-04 }

            """

    // Real time passes here: that nothing happens can be seen in no other way. strace ends it.
    @Test func `no thread makes a system call while nothing is due`() async throws {
        let home = try DaemonHome(config: Self.config)
        let system = try await SessionBus(in: home.folder, isSystem: true)
        let logind = try await MockedLogind(on: system, in: home.folder)
        try await logind.set("IdleHint", true)
        let bus = try await SessionBus(in: home.folder)
        let desktop = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(
            at: nil,
            environment: SessionBus.environment(in: home.folder)
        )
        // The desktop is connected and has been asked what it can do.
        try await bus.message("GetCapabilities")
        try await system.message("ListSessions")
        // A client that came and went leaves nothing behind that wakes up.
        #expect(try await home.ritualctl("next").exit == .status(0))
        #expect(try await calls(of: daemon, in: home) == [])
        #expect(try await daemon.stop() == .status(0))
        withExtendedLifetime((desktop, logind)) {}
    }

    // Every channel that listens was connected, and is so no more once its message is answered.
    @Test func `no thread makes a system call once nothing is open where it listened`() async throws
    {
        let house = try await KilledHome(everyMinutes: 60)
        let daemon = try await house.home.start(at: house.clock(of: 1))
        for way in KilledHome.Way.allCases {
            try await house.await(1, on: way)
            _ = try await house.services[way]?.requests.first {
                ["/json?", "/getUpdates", "/sync?"].contains(where: $0.path.contains)
            }
        }
        try await house.home.awaitEmptyOutbox()
        try house.answer(1, by: .room, times: 1)
        for way in KilledHome.Way.allCases {
            try await house.awaitClear(of: 1, on: way)
        }
        try await house.home.awaitEmptyOutbox()
        try await daemon.noTransfer()
        #expect(try await calls(of: daemon, in: house.home) == [])
        #expect(try await daemon.stop() == .status(0))
    }

    /// The system calls of a daemon in ten seconds, but for those of the first moment.
    private func calls(of daemon: RunningDaemon, in home: DaemonHome) async throws -> [String] {
        let strace = try await CommandResult.of(
            "/usr/bin/timeout",
            ["10", "strace", "-f", "-ttt", "-o", home.folder.path("trace")]
                + ["-p", "\(daemon.process.pid)"],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        if strace.errors.contains(where: { $0.contains("Operation not permitted") }) {
            try Test.cancel("this user may not trace a process")
        }
        #expect(strace.exit == .status(124), "\(strace)")
        // Attaching interrupts each thread's wait, which then begins again: `TID TIME call(…`.
        let lines = try home.read("trace").split(separator: "\n")
        let times = lines.compactMap { line in
            line.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        }
        let attached = try #require(times.min())
        return zip(times, lines).filter { $0.0 > attached + 2 }.map { String($0.1) }
    }
}
