import CivilTime
import Delivery
import Foundation
import GRDB
import Household
import Planning
import TestKit
import Testing

@testable import Ledger

/// What the tables hold, and which files are refused.
@Suite struct `The schema of the ledger` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    private var file: String { directory.path("ledger.sqlite") }

    /// A plain connection to the file, as another program would have.
    private func other() throws -> DatabaseQueue {
        try DatabaseQueue(path: file)
    }

    private func rows(_ sql: String) throws -> [String] {
        try other().read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "-" : "\($0.storage.value ?? "")" }
                    .joined(separator: " ")
            }
        }
    }

    // MARK: - Files of other versions

    /// A file as a development version left it, by its migrations and one of its tables.
    private func writeDevelopmentFile(to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                    INSERT INTO grdb_migrations VALUES ('1-decisions-deliveries-outcomes');
                    INSERT INTO grdb_migrations VALUES ('7-forgotten');
                    CREATE TABLE outcomes (id INTEGER PRIMARY KEY, note TEXT) STRICT;
                    INSERT INTO outcomes (note) VALUES ('we danced');
                    """
            )
        }
        try queue.close()
    }

    @Test func `a file of a development version is refused and not touched`() throws {
        try writeDevelopmentFile(to: file)
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: LedgerError.developmentSchema) {
            try SQLiteLedger(directory: directory.path)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.path)
                == ["ledger.sqlite"]
        )
        let message = "\(LedgerError.developmentSchema)"
        #expect(message.contains("move 'ledger.sqlite' and every 'ledger-backup-*.sqlite'"))
    }

    @Test func `a file of a development version is refused where it cannot be written, too`() throws
    {
        try writeDevelopmentFile(to: file)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: file, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(throws: LedgerError.developmentSchema) {
            try SQLiteLedger(directory: directory.path)
        }
    }

    @Test func `a backup of a development version takes nobody's place`() throws {
        try writeDevelopmentFile(to: directory.path("ledger-backup-1.sqlite"))
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: file))
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(try ledger.repair()?.restored == nil)
        #expect(try ledger.summary().schemaVersion == 1)
    }

    @Test func `a newer ledger is refused by the name of what is new`() throws {
        _ = try SQLiteLedger(directory: directory.path)
        try other().write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('7-moons')") }
        #expect(throws: LedgerError.newerSchema(found: "7-moons")) {
            try SQLiteLedger(directory: directory.path)
        }
    }

    // MARK: - What people ask with sqlite3

    /// A date night that was told, moved and moved back, and then was done.
    private func writeEvening() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let moved = try outcome(
            dateNight,
            .moved(to: CivilDateTime(parsing: "2026-01-10T19:30")),
            by: "sam",
            note: "flu"
        )
        try ledger.record(step([decision(channels: ["phone"])], outcomes: [moved]))
        var undo = try step(through: "2026-01-09T19:05:00Z")
        undo.undone = [moved]
        undo.undone[0].undone = undo.through
        try ledger.record(undo)
        let done = try outcome(by: "alex", note: "lovely", said: "2026-01-09T23:00:00Z")
        try ledger.record(step(through: "2026-01-09T23:00:00Z", outcomes: [done]))
    }

    @Test func `what was said is a log that keeps no content of what was taken back`() throws {
        try writeEvening()
        let facts = try rows(
            """
            SELECT sequence, ritual, start, kind, value, about = machine || '-1', partner, note
            FROM facts ORDER BY said, machine, sequence
            """
        )
        #expect(
            facts == [
                "1 date-night 2026-01-09T19:00 moved - - - -",
                "2 date-night 2026-01-09T19:00 undo - 1 - -",
                "3 date-night 2026-01-09T19:00 done - - alex lovely",
            ]
        )
    }

    @Test func `what was decided and what became of it is readable`() throws {
        try writeEvening()
        let told = try rows(
            """
            SELECT d.start, d.stage, d.partner, d.verdict, v.channel, v.state
            FROM decisions d JOIN deliveries v ON v.nudge = d.nudge WHERE d.ritual = 'date-night'
            """
        )
        #expect(told == ["2026-01-09T19:00 start alex fired phone pending"])
        let words = try rows(
            """
            SELECT words ->> 'title', words ->> 'prompt', datetime(due, 'unixepoch') FROM nudges
            """
        )
        #expect(words == ["Date night What made you laugh? 2026-01-09 19:00:00"])
    }

    @Test func `a ledger has a machine id of its own, and another one once it is restored`() throws
    {
        let machine = "SELECT machine FROM metadata"
        do {
            let ledger = try SQLiteLedger(directory: directory.path)
            try ledger.record(step([decision()]))
            #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        }
        let first = try rows(machine)
        #expect(first.count == 1 && first[0].count == 16)
        _ = try SQLiteLedger(directory: directory.path)
        #expect(try rows(machine) == first)
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: file))
        _ = try SQLiteLedger(directory: directory.path)
        #expect(try rows(machine) != first)
    }

    @Test func `the second hour of a fold is another occurrence than the first`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let keys = ["pill@2026-10-25T02:30", "pill@2026-10-25T02:30+2", "pill@2026-10-25T02:30:10"]
        try ledger.record(step(keys.map { try decision($0) }))
        for key in keys {
            #expect(try ledger.decisions(about: occurrence(key)).count == 1)
        }
        let history = try ledger.history(
            from: CivilDateTime(parsing: "2026-10-25T02:30"),
            until: CivilDateTime(parsing: "2026-10-25T02:30:10"),
            ritual: "pill"
        )
        #expect(history.map(\.key.description) == Array(keys.prefix(2)))
    }
}
