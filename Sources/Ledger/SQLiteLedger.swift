import GRDB
package import Rituals

/// The ledger in one SQLite file, `ledger.sqlite` in the state directory.
///
/// It has the file for itself as long as it lives: a second one, in this process or another, is
/// refused with `LedgerError.inUse`. Calls block for as long as the disk takes, one after another,
/// and nothing runs between them.
package final class SQLiteLedger: Sendable {
    /// The file, for messages.
    package let path: String
    let queue: DatabaseQueue

    /// Opens the ledger in `directory`, making both where they are missing.
    ///
    /// The file is checked (`PRAGMA quick_check`) before anything is read from it, a ledger of a
    /// newer version is refused by the name of what is unknown, an older one is brought up to
    /// date, and deliveries whose attempt a crash cut off wait for another one.
    package init(directory: String) throws(LedgerError) {
        let file = LedgerFile(directory: directory)
        try file.prepare()
        path = file.path
        queue = try LedgerError.translating {
            let queue = try file.connect()
            try queue.writeWithoutTransaction { database in
                try Self.check(database)
                try Self.refuseNewer(database)
            }
            try Schema.migrator.migrate(queue)
            try queue.write(Self.requeueInterrupted)
            return queue
        }
    }

    /// Runs `body` in one transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        try LedgerError.translating { try queue.write(body) }
    }

    /// Runs `body`, which only reads.
    func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        try LedgerError.translating { try queue.read(body) }
    }

    private static func check(_ database: Database) throws {
        let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
        guard answer == "ok" else {
            throw LedgerError.damaged(answer ?? "the check says nothing")
        }
    }

    private static func refuseNewer(_ database: Database) throws {
        let migrator = Schema.migrator
        let applied = try migrator.appliedIdentifiers(database)
        if let unknown = applied.subtracting(migrator.migrations).min() {
            throw LedgerError.newerSchema(found: unknown)
        }
    }

    /// What was being sent when the last writer ended may have arrived or not: send it again.
    private static func requeueInterrupted(_ database: Database) throws {
        try database.execute(
            sql:
                "UPDATE deliveries SET state = 'pending', next_attempt = updated WHERE state = 'sending'"
        )
    }
}
