import TestKit
import Testing

/// The first day of a new user: no config, the unit installed, a real service manager.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct FirstDayTests {
    @Test func `a first config is written, the service starts, and a test nudge arrives`()
        async throws
    {
        let server = try HTTPCapture()
        let session = try await UserSession(
            config: TestConfig.household,
            clock: FakeClock("2026-01-07 12:00:00")
        )
        _ = try await session.run("rm -r .config/rituald")
        let helpless = try await session.run("ritualctl upcoming")
        #expect(helpless.exit == .status(69), "\(helpless)")
        #expect(helpless.text.contains("ritualctl init"), "\(helpless)")

        let address = server.url("/our-topic")
        let first = try await session.run(
            "ritualctl init --names 'Robin and Kim' --zone UTC --nudges \(address) --yes"
        )
        #expect(first.exit == .status(0), "\(first)")
        #expect(first.text.contains("rituald is running"), "\(first)")
        #expect(first.text.contains("a test nudge: sent to phone (webhook)"), "\(first)")
        let nudge = try await server.requests.first()
        #expect((nudge.path + nudge.body).contains("our-topic"))
        let modes = try await session.run("stat -c %a .config/rituald .config/rituald/*")
        #expect(modes.output == ["700", "600"])
        let enabled = try await session.run("systemctl --user is-enabled rituald")
        #expect(enabled.exit == .status(0), "\(enabled)")

        let tea = try await session.run(
            "ritualctl add 'Tea on the balcony' --every day --at 4pm"
        )
        #expect(
            tea.output.last
                == "rituald has read it; 'ritualctl remove tea-on-the-balcony' takes it back",
            "\(tea)"
        )
        let edited = try await session.run(
            "EDITOR='sed -i -e s/16:00/17:00/' ritualctl edit"
        )
        #expect(edited.exit == .status(0), "\(edited)")
        let today = try await session.run("ritualctl today")
        #expect(today.output.contains { $0.contains("17:00") && $0.contains("Tea") }, "\(today)")
        let removed = try await session.run("ritualctl remove tea")
        #expect(removed.exit == .status(0), "\(removed)")
        let without = try await session.run("ritualctl today")
        #expect(!without.text.contains("Tea"), "\(without)")
        let again = try await session.run("ritualctl init --yes")
        #expect(again.exit == .status(1), "\(again)")
        try await session.stop()
    }
}
