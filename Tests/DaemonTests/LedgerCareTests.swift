import CivilTime
import Delivery
import Foundation
import GRDB
import Household
import Planning
import Synchronization
import Testing

@testable import Daemon
@testable import Ledger

/// What the planning does where the ledger's file fails.
@Suite struct LedgerCareTests {
    /// A journal that shows what it is told to.
    private struct Journal: DecisionLogReading {
        var shown: [Decision]
        var arrivals: Set<RecoveredDecisions.Arrival> = []

        func recoveredDecisions(since instant: Instant) throws -> RecoveredDecisions {
            let decisions = shown.filter { $0.decided >= instant }.map { decision in
                var decision = decision
                decision.nudge = nil
                decision.channels = []
                return decision
            }
            return RecoveredDecisions(decisions: decisions, arrivals: arrivals)
        }
    }

    /// A ledger that told Friday's and Saturday's nudge, with a backup from before Saturday's.
    private func makeHistory(_ house: House) async throws -> [Decision] {
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(channels: ["one", "two"]),
            ledger: ledger,
            channels: ["one": WatchedChannel(), "two": WatchedChannel()]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        await planning.performMaintenance()
        try house.clock.set("2026-01-10T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        return try ledger.decisions(about: #require(.init(parsing: "noon@2026-01-10T12:00")))
    }

    private func damage(_ house: House) throws {
        let url = URL(fileURLWithPath: "\(house.folder)/ledger.sqlite")
        try Data(repeating: 0x41, count: 8_192).write(to: url)
    }

    @Test func `a damaged ledger is told on every channel, once`() async throws {
        let house = try House()
        _ = try await makeHistory(house)
        try damage(house)
        try house.clock.set("2026-01-10T18:00:00Z")
        let (one, two) = (WatchedChannel(), WatchedChannel())
        let (planning, outbox) = try await house.parts(
            House.couple(channels: ["one", "two"]),
            ledger: house.reopenLedger(),
            channels: ["one": one, "two": two]
        )
        try await planning.start()
        await outbox.settled()
        await planning.wake()
        await outbox.settled()
        for channel in [one, two] {
            #expect(
                channel.nudges.map(\.title) == ["The record of your rituals was damaged"]
            )
            #expect(
                channel.nudges.first?.body.hasPrefix(
                    "It was restored from the backup of 2026-01-09T12:00"
                ) == true
            )
        }
    }

    @Test func `what was told since the backup is told again only where no journal shows it`()
        async throws
    {
        for isShown in [true, false] {
            let house = try House()
            let told = try await makeHistory(house)
            #expect(told.map(\.verdict) == [.fired])
            try damage(house)
            try house.clock.set("2026-01-10T13:00:00Z")
            let channel = WatchedChannel()
            let (planning, outbox) = try await house.parts(
                House.couple(channels: ["one"]),
                ledger: house.reopenLedger(),
                channels: ["one": channel],
                decisionLog: isShown ? Journal(shown: told) : NoDecisionLog()
            )
            try await planning.start()
            await outbox.settled()
            let rituals = channel.nudges.map(\.ritual).sorted()
            #expect(rituals == (isShown ? ["ledger"] : ["ledger", "noon"]))
            let again = channel.nudges.first { $0.ritual == "noon" }
            #expect(again?.id == (isShown ? nil : told.first?.nudgeID))
        }
    }

    /// A ledger whose backup still has Friday's nudge waiting on the second channel.
    private func makeWaiting(_ house: House) async throws -> Nudge {
        let ledger = try house.openLedger()
        let (one, two) = (WatchedChannel(), WatchedChannel(answering: .failed(retryAfter: nil)))
        let (planning, outbox) = try house.parts(
            House.couple(channels: ["one", "two"]),
            ledger: ledger,
            channels: ["one": one, "two": two]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        await planning.performMaintenance()
        #expect(try ledger.summary().deliveries == [.delivered: 1, .pending: 1])
        return try #require(one.nudges.first)
    }

    @Test func `what waited in the backup and arrived since is not sent again`() async throws {
        for hasArrived in [true, false] {
            let house = try House()
            let told = try await makeWaiting(house)
            try damage(house)
            try house.clock.set("2026-01-09T12:30:00Z")
            let two = WatchedChannel()
            let arrival = RecoveredDecisions.Arrival(nudge: told.id, channel: "two")
            let ledger = try await house.reopenLedger()
            let (planning, outbox) = try house.parts(
                House.couple(channels: ["one", "two"]),
                ledger: ledger,
                channels: ["one": WatchedChannel(), "two": two],
                decisionLog: Journal(shown: [], arrivals: hasArrived ? [arrival] : [])
            )
            try await planning.start()
            await outbox.settled()
            let rituals = two.nudges.map(\.ritual).sorted()
            #expect(rituals == (hasArrived ? ["ledger"] : ["ledger", "noon"]))
            #expect(try ledger.summary().deliveries[.pending] == nil)
        }
    }

    @Test(arguments: [false, true])
    func `a ritual that was removed while the daemon was down is not told any more`(
        _ isDamaged: Bool
    ) async throws {
        let house = try House()
        _ = try await makeWaiting(house)
        if isDamaged {
            try damage(house)
        }
        try house.clock.set("2026-01-09T12:30:00Z")
        let two = WatchedChannel()
        let ledger = try await house.reopenLedger()
        let (planning, outbox) = try house.parts(
            House.couple(channels: ["one", "two"]) { $0.id = "walk" },
            ledger: ledger,
            channels: ["one": WatchedChannel(), "two": two]
        )
        try await planning.start()
        await outbox.settled()
        #expect(two.nudges.map(\.ritual) == (isDamaged ? ["ledger"] : []))
        #expect(try ledger.summary().deliveries[.withdrawn] == 1)
    }

    @Test func `trouble is known since when, and whether it was there at the start`() async throws {
        let house = try House()
        do {
            _ = try house.openLedger()
        }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let path = "\(house.folder)/ledger.sqlite"
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let ledger = try await house.reopenLedger()
        let (planning, _) = try house.parts(House.couple(), ledger: ledger, channels: [:])
        try await planning.start()
        let start = house.clock.read()
        try house.clock.set("2026-01-09T10:00:30Z")
        await planning.wake()
        #expect(await planning.snapshot().degraded?.since == start)
        #expect(await planning.snapshot().degraded?.isSinceStart == true)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        await planning.wake()
        #expect(await planning.snapshot().degraded == nil)

        try FileManager.default.removeItem(atPath: house.folder)
        try Data().write(to: URL(fileURLWithPath: house.folder))
        try house.clock.set("2026-01-09T10:01:00Z")
        await planning.wake()
        #expect(await planning.snapshot().degraded?.since == house.clock.read())
        #expect(await planning.snapshot().degraded?.isSinceStart == false)
    }

    @Test func `a full disk is said, and nudges go on`() async throws {
        let house = try House()
        let channel = WatchedChannel()
        let ledger = try house.openLedger()
        let file = try ledger.queue
        let told = Mutex(0)
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel],
            report: { event in told.withLock { $0 += event == .changed ? 0 : 1 } }
        )
        try await planning.start()
        try await file.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
        // Until the pages that there are have been filled.
        let noon = try Instant(parsing: "2026-01-10T12:00:00Z")
        let days = (0..<200).map { noon + .seconds($0 * 86_400) }
        let last = try #require(days.last)
        for day in days {
            try house.clock.set(day.description)
            await planning.wake()
            await outbox.settled()
        }
        await planning.setAlarm()
        #expect(
            await planning.degradedReason == "the ledger stays in memory: database or disk is full"
        )
        #expect(told.withLock { $0 } == 1)
        #expect(house.alarm.asked == last + .seconds(30))
        #expect(channel.nudges.count == days.count)

        try await file.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try house.clock.set((last + .seconds(30)).description)
        await planning.wake()
        await outbox.settled()
        #expect(await planning.degradedReason == nil)
        #expect(told.withLock { $0 } == 2)
        #expect(channel.nudges.count == days.count)
        #expect(try ledger.queue === file)
        #expect(try ledger.deliveries(in: [.delivered], limit: 999).count == days.count)
    }

    @Test func `the ledger is backed up once a day, when there is nothing to tell`() async throws {
        let house = try House()
        let (planning, _) = try house.parts(
            House.couple(),
            ledger: house.openLedger(),
            channels: [:]
        )
        try await planning.start()
        await planning.performMaintenance()
        let backup = "\(house.folder)/ledger-backup-1.sqlite"
        #expect(FileManager.default.fileExists(atPath: backup))
        try FileManager.default.removeItem(atPath: backup)
        await planning.performMaintenance()
        #expect(!FileManager.default.fileExists(atPath: backup))
    }

    @Test func `the entries of the journal are read back as the decisions they tell of`() throws {
        var entry = [
            "MESSAGE_ID": JournalRecord.decision, "RITUALD_OCCURRENCE": "noon@2026-01-10T12:00",
            "RITUALD_STAGE": "start", "RITUALD_PARTNER": "alex", "RITUALD_VERDICT": "fired",
            "RITUALD_DUE": "2026-01-10T12:00:00Z", "RITUALD_DECIDED": "2026-01-10T12:00:01Z",
            "RITUALD_REASON": "in time", "RITUALD_NUDGE_ID": "abc",
        ]
        let decisionLog = JournalDecisionLog()
        let since = try Instant(parsing: "2026-01-09T12:00:00Z")
        // Decided and told by nobody: it has to be told again.
        #expect(decisionLog.recoveredDecisions(of: [entry], since: since) == RecoveredDecisions())
        let arrived = [
            "MESSAGE_ID": JournalRecord.delivered, "RITUALD_NUDGE_ID": "abc",
            "RITUALD_CHANNEL": "phone",
        ]
        let recovered = decisionLog.recoveredDecisions(of: [entry, arrived, entry], since: since)
        #expect(recovered.arrivals == [RecoveredDecisions.Arrival(nudge: "abc", channel: "phone")])
        let found = recovered.decisions
        #expect(found.map(\.key.description) == ["noon@2026-01-10T12:00 start alex"])
        #expect(found.first?.reason == "in time; known from the journal")
        #expect(found.first?.nudge == nil)
        // Told in the journal itself, whose entry came there before the note of it.
        let shown = ["MESSAGE_ID": "the start's", "RITUAL_NUDGE_ID": "abc"]
        #expect(
            decisionLog.recoveredDecisions(of: [entry, shown], since: since).decisions == found
        )
        // What was decided in the very second that the backup ends with may not be in it.
        let decided = try Instant(parsing: "2026-01-10T12:00:01Z")
        #expect(
            decisionLog.recoveredDecisions(of: [entry, arrived], since: decided).decisions == found
        )
        let later = decided + .seconds(1)
        #expect(
            decisionLog.recoveredDecisions(of: [entry, arrived], since: later).decisions.isEmpty
        )
        entry["RITUALD_STAGE"] = "nonsense"
        #expect(
            decisionLog.recoveredDecisions(of: [entry, arrived], since: since).decisions.isEmpty
        )
    }
}
