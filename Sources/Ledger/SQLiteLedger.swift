package import CivilTime
import GRDB
package import Delivery
import Planning
import Synchronization

/// The ledger in one SQLite file, `ledger.sqlite` in the state directory.
///
/// It has the file for itself as long as it lives: a second one, in this process or another, is
/// refused with `LedgerError.inUse`. Calls block for as long as the disk takes, one after another,
/// and nothing runs between them. While the file cannot be written it goes on in memory, and says
/// so in `trouble`.
package final class SQLiteLedger: Sendable {
    /// The file, for messages.
    package let path: String
    let store: LedgerStore
    /// `nil` for a file that SQLite alone knows how to find.
    let folder: LedgerFolder?
    /// The highest number of a delivery that somebody may be at.
    let handedOut = Mutex<Int64>(0)

    /// Opens the ledger in `directory`, making both where they are missing.
    ///
    /// The file is checked before anything is read from it. A damaged one is set aside and the last
    /// backup restored; a ledger of a newer version is refused by the name of what is unknown; an
    /// older one is brought up to date; deliveries whose attempt a crash cut off wait for another
    /// one. A file that cannot be written is copied into memory.
    package init(directory: String) throws(LedgerError) {
        let folder = try LedgerFolder(directory)
        let opening = LedgerOpening(folder: folder)
        self.folder = folder
        path = folder.file
        store = try LedgerError.translating {
            do {
                let (queue, repair) = try opening.open()
                return LedgerStore(queue, repair, opening)
            } catch  where LedgerError.isPassing(error) {
                guard folder.isHeld else {
                    throw LedgerError.isLock(error) ? LedgerError.inUse : error
                }
                let trouble = LedgerError.reason(of: error)
                return LedgerStore(copy: try opening.copy(), because: trouble, opening)
            }
        }
        try write(Self.requeueInterrupted)
    }

    /// Opens a database by the name that SQLite knows it by, without backups and repair.
    package init(database: String) throws(LedgerError) {
        folder = nil
        path = database
        let open: LedgerStore.Opening = {
            let queue = try LedgerConnection.alone(with: database)
            try queue.writeWithoutTransaction { database in
                try LedgerConnection.check(database)
                try LedgerConnection.refuseNewer(database)
                try LedgerConnection.settle(database)
            }
            try LedgerConnection.migrate(queue)
            return queue
        }
        store = try LedgerError.translating { LedgerStore(try open(), open: open) }
        try write(Self.requeueInterrupted)
    }

    /// The connection in use.
    var queue: DatabaseQueue {
        get throws { try store.queue }
    }

    /// Runs `body` in one transaction.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        try store.write(body)
    }

    /// Runs `body`, which only reads.
    func read<Value: Sendable>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        try store.read(body)
    }

    /// What was being sent when the last writer ended may have arrived or not: send it again.
    private static let requeueInterrupted: LedgerStore.Change = { database in
        try database.execute(
            sql: """
                UPDATE deliveries SET state = 'pending', next_attempt = updated
                WHERE state = 'sending' AND state <> 'delivered'
                """
        )
    }
}

extension SQLiteLedger: LedgerUpkeep {
    package var trouble: String? { store.trouble }
    package var damage: String? { store.damage }

    package func catchUp() {
        store.catchUp()
    }

    package func repair() throws -> LedgerRepair? {
        if let folder, damage != nil {
            let next = handedOut.withLock(\.self) + 1
            try store.mend(with: LedgerOpening(folder: folder)) { database in
                try database.execute(
                    sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('next_delivery', ?)",
                    arguments: [next]
                )
            }
            try write(Self.requeueInterrupted)
        }
        return store.takeRepair()
    }

    package func noteTold() throws {
        try write { try $0.execute(sql: "UPDATE repairs SET told = 1 WHERE told = 0") }
    }

    package func repairs(since instant: Instant) throws -> [LedgerRepair] {
        let all = try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM repairs WHERE at >= ? ORDER BY id",
                arguments: [instant.secondsSinceEpoch]
            ).map(LedgerRepair.init(row:))
        }
        return all.filter { repair in
            repair.setAside.flatMap { folder?.has($0) } ?? true
        }
    }

    package func backUp(unlessMadeSince instant: Instant) throws -> Bool {
        guard let folder, trouble == nil, damage == nil else {
            return false
        }
        let backups = LedgerBackups(folder: folder)
        if let newest = backups.newest, newest >= instant {
            return false
        }
        try LedgerError.translating {
            do {
                try backups.make(of: queue)
            } catch let error as DatabaseError where error.isDamage {
                store.note(damage: error)
                throw error
            }
        }
        return true
    }

    package func tidy(before instant: Instant) throws {
        try write { database in
            try database.execute(
                sql: "DELETE FROM attempts WHERE ended < ?",
                arguments: [instant.secondsSinceEpoch]
            )
            try database.execute(
                sql: "DELETE FROM spent_tokens WHERE expires < ?",
                arguments: [instant.secondsSinceEpoch]
            )
        }
    }
}
