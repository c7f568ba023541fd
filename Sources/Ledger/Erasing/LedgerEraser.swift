import CivilTime
import GRDB
import Delivery
import Household
import Planning

/// Erases rows, and every mention of them in the rows that stay, in one transaction.
struct LedgerEraser {
    let database: Database
    let shared: SharedRows
    /// Everything due up to here is decided.
    let instant: Instant
    let remains: (OccurrenceKey) -> Remains

    init(
        _ database: Database,
        at instant: Instant,
        sparing remains: @escaping (OccurrenceKey) -> Remains
    ) {
        self.database = database
        shared = SharedRows(database)
        self.instant = instant
        self.remains = remains
    }

    func erase(_ erasure: Erasure) throws -> Erased {
        var erased = Erased()
        switch erasure {
        case .notes:
            try eraseNotes(&erased)
        case .ritual(let ritual, let isKept):
            try eraseHolds(where: "ritual = ? AND \(Self.isOver)", [ritual, now], &erased)
            try eraseOccurrences(of: erasure, &erased)
            try execute("DELETE FROM lapses WHERE ritual = ? AND through <= ?", [ritual, now])
            if !isKept {
                try execute("DELETE FROM kept WHERE ritual = ?", [ritual])
            }
        case .before(_, let time):
            let earliest = time.secondsSinceEpoch
            try eraseHolds(where: "min(ends, ifnull(released, ends)) <= ?", [earliest], &erased)
            try eraseOccurrences(of: erasure, &erased)
            try execute("DELETE FROM lapses WHERE through <= ?", [earliest])
        }
        try eraseUnusedWords()
        return erased
    }

    private static let isOver = "min(ends, ifnull(released, ends)) <= ?"

    private var now: Int64 { instant.secondsSinceEpoch }

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    // MARK: - Occurrences

    private func eraseOccurrences(of erasure: Erasure, _ erased: inout Erased) throws {
        let meant = try occurrences(of: erasure)
        let waiting = try WaitingNudges(self)
        let behind = meant.filter { !waiting.tell(of: $0.number) }
            .map { ($0, remains($0.key)) }
            .filter { $0.1 != .everything }
        erased.spared = meant.count - behind.count
        erased.occurrences = behind.count
        // Deliveries get no number twice: an attempt at one may still be under way.
        try execute(
            """
            INSERT OR REPLACE INTO meta (key, value) SELECT 'next_delivery',
                max(ifnull((SELECT max(id) FROM deliveries), 0) + 1,
                    ifnull((SELECT value FROM meta WHERE key = 'next_delivery'), 1))
            """
        )
        let nudges = try nudges(telling: Set(behind.map(\.0.number)))
        for (occurrence, remains) in behind {
            try erase(occurrence.number, leaving: remains, &erased)
        }
        for nudge in nudges.sorted() {
            try erase(nudge: nudge, &erased)
        }
        try eraseMentions(of: Set(behind.map(\.0.key)))
        try eraseUnusedOccurrences()
    }

    /// An occurrence with the number of its row.
    private struct Numbered {
        var number: Int64
        var key: OccurrenceKey
    }

    private func occurrences(of erasure: Erasure) throws -> [Numbered] {
        let (condition, arguments): (String, StatementArguments) =
            switch erasure {
            case .ritual(let ritual, _):
                ("ritual = ?", [try shared.knownNumber(of: ritual)])
            case .before(let start, _): ("start < ?", [start.localSeconds])
            case .notes: ("FALSE", [])
            }
        return try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM occurrences WHERE \(condition)
                    AND NOT EXISTS (SELECT 1 FROM decisions d
                        WHERE d.occurrence = occurrences.id AND d.due > \(now))
                    AND (EXISTS (SELECT 1 FROM decisions d WHERE d.occurrence = occurrences.id)
                        OR EXISTS (SELECT 1 FROM outcomes u WHERE u.occurrence = occurrences.id)
                        OR NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.occurrence = occurrences.id))
                """,
            arguments: arguments
        ).map { Numbered(number: try $0.integer("id"), key: try shared.occurrence($0)) }
    }

    /// The nudges that are about one of the occurrences, or tell of it beside others.
    private func nudges(telling occurrences: Set<Int64>) throws -> Set<Int64> {
        var nudges: Set<Int64> = []
        let own = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, occurrence FROM nudges WHERE occurrence IS NOT NULL
                UNION ALL SELECT nudge, occurrence FROM decisions WHERE nudge IS NOT NULL
                """
        )
        while let row = try own.next() {
            if occurrences.contains(try row.integer("occurrence")) {
                nudges.insert(try row.integer("id"))
            }
        }
        return nudges
    }

    private func erase(
        _ occurrence: Int64,
        leaving remains: Remains,
        _ erased: inout Erased
    ) throws {
        try execute("DELETE FROM decisions WHERE occurrence = ?", [occurrence])
        erased.decisions += database.changesCount
        if remains == .answer {
            try execute(
                """
                DELETE FROM outcomes WHERE occurrence = ?
                    AND (kind NOT IN ('done', 'skipped') OR undone IS NOT NULL)
                """,
                [occurrence]
            )
            erased.outcomes += database.changesCount
            try execute(
                "UPDATE outcomes SET note = NULL WHERE occurrence = ? AND note IS NOT NULL",
                [occurrence]
            )
            erased.notes += database.changesCount
        } else {
            erased.notes +=
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(note) FROM outcomes WHERE occurrence = ?",
                    arguments: [occurrence]
                ) ?? 0
            try execute("DELETE FROM outcomes WHERE occurrence = ?", [occurrence])
            erased.outcomes += database.changesCount
        }
        if remains == .nothing {
            try execute("DELETE FROM forgotten WHERE occurrence = ?", [occurrence])
        } else {
            try execute("INSERT OR IGNORE INTO forgotten VALUES (?)", [occurrence])
        }
    }

    /// Erases a nudge and its deliveries; decisions that stay and were told by it know it no more.
    private func erase(nudge: Int64, _ erased: inout Erased) throws {
        try execute("UPDATE decisions SET nudge = NULL WHERE nudge = ?", [nudge])
        // Their attempts go with them.
        try execute("DELETE FROM deliveries WHERE nudge = ?", [nudge])
        erased.deliveries += database.changesCount
        try execute("DELETE FROM nudges WHERE id = ?", [nudge])
        erased.nudges += database.changesCount
    }
}
