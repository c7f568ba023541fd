package import CivilTime
package import Delivery
import GRDB
package import Household
package import Planning

// An erasure leaves no bytes behind in the file, in its WAL or in the copies beside it.

extension SQLiteLedger: LedgerErasing {
    package func erase(
        _ erasure: Erasure,
        at instant: Instant,
        copies: Bool,
        sparing remains: @escaping @Sendable (OccurrenceKey) -> Remains
    ) throws -> Erased {
        var erased = try store.erase(compacting: copies) { database in
            var eraser = LedgerEraser(database, at: instant, sparing: remains)
            return try eraser.erase(erasure)
        }
        if copies, let folder {
            try LedgerError.translating {
                erased.damaged = try removeSetAside(in: folder)
                try LedgerBackups(folder: folder).replaceAll(with: queue)
            }
        }
        return erased
    }

    /// Has what was said at those times and taken back gone from the WAL, and from backups that were made after it was said.
    ///
    /// Where the disk does not take that now, it goes with the next backups.
    func scrub(_ said: [Instant]) {
        guard let folder, let first = said.min() else {
            return
        }
        let backups = LedgerBackups(folder: folder)
        _ = try? store.withHealthyFile { queue in
            try queue.writeWithoutTransaction(LedgerConnection.checkpoint)
            if backups.hasCopy(since: first) {
                try backups.replaceAll(with: queue)
            }
        }
    }

    /// Removes the corrupt ledgers that were set aside; returns how many there were.
    private func removeSetAside(in folder: LedgerFolder) throws(LedgerError) -> Int {
        let names = try folder.names().filter { $0.hasPrefix(LedgerOpening.setAsidePrefix) }
        for name in names {
            folder.remove(name)
        }
        let left = try folder.names()
        guard names.allSatisfy({ !left.contains($0) }) else {
            throw .unavailable("a damaged file in '\(folder.directory)' cannot be removed")
        }
        return names.count { $0.hasSuffix(".sqlite") }
    }
}
