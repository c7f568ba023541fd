import CivilTime
import Delivery
import Foundation
import GRDB
import Glibc
import Household
@testable import Ledger
import Planning
import TestKit
import Testing

@Suite struct `The SQLite ledger` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    private var file: String { "\(directory.path)/ledger.sqlite" }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// A plain connection to the file, as another program would have.
    private func tamper(_ sql: String) throws {
        try DatabaseQueue(path: file).write { try $0.execute(sql: sql) }
    }

    @Test func `the directories it makes and the file are its owner's alone`() throws {
        let state = "\(directory.path)/one/two"
        let ledger = try SQLiteLedger(directory: state)
        try ledger.record(step([decision()]))
        #expect(try mode(of: "\(directory.path)/one") == 0o700)
        #expect(try mode(of: state) == 0o700)
        #expect(ledger.path == "\(state)/ledger.sqlite")
        #expect(try mode(of: ledger.path) == 0o600)
        #expect(try mode(of: "\(ledger.path)-wal") == 0o600)
    }

    @Test func `a file that others could read is narrowed`() throws {
        _ = try SQLiteLedger(directory: directory.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        _ = try SQLiteLedger(directory: directory.path)
        #expect(try mode(of: file) == 0o600)
    }

    @Test func `each commit is on the disk before it counts`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let settings = try ledger.queue.read { database in
            try ["journal_mode", "synchronous", "foreign_keys", "locking_mode"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        // 2 is FULL (<https://sqlite.org/pragma.html#pragma_synchronous>).
        #expect(settings == ["wal", "2", "1", "exclusive"])
    }

    @Test func `a second daemon on the same directory is refused`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(throws: LedgerError.inUse) { try SQLiteLedger(directory: directory.path) }
        #expect("\(LedgerError.inUse)" == "the ledger is in use by another rituald")
        try ledger.record(step([decision()]))
    }

    @Test func `a child that is being started keeps nobody out once it is closed`() throws {
        var ledger: SQLiteLedger? = try SQLiteLedger(directory: directory.path)
        let child = try #require(OpenFiles.duplicate(at: directory.path))
        defer { close(child) }
        withExtendedLifetime(ledger) {}
        ledger = nil
        _ = try SQLiteLedger(directory: directory.path)
    }

    @Test func `a second daemon is refused by another name of the directory too`() throws {
        let link = "\(directory.path)-link"
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: directory.path
        )
        defer { try? FileManager.default.removeItem(atPath: link) }
        let ledger = try SQLiteLedger(directory: link)
        try ledger.record(step([decision()]))
        #expect(throws: LedgerError.inUse) { try SQLiteLedger(directory: directory.path) }
        #expect(FileManager.default.fileExists(atPath: file))
        #expect(ledger.degradedReason == nil)
    }

    @Test func `a file that lies elsewhere and is linked here is written there`() throws {
        let other = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: file,
            withDestinationPath: other.path("ours.sqlite")
        )
        for number in 1...2 {
            let ledger = try SQLiteLedger(directory: directory.path)
            try ledger.record(step([decision(dateNight, .nag(number))]))
            ledger.flush()
            #expect(ledger.degradedReason == nil)
            #expect(try ledger.summary().decisions == number)
        }
        #expect(try mode(of: other.path("ours.sqlite")) == 0o600)
    }

    @Test func `an attempt that a crash cut off is made again, and one in flight is not`() throws {
        let now = try instant(evening)
        do {
            let ledger = try SQLiteLedger(directory: directory.path)
            try ledger.record(step([decision(channels: ["phone"])]))
            let id = try #require(ledger.deliveries(dueAt: now, limit: 9).first?.id)
            #expect(try ledger.begin(id, at: now))
            #expect(try ledger.deliveries(dueAt: now, limit: 9) == [])
            #expect(try ledger.nextAttempt(after: now - .seconds(1)) == nil)
        }
        let ledger = try SQLiteLedger(directory: directory.path)
        let delivery = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(delivery.attempts == 1)
        #expect(delivery.nextAttempt == now)
    }

    @Test func `each attempt leaves a row of its own`() throws {
        let now = try instant(evening)
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step([decision(channels: ["phone"])]))
        let id = try #require(ledger.deliveries(dueAt: now, limit: 9).first?.id)
        _ = try ledger.begin(id, at: now)
        try ledger.finish(
            id,
            as: .pending,
            detail: "HTTP 503",
            nextAttempt: now + .seconds(4),
            at: now + .seconds(1)
        )
        _ = try ledger.begin(id, at: now + .seconds(4))
        try ledger.finish(
            id,
            as: .delivered,
            detail: "HTTP 200",
            nextAttempt: nil,
            at: now + .seconds(5)
        )
        let rows = try ledger.queue.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT ended - begun AS length, state, detail FROM attempts"
            )
        }
        #expect(
            rows == [
                ["length": 1, "state": "pending", "detail": "HTTP 503"],
                ["length": 1, "state": "delivered", "detail": "HTTP 200"],
            ]
        )
    }

    @Test func `a row that makes no sense is an error that names no content`() throws {
        do {
            try SQLiteLedger(directory: directory.path).record(step([decision()]))
        }
        try tamper("UPDATE nudges SET words = '{\"body\": \"our secret\"}'")
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(throws: LedgerError.corrupt("a nudge cannot be read")) {
            try ledger.deliveries(dueAt: instant(evening), limit: 9)
        }
    }

    @Test func `what SQLite refuses is told without the values`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.queue.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON facts
                    BEGIN SELECT RAISE(ABORT, 'no outcomes today'); END
                    """
            )
        }
        let bad = try step([decision()], outcomes: [outcome(note: "our secret")])
        #expect(throws: LedgerError.unavailable("no outcomes today")) { try ledger.record(bad) }
        #expect(try ledger.summary().decisions == 0)
        #expect(try ledger.memory(at: instant(evening)) == PlannerMemory())
    }

    @Test func `a directory that cannot be made is an error with its name`() throws {
        try Data().write(to: URL(fileURLWithPath: "\(directory.path)/file"))
        let state = "\(directory.path)/file/state"
        #expect(throws: LedgerError.unavailable("'\(state)': Not a directory")) {
            try SQLiteLedger(directory: state)
        }
    }

    @Test func `single attempts are let go of after a while, and nothing else`() throws {
        let now = try instant(evening)
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step([decision(channels: ["phone"])]))
        let id = try #require(ledger.deliveries(dueAt: now, on: "phone", limit: 9).first?.id)
        _ = try ledger.begin(id, at: now)
        let attempt = DeliveryAttempt(.delivered, detail: "HTTP 200")
        let end = DeliveryEnd(id, as: .delivered, detail: attempt.detail, attempt: attempt)
        try ledger.finish(end, at: now)
        let count = {
            try ledger.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempts") }
        }
        try ledger.performMaintenance(before: now)
        #expect(try count() == 1)
        try ledger.performMaintenance(before: now + .seconds(1))
        #expect(try count() == 0)
        #expect(try ledger.deliveries(in: [.delivered], limit: 9).map(\.attempts) == [1])
        #expect(try ledger.summary().decisions == 1)
    }

    @Test func `the figures are those of the file`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step([decision()]))
        let summary = try ledger.summary()
        #expect(summary.schemaVersion == Schema.migrator.migrations.count)
        #expect(summary.bytes >= 4_096)
        #expect(summary.deliveries == [.pending: 2])
        #expect(try summary.through == instant(evening))
    }
}
