import CivilTime
import Delivery
import Foundation
import GRDB
import Household
@testable import Ledger
import Planning
import TestKit
import Testing

/// What becomes of a ledger that an earlier version wrote.
@Suite struct `A ledger of an earlier version` {
    let directory: TemporaryFolder
    private struct CutOff: Error {}

    init() throws {
        directory = try TemporaryFolder()
    }

    private var file: String { directory.path("ledger.sqlite") }

    /// Compares all that can be asked with what the earlier version wrote.
    private func expectAll(of old: OldLedger, in ledger: SQLiteLedger) throws {
        let decisions = try old.decisions()
        for decision in decisions {
            let found = try ledger.decisions(about: decision.key.occurrence)
            #expect(
                found == decisions.filter { $0.key.occurrence == decision.key.occurrence }
            )
        }
        let outcomes = try old.outcomes()
        for outcome in outcomes {
            let said = outcomes.filter {
                $0.occurrence == outcome.occurrence && $0.undone == nil
            }
            #expect(try ledger.outcomes(of: outcome.occurrence) == said)
        }
        let memory = try ledger.memory(at: instant(OldLedger.now))
        #expect(try memory.through == instant(OldLedger.now))
        #expect(Set(memory.decided).union(memory.decidedAhead.keys) == Set(decisions.map(\.key)))
        #expect(memory.outcomes == outcomes.filter { $0.undone == nil })
        try expectDeliveries(of: old, decisions, in: ledger)
        if old.version >= 2 {
            #expect(try ledger.health(of: "phone")?.failuresInARow == 2)
        }
        if old.version >= 3 {
            #expect(memory.holds.map(\.reason) == ["exams"])
            #expect(try ledger.lapses(of: "walk").count == 1)
        }
    }

    private func expectDeliveries(
        of old: OldLedger,
        _ decisions: [Decision],
        in ledger: SQLiteLedger
    ) throws {
        let deliveries = try (1...3).compactMap { try ledger.delivery($0) }
        let (first, last) = (try #require(decisions[0].nudge), try #require(decisions[4].nudge))
        #expect(deliveries.map(\.nudge) == [first, first, last])
        #expect(deliveries.map(\.nudge.id) == [first.id, first.id, last.id])
        #expect(deliveries.map(\.channel) == ["desktop", "phone", "phone"])
        // What was being sent waits for another attempt.
        #expect(deliveries.map(\.state) == [.delivered, .pending, .pending])
        #expect(deliveries.map(\.attempts) == [2, 2, 2])
        #expect(deliveries.map(\.attemptsBefore) == Array(repeating: old.attemptsBefore, count: 3))
        #expect(deliveries.map(\.detail) == [nil, "HTTP 503", "HTTP 503"])
        #expect(try ledger.deliveries(about: decisions[1].key.occurrence).map(\.id) == [1, 2])
        #expect(try ledger.deliveries(in: [.pending], limit: 9).map(\.id) == [3, 2])
        let attempt = try #require(ledger.attempts(at: 1).first)
        #expect(attempt.detail == "HTTP 200")
        #expect(attempt.reply == (old.version >= 2 ? "thanks" : nil))
        #expect(try ledger.attempts(at: 3).map(\.ended) == [nil])
        #expect(try ledger.summary().deliveries == [.delivered: 1, .pending: 2])
    }

    @Test(arguments: OldLedger.versions)
    func `reads the same, and goes on`(_ version: Int) throws {
        let old = OldLedger(version: version)
        try old.write(to: file)
        for _ in 1...2 {
            let ledger = try SQLiteLedger(directory: directory.path)
            try expectAll(of: old, in: ledger)
            #expect(try ledger.summary().schemaVersion == Schema.migrator.migrations.count)
        }
        let ledger = try SQLiteLedger(directory: directory.path)
        let again = try old.decisions()[3]
        #expect(throws: LedgerError.decidedTwice(again.key)) { try ledger.record(step([again])) }
        let next = try decision("walk@2026-01-10T10:00", due: "2026-01-10T10:00:00Z")
        try ledger.record(step([next], withdrawnRituals: ["date-night"]))
        #expect(try ledger.decisions(about: next.key.occurrence) == [next])
        // The nudge for both is still open: its other line is.
        #expect(try ledger.delivery(2)?.state == .pending)
        #expect(try ledger.delivery(3)?.state == .withdrawn)
        #expect(try ledger.repair() == nil)
    }

    @Test(arguments: OldLedger.versions)
    func `is whole where its migration was cut off`(_ version: Int) throws {
        let old = OldLedger(version: version)
        try old.write(to: file)
        let crashed = try TemporaryFolder()
        let queue = try DatabaseQueue(path: file)
        let migrations = Schema.migrator.migrations
        // All but the last steps of the newest migration, in the file and its WAL as a crash leaves it.
        #expect(throws: CutOff.self) {
            try queue.inDatabase { try $0.execute(sql: "PRAGMA cache_size = 1") }
            try queue.write { database in
                if version < 2 { try Schema.addChannels(to: database) }
                for statement in version < 3 ? Schema.holdTables : [] {
                    try database.execute(sql: statement)
                }
                try Schema.storeWordsOnce(in: database)
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: file + suffix,
                        toPath: crashed.path("ledger.sqlite\(suffix)")
                    )
                }
                throw CutOff()
            }
        }
        let wal = try FileManager.default.attributesOfItem(
            atPath: crashed.path("ledger.sqlite-wal")
        )
        #expect(wal[.size] as? Int ?? 0 > 20 * 4_096)
        let copy = try DatabaseQueue(path: crashed.path("ledger.sqlite"))
        let applied = try copy.read { try Schema.migrator.appliedMigrations($0) }
        #expect(applied == Array(migrations.prefix(version)))
        try copy.close()
        try expectAll(of: old, in: SQLiteLedger(directory: crashed.path))
    }

    @Test func `is read and brought up to date in memory while its file cannot be written`() throws
    {
        let old = OldLedger(version: 3)
        try old.write(to: file)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: file, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(ledger.trouble == "another program has it open")
        try expectAll(of: old, in: ledger)
        let next = try decision("walk@2026-01-10T10:00", due: "2026-01-10T10:00:00Z")
        try ledger.record(step(through: OldLedger.now, [next]))

        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        ledger.catchUp()
        #expect(ledger.trouble == nil)
        #expect(try ledger.decisions(about: next.key.occurrence) == [next])
        #expect(try ledger.summary().decisions == old.decisions().count + 1)
        #expect(try ledger.outcomes(of: old.outcomes()[0].occurrence) == [old.outcomes()[0]])
    }

    @Test func `takes the place of a damaged one as its backup`() throws {
        let old = OldLedger(version: 3)
        try old.write(to: directory.path("ledger-backup-1.sqlite"))
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: file))
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(try ledger.repair()?.restored == instant(OldLedger.now))
        try expectAll(of: old, in: ledger)
    }

    @Test func `becomes smaller, and leaves no empty pages`() throws {
        try OldLedger(version: 3).write(to: file)
        try DatabaseQueue(path: file).write { database in
            for number in 0..<1_500 {
                let told = try decision("walk@2026-01-09T10:00", .nag(number))
                let nudge = try #require(told.nudge)
                try database.execute(
                    sql: "INSERT INTO nudges VALUES (?, ?)",
                    arguments: [nudge.id, NudgeText.write(nudge)]
                )
            }
        }
        let size = {
            try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        }
        let before = try size()
        do {
            let ledger = try SQLiteLedger(directory: directory.path)
            let free = try ledger.queue.read { try Int.fetchOne($0, sql: "PRAGMA freelist_count") }
            #expect(free == 0)
        }
        #expect(try size() < before * 3 / 5)
    }

    @Test func `shows in sqlite3 what its numbers stand for`() throws {
        let old = OldLedger(version: 3)
        try old.write(to: file)
        _ = try SQLiteLedger(directory: directory.path)
        let rows = try DatabaseQueue(path: file).read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT occurrence, stage, partner, nudge FROM decision_list ORDER BY id"
            )
        }
        #expect(
            try rows.map { "\($0["occurrence"] ?? "") \($0["stage"] ?? "") \($0["partner"] ?? "")" }
                == old.decisions().map(\.key.description)
        )
        #expect(try rows.map { $0["nudge"] } == old.decisions().map(\.nudgeID))
    }
}
