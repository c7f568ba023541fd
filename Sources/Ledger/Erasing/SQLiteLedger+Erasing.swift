package import CivilTime
import GRDB
package import Delivery
package import Household
package import Planning

// What is erased leaves no bytes behind: in the file, in its WAL, and in the copies beside it.

extension SQLiteLedger: LedgerErasing {
    package func erase(
        _ erasure: Erasure,
        at instant: Instant,
        copies: Bool,
        sparing remains: @escaping @Sendable (OccurrenceKey) -> Remains
    ) throws -> Erased {
        var erased = try store.erase(compacting: copies) { database in
            let eraser = LedgerEraser(database, at: instant, sparing: remains)
            return try eraser.erase(erasure)
        }
        if copies, let folder {
            try LedgerError.translating {
                erased.setAside = try folder.removeSetAside()
                try LedgerBackups(folder: folder).replaceAll(with: queue)
            }
        }
        return erased
    }

    /// Has what was taken back gone from the WAL, and from backups that were made after it was said.
    ///
    /// Where the disk does not take that now, it goes with the next backups.
    func scrub(_ words: [Outcome]) {
        guard let folder, trouble == nil, let first = words.map(\.said).min() else {
            return
        }
        let backups = LedgerBackups(folder: folder)
        try? store.settle()
        if backups.mayKnow(of: first) {
            try? backups.replaceAll(with: queue)
        }
    }

    /// The occurrences whose record was erased, of those that a planner may lay out anew.
    static func forgotten(
        since earliest: Instant,
        in database: Database
    ) throws -> Set<OccurrenceKey> {
        let shared = SharedRows(database)
        return Set(
            try Row.fetchAll(
                database,
                sql: """
                    SELECT o.ritual, o.start, o.fold
                    FROM forgotten f CROSS JOIN occurrences o ON o.id = f.occurrence
                    WHERE o.start >= ?
                    """,
                arguments: [earliest.secondsSinceEpoch]
            ).map(shared.occurrence)
        )
    }
}

extension LedgerFolder {
    /// Removes the damaged ledgers that were set aside; returns how many there were.
    fileprivate func removeSetAside() throws(LedgerError) -> Int {
        let names = try names().filter { $0.hasPrefix(LedgerOpening.setAsidePrefix) }
        for name in names {
            remove(name)
        }
        let left = try self.names()
        guard names.allSatisfy({ !left.contains($0) }) else {
            throw .unavailable("a damaged file in '\(directory)' cannot be removed")
        }
        return names.count { $0.hasSuffix(".sqlite") }
    }
}
