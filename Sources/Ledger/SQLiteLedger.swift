package import CivilTime
package import Delivery
import GRDB
import Synchronization

/// The ledger in one SQLite file, `ledger.sqlite` in the state directory.
///
/// A ledger locks its file: to open a second one, in this process or another, throws
/// `LedgerError.inUse`. Calls are serialized, and each blocks until the disk is done. `LedgerStore`
/// says what happens while the file cannot be written.
package final class SQLiteLedger: Sendable {
    /// The path of the file, for messages.
    package let path: String
    let store: LedgerStore
    /// `nil` for a database that was opened by its SQLite name alone.
    let folder: LedgerFolder?
    /// The highest id of a delivery that was handed out for an attempt.
    let handedOut = Mutex<Int64>(0)

    /// Opens the ledger in `directory`, making both where they are missing.
    ///
    /// The file is checked before anything is read from it. A corrupt one is set aside and the last
    /// backup restored. Deliveries whose attempt a crash interrupted are enqueued again. A file
    /// that cannot be written is copied into memory.
    ///
    /// - Throws: `LedgerError` where the file belongs to another rituald, user or version.
    package init(directory: String) throws(LedgerError) {
        let folder = try LedgerFolder(directory)
        let opening = LedgerOpening(folder: folder)
        self.folder = folder
        path = folder.file
        let opened = try LedgerError.translating { try opening.open() }
        store = LedgerStore(opened.state, repair: opened.repair, opening)
        try write { try DeliveryStore($0).enqueueInterrupted() }
    }

    /// Opens a database by the name that SQLite knows it by, without backups and repair.
    package init(database: String) throws(LedgerError) {
        folder = nil
        path = database
        let queue = try LedgerError.translating {
            try LedgerConnection.open(database, mayBeEmpty: true)
        }
        store = LedgerStore(.healthy(.init(queue: queue)))
        try write { try DeliveryStore($0).enqueueInterrupted() }
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
}

extension SQLiteLedger: LedgerUpkeep {
    package var degradedReason: String? { store.degradedReason }
    package var corruption: String? { store.corruption }

    package func flush() {
        store.flush()
    }

    package func repair() throws -> LedgerRepair? {
        let highest = handedOut.withLock(\.self)
        try store.repair { database in
            try Metadata(database).passOver(highest)
            try DeliveryStore(database).enqueueInterrupted()
        }
        return store.takeRepair()
    }

    package func markRepairsReported() throws {
        try write(RepairRow.markReported)
    }

    package func repairs(since instant: Instant) throws -> [LedgerRepair] {
        try read { try RepairRow.repairs(since: instant, in: $0) }.filter { repair in
            repair.setAside.flatMap { folder?.has($0) } ?? true
        }
    }

    package func backUp(unlessMadeSince instant: Instant) throws -> Bool {
        guard let folder else {
            return false
        }
        let backups = LedgerBackups(folder: folder)
        if let newest = backups.newest, newest >= instant {
            return false
        }
        return try store.withHealthyFile(backups.make)
    }

    package func openCopy() throws -> (file: Int32, length: Int) {
        guard let folder else {
            throw LedgerError.unavailable("'\(path)' has no folder to copy it in")
        }
        return try store.withQueue(LedgerBackups(folder: folder).openCopy)
    }

    package func performMaintenance(before instant: Instant) throws {
        try write { database in
            try DeliveryStore(database).deleteAttempts(before: instant)
            try HistoryStore(database).deleteTokens(expiredBefore: instant)
        }
    }
}
