import CivilTime
import Delivery
import GRDB
import Household
import Planning

// Erases notes and reasons, and what the remaining rows say about erased ones.

extension LedgerEraser {
    /// The text around a hold's own reason in the reason of a decision, `on hold until …: …`.
    private static let onHold = "on hold until "
    private static let ownWords = ": "

    mutating func eraseNotes() throws {
        erased.notes += try database.run("UPDATE facts SET note = NULL WHERE note IS NOT NULL")
        erased.notes += try database.run("UPDATE holds SET reason = NULL WHERE reason IS NOT NULL")
        try eraseHoldReasons { _ in true }
    }

    mutating func eraseHolds(where condition: String, _ arguments: StatementArguments) throws {
        let reasons: [String] = try database.values(
            "SELECT DISTINCT reason FROM holds WHERE reason IS NOT NULL AND \(condition)",
            arguments
        )
        erased.notes += reasons.count
        erased.holds += try database.run("DELETE FROM holds WHERE \(condition)", arguments)
        if !reasons.isEmpty {
            try eraseHoldReasons(where: reasons.contains)
        }
    }

    /// Removes the reasons of holds from the reasons of decisions, where `isMeant` is true of the
    /// hold's reason.
    private func eraseHoldReasons(where isMeant: (String) -> Bool) throws {
        try rewriteReasons(like: "\(Self.onHold)%") { reason in
            guard let end = reason.firstRange(of: Self.ownWords),
                isMeant(String(reason[end.upperBound...]))
            else {
                return reason
            }
            return String(reason[..<end.lowerBound])
        }
    }

    /// Removes the names of erased occurrences from the reasons of other decisions.
    func eraseMentions(of occurrences: Set<OccurrenceKey>) throws {
        guard !occurrences.isEmpty else {
            return
        }
        try rewriteReasons(like: "%@%") { reason in
            var rewritten = reason
            for word in reason.split(whereSeparator: { " ,;".contains($0) }) {
                if let key = OccurrenceKey(parsing: word), occurrences.contains(key) {
                    rewritten = rewritten.replacing(word, with: "another one")
                }
            }
            return rewritten
        }
    }

    private func rewriteReasons(like pattern: String, _ rewrite: (String) -> String) throws {
        let rows = try database.rows(
            "SELECT id, reason FROM decisions WHERE reason LIKE ?",
            [pattern]
        )
        for row in rows {
            let reason = try row.text("reason")
            let rewritten = rewrite(reason)
            if rewritten != reason {
                try database.run(
                    "UPDATE decisions SET reason = ? WHERE id = ?",
                    [rewritten, row.integer("id")]
                )
            }
        }
    }
}

/// The occurrences of the nudges that still have to be delivered or answered.
///
/// No erasure touches these occurrences, because the text of such a nudge names all of its own.
struct WaitingNudges {
    private var occurrences: Set<OccurrenceKey> = []

    init(_ eraser: LedgerEraser) throws {
        let rows = try eraser.database.rows(
            """
            SELECT id, id IN (\(Self.pending)) AS is_pending FROM nudges
            WHERE expires >= ? OR id IN (\(Self.pending))
            """,
            [eraser.instant.secondsSinceEpoch]
        )
        for row in rows {
            let told = try Self.told(by: row.text("id"), eraser)
            let isPending = try row.integer("is_pending") != 0
            if isPending || told.contains(where: { eraser.remains($0) == .everything }) {
                occurrences.formUnion(told)
            }
        }
    }

    private static let pending = """
        SELECT nudge FROM deliveries
        WHERE state IN ('pending', 'sending') AND state <> 'delivered'
        """

    /// Whether such a nudge is about an occurrence.
    func tell(of occurrence: OccurrenceKey) -> Bool {
        occurrences.contains(occurrence)
    }

    private static func told(by nudge: String, _ eraser: LedgerEraser) throws -> [OccurrenceKey] {
        let rows = try eraser.database.rows(
            """
            SELECT ritual, start FROM decisions WHERE nudge = :nudge
            UNION SELECT ritual, start FROM nudges WHERE id = :nudge
            """,
            ["nudge": nudge]
        )
        return try rows.map { try $0.occurrence() }
    }
}
