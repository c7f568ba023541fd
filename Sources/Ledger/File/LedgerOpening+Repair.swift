import CivilTime
import Delivery
import Foundation
import GRDB
import Glibc

// Replaces a file that is corrupt or lost.

extension LedgerOpening {
    /// Why a copy in memory has to become the ledger's file.
    enum Loss {
        /// The file is corrupt, and could not be set aside yet.
        case corruption
        /// The open file was removed or replaced.
        case gone
    }

    /// The prefix of the name that a corrupt file gets when it is set aside.
    static let setAsidePrefix = "ledger-damaged-"

    /// Sets the file aside, restores the last sound backup, and opens the result; where the folder
    /// cannot be written, the backup is opened in memory.
    ///
    /// The caller has to close the file first.
    func repair(_ reason: String) throws -> Opened {
        do {
            return try restore(after: reason)
        } catch  where LedgerError.isTransient(error) && folder.isHeld {
            return try restoreInMemory(after: reason, because: LedgerError.reason(of: error))
        }
    }

    /// Sets the file aside and restores the last sound backup.
    ///
    /// After a crash between the two steps there are backups but no file, which the next start
    /// repairs. The repair is recorded in the restored database before the database gets the
    /// ledger's name, so that no later crash can hide the repair.
    private func restore(after reason: String) throws -> Opened {
        let backup = backups.newestSound()
        var repair = try repair(reason, restored: backup)
        guard let backup else {
            repair.setAside = try setAside()
            let file = try openFile(mayBeEmpty: true)
            // The repair is reported even where its row cannot be written.
            try? file.queue.write { try RepairRow(repair).insert($0) }
            return Opened(state: .healthy(file), repair: repair)
        }
        repair.setAside = try setAside()
        try note(repair, in: backup)
        try backups.install(backup)
        return Opened(state: .healthy(try openFile()), repair: repair)
    }

    /// Opens the last sound backup in memory, or an empty ledger where there is none.
    ///
    /// The database in memory replaces the corrupt file as soon as the folder can be written.
    func restoreInMemory(after reason: String, because degraded: String) throws -> Opened {
        let backup = backups.newestSound()
        let repair = try repair(reason, restored: backup)
        let memory = try backup ?? LedgerConnection.memory(of: nil)
        try note(repair, in: memory)
        return Opened(
            state: .degraded(
                .init(memory: memory, target: .replacement(.corruption), reason: degraded)
            ),
            repair: repair
        )
    }

    private func repair(_ reason: String, restored backup: DatabaseQueue?) throws -> LedgerRepair {
        let through = try backup?.read { try Metadata($0).through() }
        return LedgerRepair(at: now, reason: reason, setAside: nil, restored: through)
    }

    private func note(_ repair: LedgerRepair, in queue: DatabaseQueue) throws {
        try Schema.migrator.migrate(queue)
        try queue.write { database in
            try RepairRow(repair).insert(database)
            try Metadata(database).changeMachine()
        }
    }

    /// Writes the database in memory as the ledger's file, where the old file was removed, replaced
    /// or corrupt.
    ///
    /// A file that has the ledger's name is set aside.
    func install(_ memory: DatabaseQueue, after loss: Loss) throws -> LedgerStore.OpenFile {
        try folder.makeAgain()
        if let name = try setAside(), loss == .corruption {
            try memory.write { try RepairRow.setAside(name, in: $0) }
        }
        try backups.install(memory)
        return try openFile()
    }

    private var now: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }

    /// Renames the file, its WAL and its journal to a name with the date and time.
    ///
    /// - Returns: the new name; `nil` where the file and its WAL are empty, and so are removed.
    private func setAside() throws -> String? {
        guard hasContent else {
            for suffix in ["", "-wal", "-journal"] {
                folder.remove(LedgerFolder.name + suffix)
            }
            return nil
        }
        let stem = "\(Self.setAsidePrefix)\(now.description.replacing(":", with: ""))"
        var name = "\(stem).sqlite"
        var number = 1
        while folder.has(name) {
            number += 1
            name = "\(stem)-\(number).sqlite"
        }
        for suffix in ["-wal", "-journal", ""] where folder.has(LedgerFolder.name + suffix) {
            try folder.rename(LedgerFolder.name + suffix, to: name + suffix)
        }
        return name
    }
}
