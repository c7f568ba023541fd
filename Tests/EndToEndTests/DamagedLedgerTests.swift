import TestKit
import Testing

/// A ledger that fails under a real service manager, beside a real journal.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct DamagedLedgerTests {
    private static let config =
        TestConfig.household + "\n[channel.journal]\ntype = \"journal\"\n"
        + TestConfig.daily("walk", at: "19:00") + TestConfig.daily("tea", at: "19:01")
    private static let ledger = ".local/state/rituald/ledger.sqlite"
    private static let arrival = "MESSAGE_ID=3f1d8a52c0b94e7d9a6e5b1c7f20d411"

    /// Has both nudges delivered on both channels, and a backup made between them.
    private func tellBoth(_ session: UserSession) async throws {
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        // A minute in six seconds: one process makes one backup a day, after the first nudge.
        try await session.start(at: FakeClock("2026-01-09 18:59:50", speed: 10))
        _ = try await session.line(
            with: "the ledger was copied to its backup",
            of: "journalctl -f -n all -o cat --user-unit rituald"
        )
        for channel in ["journal", "hook"] {
            let occurrence = "RITUALD_OCCURRENCE=tea@2026-01-09T19:01"
            _ = try await session.journal(
                "\(Self.arrival) RITUALD_CHANNEL=\(channel) \(occurrence)"
            )
        }
        let stop = try await session.run("systemctl --user stop rituald")
        #expect(stop.exit == .status(0), "\(stop)")
        let kept = try await session.run("sqlite3 \(Self.ledger) 'SELECT count(*) FROM decisions'")
        let saved = try await session.run(
            """
            sqlite3 .local/state/rituald/ledger-backup-1.sqlite 'SELECT count(*) FROM decisions'
            """
        )
        if kept.exit == .status(0) {
            #expect(kept.text == "2", "\(kept)")
            #expect(saved.text == "1", "\(saved)")
        }
    }

    @Test func `a damaged ledger is restored, and the journal keeps nudges from being repeated`()
        async throws
    {
        let server = try HTTPCapture()
        let session = try await UserSession(
            config: Self.config + TestConfig.webhook(server.url()),
            clock: FakeClock("2026-01-09 12:00:00")
        )
        try await tellBoth(session)
        let damage = try await session.run("yes damage | head -c 8192 >\(Self.ledger)")
        #expect(damage.exit == .status(0), "\(damage)")
        try await session.start(at: FakeClock("2026-01-09 19:05:00"))

        // The couple is told, by every channel.
        _ = try await session.journal("RITUAL_ID=ledger")
        let told = try await nudge(server)
        for channel in ["journal", "hook"] {
            _ = try await session.journal(
                "\(Self.arrival) RITUALD_CHANNEL=\(channel) RITUALD_NUDGE_ID=\(told)"
            )
        }
        let log = try await session.run("journalctl -o cat --user-unit rituald")
        for line in [
            "the ledger was damaged: file is not a database",
            "the damaged ledger was set aside as 'ledger-damaged-2026-01-09T1905",
            "the ledger was restored from a backup that ends at 2026-01-09T19:00:0",
            "1 decisions and ",
        ] {
            #expect(log.text.contains(line), "\(line) is not in \(log)")
        }
        try await expectNothingRepeated(session, server)
        try await expectStatus(session)
        try await session.stop()
    }

    /// The id of the nudge that tells of the damage, which the webhook gets third.
    private func nudge(_ server: HTTPCapture) async throws -> String {
        let request = try await server.requests.first {
            JSON(text: $0.body)?["data"]["ritual"] == "ledger"
        }
        guard case .text(let id)? = JSON(text: request.body)?["data"]["id"] else {
            return ""
        }
        return id
    }

    private func expectNothingRepeated(
        _ session: UserSession,
        _ server: HTTPCapture
    ) async throws {
        let status = try await session.run("ritualctl status --json")
        let deliveries = JSON(text: status.text)?["ledger"]["deliveries"]
        #expect(deliveries?["pending"] == .number(0), "\(status)")
        #expect(deliveries?["sending"] == .number(0), "\(status)")
        for ritual in ["walk", "tea", "ledger"] {
            let found = try await session.run("journalctl -o json RITUAL_ID=\(ritual) | wc -l")
            #expect(found.output.last == "1", "\(ritual): \(found)")
        }
        let told = server.requests.events.compactMap { JSON(text: $0.body)?["data"]["ritual"] }
        #expect(told == ["walk", "tea", "ledger"])
        let why = try await session.run("ritualctl why tea 2026-01-09")
        #expect(why.text.contains("known from the journal"), "\(why)")
    }

    private func expectStatus(_ session: UserSession) async throws {
        let status = try await session.run("ritualctl status --json")
        let repair = JSON(text: status.text)?["ledger"]["repair"]
        #expect(repair?["reason"] == "file is not a database", "\(status)")
        guard case .text(let path)? = repair?["set_aside"] else {
            Issue.record("no file was set aside: \(status)")
            return
        }
        let sheet = try await session.run("ritualctl status")
        #expect(sheet.text.contains("restored from a backup of "), "\(sheet)")
        #expect(sheet.text.contains("the damaged file is \(path)"), "\(sheet)")
        let known = try await session.run("rm '\(path)' && ritualctl status")
        #expect(known.exit == .status(0), "\(known)")
        #expect(!known.text.contains("damaged"), "\(known)")
    }

    @Test func `a ledger that cannot be written at the start is kept in memory, and says so`()
        async throws
    {
        let clock = FakeClock("2026-01-09 18:59:58")
        let session = try await UserSession(
            config: TestConfig.household + TestConfig.daily("walk", at: "19:00"),
            clock: clock
        )
        try await begin(session, FakeClock("2026-01-09 12:00:00"), "first")
        try await end(session)
        _ = try await session.run("chmod 0400 state/*; chmod 0500 state")
        let write = try await session.run("touch state/file")
        #expect(write.exit != .status(0), "\(write)")

        try await begin(session, clock, "second")
        _ = try await session.line(with: "\"ritual\":\"walk\"", of: "tail -f -n +1 second.out")
        let status = try await session.run("ritualctl status --json --socket \"$PWD/socket/s\"")
        let ledger = JSON(text: status.text)?["ledger"]
        #expect(ledger?["unwritable_at_start"] == .flag(true), "\(status)")
        #expect("\(status)".contains("the ledger stays in memory: "), "\(status)")
        #expect("\(status)".contains("\"degraded_since\" : \"2026-01-09T18:59:5"), "\(status)")
        let sheet = try await session.run("ritualctl status --socket \"$PWD/socket/s\"")
        #expect(sheet.text.contains(", since rituald was started "), "\(sheet)")

        _ = try await session.run("chmod 0700 state; chmod 0600 state/*")
        try await end(session)
        try await begin(session, FakeClock("2026-01-09 19:00:30"), "third")
        let why = try await session.run(
            "ritualctl why walk 2026-01-09 --socket \"$PWD/socket/s\""
        )
        #expect(why.text.contains("fired"), "\(why)")
        let well = try await session.run("ritualctl status --json --socket \"$PWD/socket/s\"")
        #expect(JSON(text: well.text)?["ledger"]["degraded"] == .null, "\(well)")
        #expect(JSON(text: well.text)?["ledger"]["deliveries"]["delivered"] == .number(1))
        try await end(session)
        let again = try await session.run("cat third.out")
        #expect(again.output.isEmpty, "\(again)")
        try await session.stop()
    }

    /// Starts a daemon beside the service manager, in a state folder that a test can spoil.
    private func begin(_ session: UserSession, _ clock: FakeClock, _ name: String) async throws {
        let fake = try #require(clock.environment, "Debian's package faketime is not installed")
        let variables = fake.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)'" }
        let start = try await session.run(
            """
            : >\(name).out; : >\(name).log
            \(variables.joined(separator: " ")) \(FakeClock.launcher) \
                rituald --state "$PWD/state" --socket "$PWD/socket/s" \
                >>\(name).out 2>>\(name).log </dev/null & echo $! >pid
            """
        )
        #expect(start.exit == .status(0), "\(start)")
        _ = try await session.line(with: "upcoming", of: "tail -f -n +1 \(name).log")
    }

    private func end(_ session: UserSession) async throws {
        let end = try await session.run("kill $(cat pid); wait $(cat pid)")
        #expect(end.exit == .status(0), "\(end)")
    }
}
