import CivilTime
import GRDB
import Glibc
import Delivery

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
    ///
    /// One that a clock ahead of the present one has dated is not counted: until that time came, no
    /// other would be made.
    var newest: Instant? {
        folder.modified(Self.name(1)).flatMap { $0 > time(nil) ? nil : $0 }
            .map(Instant.init(secondsSinceEpoch:))
    }

    /// Makes a copy of what `queue` holds, and only when it is on the disk drops the oldest.
    ///
    /// `VACUUM INTO` reads every page, so a ledger that is corrupt makes no backup.
    func make(of queue: DatabaseQueue) throws {
        try write(queue)
        for number in (1..<Self.kept).reversed() where folder.has(Self.name(number)) {
            try folder.rename(Self.name(number), to: Self.name(number + 1))
        }
        try folder.rename(Self.unfinished, to: Self.name(1))
    }

    /// Makes a copy of what `queue` holds, and lets it take the place of all there are; none where there
    /// is none.
    ///
    /// What is in the others must not be there any more, so they go first.
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

    /// Whether there is one that was made after that instant.
    func mayKnow(of instant: Instant) -> Bool {
        (1...Self.kept).contains { number in
            folder.modified(Self.name(number)).map { $0 >= instant.secondsSinceEpoch } ?? false
        }
    }

    /// Opens a copy of what `queue` holds that has no name, and so goes with its descriptor.
    func openCopy(of queue: DatabaseQueue) throws -> (file: Int32, length: Int) {
        try write(queue)
        defer { folder.remove(Self.unfinished) }
        return try folder.open(Self.unfinished)
    }

    /// Makes what `memory` holds the ledger's file.
    func install(_ memory: DatabaseQueue) throws {
        try write(memory)
        try folder.rename(Self.unfinished, to: LedgerFolder.name)
    }

    /// Writes what `queue` holds under the unfinished name, and returns when the disk has it.
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
