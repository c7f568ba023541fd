import CivilTime
import GRDB
import Glibc
import Delivery

/// The copies of the ledger beside it: `ledger-backup-1.sqlite` is the newest of three.
///
/// The copies are numbered and not dated, so that a clock that leapt ahead cannot make an old copy
/// look like the newest.
struct LedgerBackups {
    static let kept = 3
    private static let unfinished = "ledger-backup.part"

    let folder: LedgerFolder

    private static func name(_ number: Int) -> String { "ledger-backup-\(number).sqlite" }

    var isEmpty: Bool {
        !(1...Self.kept).contains { folder.has(Self.name($0)) }
    }

    /// When the newest copy was made; `nil` where there is none.
    ///
    /// A copy with a date in the future does not count: until that date, no other copy would be
    /// made.
    var newest: Instant? {
        folder.modified(Self.name(1)).flatMap { $0 > time(nil) ? nil : $0 }
            .map(Instant.init(secondsSinceEpoch:))
    }

    /// Makes a copy of the database, and drops the oldest copy once the new one is on disk.
    ///
    /// `VACUUM INTO` reads every page, so a ledger that is corrupt makes no backup.
    func make(of queue: DatabaseQueue) throws {
        try write(queue)
        for number in (1..<Self.kept).reversed() where folder.has(Self.name(number)) {
            try folder.rename(Self.name(number), to: Self.name(number + 1))
        }
        try folder.rename(Self.unfinished, to: Self.name(1))
    }

    /// Replaces all copies by one new copy; where there are no copies, none is made.
    ///
    /// The copies hold rows that were erased; the older ones are removed first, and the new copy
    /// then replaces the newest.
    func replaceAll(with queue: DatabaseQueue) throws {
        guard !isEmpty else {
            return folder.remove(Self.unfinished)
        }
        for number in 2...Self.kept {
            folder.remove(Self.name(number))
        }
        try write(queue)
        try folder.rename(Self.unfinished, to: Self.name(1))
    }

    /// Whether a copy was made at `instant` or later.
    func hasCopy(since instant: Instant) -> Bool {
        (1...Self.kept).contains { number in
            folder.modified(Self.name(number)).map { $0 >= instant.secondsSinceEpoch } ?? false
        }
    }

    /// Opens a new copy without a name, which is gone once its descriptor is closed.
    func openCopy(of queue: DatabaseQueue) throws -> (file: Int32, length: Int) {
        try write(queue)
        defer { folder.remove(Self.unfinished) }
        return try folder.open(Self.unfinished)
    }

    /// Writes the database `memory` as the ledger's file.
    func install(_ memory: DatabaseQueue) throws {
        try write(memory)
        try folder.rename(Self.unfinished, to: LedgerFolder.name)
    }

    /// Writes a copy under the unfinished name, and returns once the copy is on disk.
    private func write(_ queue: DatabaseQueue) throws {
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

    private func sound(_ number: Int) throws -> DatabaseQueue {
        let queue = try LedgerConnection.reading(folder.path(Self.name(number)))
        try queue.writeWithoutTransaction { database in
            try LedgerConnection.check(database, mayBeEmpty: false)
        }
        return try LedgerConnection.memory(of: queue)
    }
}
