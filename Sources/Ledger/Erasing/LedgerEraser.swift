import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// Erases rows, and every mention of them in the rows that stay, in one transaction.
struct LedgerEraser {
    let database: Database
    /// The time up to which everything due is decided.
    let instant: Instant
    /// Returns what has to remain of an occurrence.
    let remains: (OccurrenceKey) -> Remains
    var erased = Erased()

    init(
        _ database: Database,
        at instant: Instant,
        sparing remains: @escaping (OccurrenceKey) -> Remains
    ) {
        self.database = database
        self.instant = instant
        self.remains = remains
    }

    mutating func erase(_ erasure: Erasure) throws -> Erased {
        switch erasure {
        case .notes:
            try eraseNotes()
            erased.moments += try database.run("DELETE FROM moments")
        case .ritual(let ritual, let isKept):
            try eraseHolds(where: "ritual = ? AND \(HistoryStore.end) <= ?", [ritual, now])
            try eraseOccurrences(where: "ritual = ?", [ritual])
            try database.run(
                "DELETE FROM expired_spans WHERE ritual = ? AND through <= ?",
                [ritual, now]
            )
            try database.run(
                isKept
                    ? "UPDATE kept_rituals SET title = NULL WHERE ritual = ?"
                    : "DELETE FROM kept_rituals WHERE ritual = ?",
                [ritual]
            )
        case .before(let start, let time):
            let earliest = time.secondsSinceEpoch
            try eraseHolds(where: "\(HistoryStore.end) <= ?", [earliest])
            try eraseOccurrences(where: "start < ?", [start.short])
            erased.moments += try database.run("DELETE FROM moments WHERE said < ?", [earliest])
            try database.run("DELETE FROM expired_spans WHERE through <= ?", [earliest])
        }
        if erased.notes + erased.moments > 0 {
            try NudgeRow.eraseQuotes(since: .distantPast, in: database)
        }
        return erased
    }

    private var now: Int64 { instant.secondsSinceEpoch }

    // MARK: - Occurrences

    private mutating func eraseOccurrences(
        where condition: String,
        _ arguments: StatementArguments
    ) throws {
        let meant = try occurrences(where: condition, arguments)
        let waiting = try WaitingNudges(self)
        let behind = meant.filter { !waiting.tell(of: $0) }
            .map { (key: $0, remains: remains($0)) }
            .filter { $0.remains != .everything }
        erased.kept = meant.count - behind.count
        erased.occurrences = behind.count
        let keys = Set(behind.map(\.key))
        let nudges = try nudges(telling: keys)
        for (key, remains) in behind {
            try erase(key, leaving: remains)
        }
        for nudge in nudges.sorted() {
            // A decision that stays must not refer to a deleted nudge.
            try database.run("UPDATE decisions SET nudge = NULL WHERE nudge = ?", [nudge])
            // The schema deletes the attempts of a delivery with the delivery.
            erased.deliveries += try database.run("DELETE FROM deliveries WHERE nudge = ?", [nudge])
            erased.nudges += try database.run("DELETE FROM nudges WHERE id = ?", [nudge])
        }
        try eraseMentions(of: keys)
    }

    /// The occurrences that the condition selects and that have no decision due after `instant`.
    private func occurrences(
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [OccurrenceKey] {
        let rows = try database.rows(
            """
            SELECT ritual, start FROM (
                SELECT ritual, start FROM decisions
                UNION SELECT ritual, start FROM facts
                UNION SELECT ritual, start FROM nudges) AS o
            WHERE \(condition) AND NOT EXISTS (SELECT 1 FROM decisions d
                WHERE d.ritual = o.ritual AND d.start = o.start AND d.due > ?)
            ORDER BY start, ritual
            """,
            arguments + [now]
        )
        return try rows.map { try $0.occurrence() }
    }

    /// The ids of the nudges that are about one of the occurrences, alone or merged with others.
    private func nudges(telling occurrences: Set<OccurrenceKey>) throws -> Set<String> {
        var nudges: Set<String> = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, ritual, start FROM nudges
                UNION ALL SELECT nudge, ritual, start FROM decisions WHERE nudge IS NOT NULL
                """
        )
        while let row = try rows.next() {
            if occurrences.contains(try row.occurrence()) {
                nudges.insert(try row.text("id"))
            }
        }
        return nudges
    }

    private mutating func erase(_ key: OccurrenceKey, leaving remains: Remains) throws {
        let isMeant = "ritual = ? AND start = ?"
        erased.decisions += try database.run("DELETE FROM decisions WHERE \(isMeant)", key.place)
        erased.notes += try database.run(
            "UPDATE facts SET note = NULL WHERE \(isMeant) AND note IS NOT NULL",
            key.place
        )
        let isAnswer = "kind IN ('done', 'skipped')"
        let isOutcome = "(\(isAnswer) OR kind IN ('moved', 'snoozed', 'begun'))"
        let gone = remains == .answer ? "\(isMeant) AND NOT \(isAnswer)" : isMeant
        erased.outcomes += try database.run(
            "DELETE FROM facts WHERE \(gone) AND \(isOutcome)",
            key.place
        )
        try database.run("DELETE FROM facts WHERE \(gone)", key.place)
        if remains == .nothing {
            try database.run("DELETE FROM forgotten WHERE \(isMeant)", key.place)
        } else {
            try database.run(
                "INSERT INTO forgotten (ritual, start) VALUES (?, ?) ON CONFLICT DO NOTHING",
                key.place
            )
        }
    }
}
