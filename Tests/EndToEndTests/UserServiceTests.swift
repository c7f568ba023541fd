import TestKit
import Testing

/// The user unit under a real service manager, its sandbox included.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct UserServiceTests {
    private static let journal = "\n[channel.journal]\ntype = \"journal\"\n"
    private static let config =
        TestConfig.household + journal + TestConfig.daily("walk", at: "19:00")
        + TestConfig.daily("tea", at: "19:05")

    @Test func `a nudge reaches the journal and a webhook once, restarts included`() async throws {
        let server = try HTTPCapture()
        let session = try await UserSession(
            config: Self.config + TestConfig.webhook(server.url()),
            clock: FakeClock("2026-01-09 12:00:00")
        )
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        try await session.start(at: FakeClock("2026-01-09 18:59:58"))

        let entry = try await session.journal("RITUAL_ID=walk")
        #expect(entry["MESSAGE_ID"] == "3f1d8a52c0b94e7d9a6e5b1c7f20d402")
        #expect(entry["RITUAL_OCCURRENCE"] == "walk@2026-01-09T19:00")
        #expect(entry["RITUAL_STAGE"] == "start")
        #expect(entry["RITUAL_PARTNER"] == "alex")
        #expect(entry["RITUAL_DUE"] == "2026-01-09T19:00:00Z")
        #expect(entry["MESSAGE"] == "A ritual begins.")
        #expect(entry["_SYSTEMD_USER_UNIT"] == "rituald.service")
        let request = try await server.requests.first()
        #expect(JSON(text: request.body)?["data"]["id"] == entry["RITUAL_NUDGE_ID"])
        let explained = try await session.run(
            """
            mkdir -p root/usr/lib/systemd/catalog root/var/lib/systemd/catalog
            cp rituald.catalog root/usr/lib/systemd/catalog
            journalctl --root=root --update-catalog
            cp root/var/lib/systemd/catalog/database /var/lib/systemd/catalog
            journalctl -x RITUAL_ID=walk
            """
        )
        #expect(explained.text.contains("Subject: A ritual begins"), "\(explained)")
        #expect(
            explained.text.contains("The occurrence walk@2026-01-09T19:00 begins now, for alex."),
            "\(explained)"
        )
        let why = try await session.run("ritualctl why walk 2026-01-09")
        #expect(why.exit == .status(0), "\(why)")
        #expect(why.text.contains("fired"), "\(why)")

        try await session.start(at: FakeClock("2026-01-09 19:04:58"))
        _ = try await session.journal("RITUAL_ID=tea")
        let walks = try await session.run("journalctl -o cat RITUAL_ID=walk | wc -l")
        #expect(walks.output.last == "1", "\(walks)")
        let state = try await session.run("systemctl --user status rituald")
        #expect(state.text.contains("Status: "), "\(state)")
        try await session.stop()
        #expect(server.requests.events.count == 2)
    }

    @Test func `a reason, a note, a title and a prompt are in no field of the journal`()
        async throws
    {
        let session = try await UserSession(
            config: TestConfig.household + Self.journal
                + TestConfig.daily(
                    "walk",
                    at: "19:00",
                    "prompts = [\"What did we not say?\"]\nsensitivity = \"public\""
                ) + TestConfig.daily("tea", at: "19:00"),
            clock: FakeClock("2026-01-09 12:00:00")
        )
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        let said = try await session.run(
            "ritualctl hold tea --until 2026-01-12 --reason 'after the quarrel'"
        )
        #expect(said.exit == .status(0), "\(said)")
        try await session.start(at: FakeClock("2026-01-09 18:59:58"))
        let entry = try await session.journal("RITUALD_RITUAL=tea")
        #expect(entry["RITUALD_VERDICT"] == "held")
        #expect(entry["RITUALD_REASON"] == "on hold until 2026-01-12T00:00")
        _ = try await session.journal("RITUAL_ID=walk")
        // Standard output is the journal, too: the channel there says what begins, and no words.
        let line = try await session.line(
            with: "A ritual begins.",
            of: "journalctl -f -n all -o cat _TRANSPORT=stdout"
        )
        #expect(line == "A ritual begins.")
        let done = try await session.run("ritualctl done walk --note 'we made up again'")
        #expect(done.exit == .status(0), "\(done)")
        let status = try await session.run("systemctl --user show -p StatusText rituald")
        #expect(status.text.contains("next: a ritual, tomorrow 19:00"), "\(status)")
        let all = try await session.run("journalctl --no-pager -o json --all")
        for words in ["quarrel", "not say", "made up", "Walk", "\"Tea"] {
            #expect(!all.text.contains(words), "\(words)")
        }
        try await session.stop()
    }

    @Test func `a bad config stops a start for good and a reload without harm`() async throws {
        let clock = FakeClock("2026-01-09 12:00:00")
        let session = try await UserSession(config: "[houshold]\n", clock: clock)
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit != .status(0), "\(start)")
        let shown = try await session.run(
            "systemctl --user show -p ExecMainStatus -p NRestarts -p ActiveState rituald"
        )
        #expect(Set(shown.output) == ["ExecMainStatus=78", "NRestarts=0", "ActiveState=failed"])
        // Of a process that ends at once, the journal may be too late to see which unit it was of.
        let said = try await session.run(
            "grep -m 1 'config.toml:1:' < <(journalctl -f -n all -o cat)"
        )
        #expect(said.text.contains("error: "), "\(said)")
        let helpless = try await session.run("ritualctl next")
        #expect(helpless.exit == .status(69), "\(helpless)")
        #expect(
            helpless.text.contains("see what is wrong:       ritualctl check"),
            "\(helpless)"
        )
        let checked = try await session.run("ritualctl check")
        #expect(checked.exit == .status(2), "\(checked)")
        #expect(checked.text.contains("config.toml:1:"), "\(checked)")

        try await session.write(config: Self.config)
        let again = try await session.run("systemctl --user restart rituald")
        #expect(again.exit == .status(0), "\(again)")
        try await session.write(config: Self.config + "\n[houshold]\n")
        let reload = try await session.run("systemctl --user reload rituald")
        #expect(reload.exit != .status(0), "\(reload)")
        // It prints no more than where to look: there, the first error and the command that has all.
        #expect(reload.text.contains("systemctl --user status rituald"), "\(reload)")
        _ = try await session.run(
            "grep -m 1 'config rejected' < <(journalctl -f -n all -o cat)"
        )
        let state = try await session.run("systemctl --user status rituald")
        #expect(
            state.text.contains("the last reload was refused, 'ritualctl check' says why"),
            "\(state)"
        )
        // The line that is wrong, as `ritualctl check` has it.
        let lines = try await session.run("grep -n 'houshold' .config/rituald/config.toml")
        let line = try #require(lines.text.split(separator: ":").first)
        #expect(state.text.contains("config.toml:\(line):"), "\(state)")
        let next = try await session.run("ritualctl next")
        #expect(next.text.contains("Walk"), "\(next)")
        try await session.stop()
    }

    @Test func `the ledger lies in the state folder, its owner's alone`() async throws {
        let clock = FakeClock("2026-01-09 12:00:00")
        let session = try await UserSession(config: Self.config, clock: clock)
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        let modes = try await session.run(
            "stat -c %a .local/state/rituald $XDG_RUNTIME_DIR/rituald"
        )
        #expect(modes.output == ["700", "700"])
        let readable = try await session.run(
            "find .local/state/rituald $XDG_RUNTIME_DIR/rituald -perm /077"
        )
        #expect(readable.output.isEmpty, "\(readable)")
        try await session.stop()
    }

    @Test func `the desktop's bus is reached from inside the sandbox, both ways`() async throws {
        let session = try await UserSession(
            config: Self.config + "\n[channel.desk]\ntype = \"desktop\"\n",
            clock: FakeClock("2026-01-09 12:00:00")
        )
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        let mock = try await session.run(
            """
            /usr/bin/python3 -m dbusmock --session --template notification_daemon \
                -p '{"capabilities": "actions body"}' >calls 2>errors </dev/null &
            """
        )
        #expect(mock.exit == .status(0), "\(mock)")
        try await session.start(at: FakeClock("2026-01-09 18:59:58"))
        let calls = "tail -f -n +1 calls"
        let shown = try await session.line(with: "Notify", of: calls)
        #expect(shown.contains("\"Walk\""), "\(shown)")
        let pressed = try await session.run(
            """
            busctl --user call org.freedesktop.Notifications /org/freedesktop/Notifications \
                org.freedesktop.DBus.Mock EmitSignal sssav org.freedesktop.Notifications \
                ActionInvoked us 2 u 1 s done
            """
        )
        #expect(pressed.exit == .status(0), "\(pressed)")
        let said = try await session.line(
            with: "said by",
            of: "journalctl -f -n all -o cat --user-unit rituald"
        )
        #expect(said == "done: walk@2026-01-09T19:00, said by alex on 'desk'")
        _ = try await session.line(with: "CloseNotification", of: calls)
        try await session.stop()
    }
}
