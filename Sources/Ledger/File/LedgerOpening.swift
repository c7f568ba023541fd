import CivilTime
import Foundation
import GRDB
import Glibc
import Delivery
import Planning

/// Opens the ledger's file, and mends what is damaged.
struct LedgerOpening {
    let folder: LedgerFolder

    private var backups: LedgerBackups { LedgerBackups(folder: folder) }

    /// Opens the file; one that is no sound database is set aside, and the last backup restored.
    ///
    /// A repair that nobody was told of before the last process ended is said again.
    func open() throws -> (queue: DatabaseQueue, repair: LedgerRepair?) {
        do {
            let queue = try openSound()
            return (queue, try queue.read(LedgerRepair.untold))
        } catch let error as LedgerError {
            guard case .damaged(let reason) = error else {
                throw error
            }
            return try mend(reason)
        } catch let error as DatabaseError where error.isDamage {
            return try mend(error.message ?? "\(error.resultCode)")
        }
    }

    /// Sets the file aside, restores the last sound backup, and opens that.
    ///
    /// The file must not be open any more. A crash in between leaves no file, and what is missing
    /// beside its backups is restored at the next start. The restored file knows that it is one
    /// before it gets its name, so that a crash after that hides nothing.
    func mend(_ reason: String) throws -> (queue: DatabaseQueue, repair: LedgerRepair) {
        let backup = backups.newestSound()
        let through = try backup?.read(SQLiteLedger.through)
        var repair = LedgerRepair(at: now, reason: reason, setAside: nil, restored: through)
        if let backup {
            try Schema.migrator.migrate(backup)
            repair.setAside = try setAside()
            try backup.write(repair.note)
            try backups.install(backup)
            return (try openSound(), repair)
        }
        repair.setAside = try setAside()
        let queue = try openSound(mayBeEmpty: true)
        // That it begins anew can be told without a note.
        try? queue.write(repair.note)
        return (queue, repair)
    }

    /// Makes a file of what is in memory, where the old one was removed, replaced or damaged.
    ///
    /// What is found in its place is set aside.
    func install(
        _ memory: DatabaseQueue,
        after loss: LedgerStore.Loss
    ) throws -> DatabaseQueue {
        try folder.makeAgain()
        if let name = try setAside(), loss == .damage {
            try memory.write { database in
                try database.execute(
                    sql: """
                        UPDATE repairs SET set_aside = ? WHERE id = (SELECT max(id) FROM repairs)
                        """,
                    arguments: [name]
                )
            }
        }
        try backups.install(memory)
        return try openSound()
    }

    /// Where the open file and its WAL lie; `nil` where that is not known.
    var places: Places? {
        guard let file = try? folder.place(of: LedgerFolder.name) else {
            return nil
        }
        return Places(file: file, wal: (try? folder.place(of: Self.wal)) ?? nil)
    }

    struct Places {
        var file: LedgerFolder.Place
        var wal: LedgerFolder.Place?
    }

    /// Whether the open file has its name no more.
    func isLost(_ open: Places) throws -> Bool {
        try folder.place(of: LedgerFolder.name) != open.file
    }

    /// Removes the WAL of a file that is lost: it must not be taken for that of another.
    func removeWAL(of lost: Places) throws {
        if let wal = lost.wal, try folder.place(of: Self.wal) == wal {
            folder.remove(Self.wal)
        }
    }

    private static let wal = LedgerFolder.name + "-wal"

    private var now: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }

    /// A ledger in memory that stands in for the file.
    struct Copy {
        var queue: DatabaseQueue
        var repair: LedgerRepair?
        /// Whether it is to take the place of a file that is damaged.
        var isRepaired = false
    }

    /// A copy in memory of what the file holds, where it cannot be opened to write.
    ///
    /// SQLite needs to write even to read a database that a crash left, and cannot share one that
    /// another program has locked: so the files are copied to a place where it may.
    func copy() throws -> Copy {
        let (place, copied) = try copyFiles()
        defer { try? FileManager.default.removeItem(at: place) }
        do {
            let queue = try LedgerConnection.reading(copied)
            try queue.writeWithoutTransaction { try examine($0, mayBeEmpty: backups.isEmpty) }
            let memory = try LedgerConnection.memory(of: queue)
            try Schema.migrator.migrate(memory)
            return Copy(queue: memory, repair: try memory.read(LedgerRepair.untold))
        } catch LedgerError.damaged(let reason) {
            return try backup(because: reason)
        } catch let error as DatabaseError where error.isDamage {
            return try backup(because: error.message ?? "\(error.resultCode)")
        }
    }

    /// The last sound backup in memory, an empty ledger where there is none; what takes the place of
    /// a damaged file as soon as the folder can be written.
    func backup(because reason: String) throws -> Copy {
        let backup = backups.newestSound()
        let memory = try backup ?? LedgerConnection.memory(of: nil)
        let through = try backup?.read(SQLiteLedger.through)
        let repair = LedgerRepair(at: now, reason: reason, setAside: nil, restored: through)
        try Schema.migrator.migrate(memory)
        try memory.write(repair.note)
        return Copy(queue: memory, repair: repair, isRepaired: true)
    }

    /// Copies the file and its WAL to where they may be written; on a full disk, into memory.
    private func copyFiles() throws -> (place: URL, file: String) {
        let files = FileManager.default
        let name = "rituald-\(UUID().uuidString)"
        let places = [files.temporaryDirectory, URL(fileURLWithPath: "/dev/shm")]
        for place in places.map({ $0.appendingPathComponent(name) }) {
            do {
                try files.createDirectory(
                    at: place,
                    withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700]
                )
                let copied = place.appendingPathComponent(LedgerFolder.name).path
                for suffix in ["", "-wal"] where files.fileExists(atPath: folder.file + suffix) {
                    try files.copyItem(atPath: folder.file + suffix, toPath: copied + suffix)
                    try files.setAttributes(
                        [.posixPermissions: 0o600],
                        ofItemAtPath: copied + suffix
                    )
                }
                return (place, copied)
            } catch {
                try? files.removeItem(at: place)
            }
        }
        throw LedgerError.unavailable("'\(folder.file)' cannot be read or copied")
    }

    private func openSound(mayBeEmpty: Bool? = nil) throws -> DatabaseQueue {
        let mayBeEmpty = mayBeEmpty ?? backups.isEmpty
        guard mayBeEmpty || isAnythingThere else {
            throw Self.empty
        }
        try folder.prepare(folder.file)
        let queue = try LedgerConnection.alone(with: folder.file)
        try queue.writeWithoutTransaction { database in
            try examine(database, mayBeEmpty: mayBeEmpty)
            try LedgerConnection.settle(database)
        }
        try LedgerConnection.migrate(queue)
        return queue
    }

    private func examine(_ database: Database, mayBeEmpty: Bool) throws {
        try LedgerConnection.check(database)
        try LedgerConnection.refuseNewer(database)
        guard try mayBeEmpty || !Schema.migrator.appliedIdentifiers(database).isEmpty else {
            throw Self.empty
        }
    }

    private static let empty = LedgerError.damaged("it is empty, and there are backups of it")

    /// Whether the file, or what SQLite left beside it, holds anything.
    private var isAnythingThere: Bool {
        ["", "-wal"].contains { suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder.file + suffix)
            return (attributes?[.size] as? Int ?? 0) > 0
        }
    }

    /// What the name of a damaged file begins with that was set aside.
    static let setAsidePrefix = "ledger-damaged-"

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

extension DatabaseError {
    /// Whether the file is not a sound database.
    var isDamage: Bool {
        let code = resultCode.primaryResultCode
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }

    /// Whether the file cannot be written now, and may be later: a full or read-only disk, an
    /// input or output error, a lock that another program holds.
    var isPassing: Bool {
        switch resultCode.primaryResultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM,
            .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM, .SQLITE_NOLFS:
            true
        default: false
        }
    }
}
