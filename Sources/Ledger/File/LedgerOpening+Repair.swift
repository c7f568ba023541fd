import CivilTime
import Delivery
import Foundation
import GRDB
import Glibc

// What takes the place of a file that is corrupt or lost.

extension LedgerOpening {
    /// Why a copy becomes a file of its own.
    enum Loss {
        /// The file is corrupt, and could not be set aside yet.
        case corruption
        /// The open file has its name no more.
        case gone
    }

    /// What the name of a corrupt file begins with that was set aside.
    static let setAsidePrefix = "ledger-damaged-"

    /// Sets the file aside, restores the last sound backup, and opens that; in memory where the folder cannot
    /// be written.
    ///
    /// The file must not be open any more.
    func repair(_ reason: String) throws -> Opened {
        do {
            return try restore(after: reason)
        } catch  where LedgerError.isPassing(error) && folder.isHeld {
            return try restoreInMemory(after: reason, because: LedgerError.reason(of: error))
        }
    }

    /// Sets the file aside and restores the last sound backup.
    ///
    /// A crash in between leaves no file, and what is missing beside its backups is restored at the next start.
    /// The restored file knows that it is one before it gets its name, so that a crash after that hides nothing.
    private func restore(after reason: String) throws -> Opened {
        let backup = backups.newestSound()
        var repair = try repair(reason, restored: backup)
        guard let backup else {
            repair.setAside = try setAside()
            let file = try openFile(mayBeEmpty: true)
            // That it begins anew can be reported without a row.
            try? file.queue.write { try RepairRow(repair).insert($0) }
            return Opened(state: .healthy(file), repair: repair)
        }
        repair.setAside = try setAside()
        try note(repair, in: backup)
        try backups.install(backup)
        return Opened(state: .healthy(try openFile()), repair: repair)
    }

    /// The last sound backup in memory, an empty ledger where there is none; what takes the place of
    /// a corrupt file as soon as the folder can be written.
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

    /// Makes a file of what is in memory, where the old one was removed, replaced or corrupt.
    ///
    /// What is found in its place is set aside.
    func install(_ memory: DatabaseQueue, after loss: Loss) throws -> LedgerStore.OpenFile {
        try folder.makeAgain()
        if let name = try setAside(), loss == .corruption {
            try memory.write { try RepairRow.setAside(name, in: $0) }
        }
        try backups.install(memory)
        return try openFile()
    }

    private var now: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }

    /// Renames the file, and what SQLite left beside it, to a name with the date.
    ///
    /// - Returns: the name; `nil` where the file holds nothing.
    private func setAside() throws -> String? {
        guard isAnythingThere else {
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
