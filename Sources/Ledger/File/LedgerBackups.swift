import CivilTime
import GRDB
import Glibc
import Rituals

/// The copies of the ledger beside it: `ledger-backup-1.sqlite` is the newest of three.
///
/// They are numbered and not dated, so that a clock that leapt ahead cannot make an old one look
/// like the newest.
struct LedgerBackups {
    static let kept = 3
    private static let unfinished = "ledger-backup.part"

    let folder: LedgerFolder

    private static func name(_ number: Int) -> String { "ledger-backup-\(number).sqlite" }

    var isEmpty: Bool {
        !(1...Self.kept).contains { folder.has(Self.name($0)) }
    }

    /// When the newest was made; `nil` where there is none.
    var newest: Instant? {
        folder.modified(Self.name(1)).map(Instant.init(secondsSinceEpoch:))
    }

    /// Makes a copy of what `queue` holds, and only when it is on the disk drops the oldest.
    ///
    /// `VACUUM INTO` reads every page, so a ledger that is damaged makes no backup.
    func make(of queue: DatabaseQueue) throws {
        folder.remove(Self.unfinished)
        try folder.prepare(folder.path(Self.unfinished))
        do {
            try queue.writeWithoutTransaction { database in
                try database.execute(
                    sql: "VACUUM INTO ?",
                    arguments: [folder.path(Self.unfinished)]
                )
            }
            try folder.synchronize(Self.unfinished)
        } catch {
            folder.remove(Self.unfinished)
            throw error
        }
        for number in (1..<Self.kept).reversed() where folder.has(Self.name(number)) {
            try folder.rename(Self.name(number), to: Self.name(number + 1))
        }
        try folder.rename(Self.unfinished, to: Self.name(1))
    }

    /// The newest sound copy, in memory; `nil` where none is sound.
    func newestSound() -> DatabaseQueue? {
        for number in 1...Self.kept where folder.has(Self.name(number)) {
            if let memory = try? sound(number) {
                return memory
            }
        }
        return nil
    }

    /// Makes the newest sound copy the ledger, and returns up to when it knows everything.
    ///
    /// - Returns: `nil` where no copy is sound, and the ledger begins anew.
    func restore() throws -> Instant? {
        guard let copy = newestSound() else {
            return nil
        }
        folder.remove(Self.unfinished)
        try folder.prepare(folder.path(Self.unfinished))
        try copy.writeWithoutTransaction { database in
            try database.execute(
                sql: "VACUUM INTO ?",
                arguments: [folder.path(Self.unfinished)]
            )
        }
        try folder.synchronize(Self.unfinished)
        try folder.rename(Self.unfinished, to: LedgerFolder.name)
        return try copy.read(SQLiteLedger.through)
    }

    private func sound(_ number: Int) throws -> DatabaseQueue {
        let queue = try LedgerConnection.reading(folder.path(Self.name(number)))
        try queue.writeWithoutTransaction { database in
            try LedgerConnection.check(database)
            try LedgerConnection.refuseNewer(database)
            guard try !Schema.migrator.appliedIdentifiers(database).isEmpty else {
                throw LedgerError.damaged("the backup is empty")
            }
        }
        return try LedgerConnection.memory(of: queue)
    }
}
