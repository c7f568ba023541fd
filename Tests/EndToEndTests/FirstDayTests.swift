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

    @Test
    func `from make install to a question that is answered by its button, and away again`()
        async throws
    {
        let session = try await UserSession(
            checkout: "rituald",
            clock: FakeClock("2026-01-07 12:00:00")
        )
        let dunst = try await SessionDesktop(in: session, picking: "Done")
        let installed = try await session.run(Self.make("install"))
        #expect(installed.exit == .status(0), "\(installed)")
        #expect(installed.text.contains("Next: ritualctl init"), "\(installed)")

        let first = try await session.run(
            "ritualctl init --names 'Robin and Kim' --zone UTC --nudges desktop --yes"
        )
        #expect(first.exit == .status(0), "\(first)")
        #expect(first.text.contains("rituald is running"), "\(first)")
        #expect(first.text.contains("a test nudge: sent to desktop"), "\(first)")
        _ = try await dunst.message(with: "If you can read this")

        try await session.start(at: FakeClock("2026-01-07 20:29:58"))
        let shown = try await dunst.message(with: "Check-in")
        let today = try await session.run("ritualctl today")
        let question = try #require(
            today.text.firstMatch(of: /“(.*\?)”/).map { String($0.output.1) },
            "\(today)"
        )
        #expect(shown.contains { $0.string?.contains(question) == true }, "\(shown), \(today)")
        try await dunst.pick()
        _ = try await session.line(
            with: "done: check-in@2026-01-07T20:30",
            of: "journalctl -f -n all -o cat --user-unit rituald"
        )
        let closed = try await dunst.history()
        #expect(closed.contains { $0.body?.contains(question) == true }, "\(closed)")
        for command in ["today", "history"] {
            let told = try await session.run("ritualctl \(command)")
            #expect(told.output.contains { $0.contains(/20:30.*Check-in.*done/) }, "\(told)")
        }

        try await removeAll(in: session)
        try await session.stop()
    }

    private static func make(_ target: String) -> String {
        // The commands are as new as they are, whatever time the copied files have.
        "make -C rituald -o .build/release/rituald -o .build/release/ritualctl \(target)"
    }

    /// Uninstalls, which is refused while the service runs, and looks for what stays.
    private func removeAll(in session: UserSession) async throws {
        // One watcher that runs, and one that starts at the next login.
        let (one, other) = ("rituald-kdeconnect@a1:b2.service", "rituald-kdeconnect@c3:d4.service")
        let watch = "systemctl --user start '\(one)' && systemctl --user --quiet enable '\(other)'"
        let watching = try await session.run(watch)
        #expect(watching.exit == .status(0), "\(watching)")
        let refused = try await session.run(Self.make("uninstall"))
        #expect(refused.exit != .status(0), "\(refused)")
        let way = "systemctl --user disable --now rituald.socket rituald \(one) \(other)"
        #expect(refused.text.contains("First: \(way)"), "\(refused)")
        let runs = try await session.run("systemctl --user is-active rituald; ritualctl next")
        #expect(runs.exit == .status(0), "\(runs)")

        let stopped = try await session.run(way)
        #expect(stopped.exit == .status(0), "\(stopped)")
        let gone = try await session.run(Self.make("uninstall"))
        #expect(gone.exit == .status(0), "\(gone)")
        let links = try await session.run("find . -xtype l")
        #expect(links.output.isEmpty, "\(links)")
        let folders = try await session.run("find .local -mindepth 1 -type d | sort")
        #expect(folders.output == [".local/state", ".local/state/rituald"], "\(folders)")
        let kept = try await session.run("find .config ! -type d | sort")
        #expect(
            kept.output == [
                ".config/rituald/config.toml",
                // The test's own, which sets the clock.
                ".config/systemd/user/rituald.service.d/clock.conf",
            ],
            "\(kept)"
        )
    }
}
