import CivilTime
import GRDB
import Delivery
import Household

// Notes and reasons, what rows that stay say of rows that go, and what nobody names any more.

extension LedgerEraser {
    /// What stands before a hold's own reason in the reason of a decision.
    private static let onHold = "on hold until "
    private static let ownWords = ": "

    func eraseNotes(_ erased: inout Erased) throws {
        try execute("UPDATE outcomes SET note = NULL WHERE note IS NOT NULL")
        erased.notes += database.changesCount
        try execute("UPDATE holds SET reason = NULL WHERE reason IS NOT NULL")
        erased.notes += database.changesCount
        try rewriteReasons { reason in Self.withoutOwnWords(reason) { _ in true } }
    }

    func eraseHolds(
        where condition: String,
        _ arguments: StatementArguments,
        _ erased: inout Erased
    ) throws {
        let reasons = try String.fetchSet(
            database,
            sql: "SELECT reason FROM holds WHERE reason IS NOT NULL AND \(condition)",
            arguments: arguments
        )
        erased.notes += reasons.count
        try execute("DELETE FROM holds WHERE \(condition)", arguments)
        erased.holds += database.changesCount
        if !reasons.isEmpty {
            try rewriteReasons { Self.withoutOwnWords($0, where: reasons.contains) }
        }
    }

    /// The reason of a decision without the couple's own words, where it has some that are meant.
    private static func withoutOwnWords(
        _ reason: String,
        where isMeant: (String) -> Bool
    ) -> String? {
        guard reason.hasPrefix(onHold), let end = reason.firstRange(of: ownWords),
            isMeant(String(reason[end.upperBound...]))
        else {
            return nil
        }
        return String(reason[..<end.lowerBound])
    }

    /// Takes the names of occurrences out of the reasons of other decisions.
    func eraseMentions(of occurrences: Set<OccurrenceKey>) throws {
        guard !occurrences.isEmpty else {
            return
        }
        try rewriteReasons { reason in
            guard reason.utf8.contains(UInt8(ascii: "@")) else {
                return nil
            }
            var rewritten = reason
            for word in reason.split(whereSeparator: { " ,;".contains($0) }) {
                if let key = OccurrenceKey(parsing: word), occurrences.contains(key) {
                    rewritten = rewritten.replacing(word, with: "another one")
                }
            }
            return rewritten == reason ? nil : rewritten
        }
    }

    private func rewriteReasons(_ rewrite: (String) throws -> String?) throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT id, word FROM words WHERE id IN (SELECT reason FROM decisions)"
        )
        for row in rows {
            if let rewritten = try rewrite(row.text("word")) {
                try execute(
                    "UPDATE decisions SET reason = ? WHERE reason = ?",
                    [shared.number(of: rewritten), row.integer("id")]
                )
            }
        }
    }

    func eraseUnusedOccurrences() throws {
        // Without an index, each row that goes would have all nudges looked through.
        try database.execute(
            sql: """
                CREATE INDEX nudges_erased ON nudges (occurrence);
                DELETE FROM occurrences WHERE id NOT IN (
                    SELECT occurrence FROM decisions
                    UNION SELECT occurrence FROM outcomes
                    UNION SELECT occurrence FROM nudges WHERE occurrence IS NOT NULL
                    UNION SELECT occurrence FROM forgotten);
                DROP INDEX nudges_erased;
                """
        )
    }

    func eraseUnusedWords() throws {
        try execute(
            """
            DELETE FROM words WHERE id <> \(SharedRows.digest) AND id NOT IN (
                SELECT ritual FROM occurrences
                UNION SELECT stage FROM nudges WHERE stage IS NOT NULL
                UNION SELECT partner FROM nudges WHERE partner IS NOT NULL
                UNION SELECT title FROM nudges WHERE title IS NOT NULL
                UNION SELECT body FROM nudges WHERE body IS NOT NULL
                UNION SELECT prompt FROM nudges WHERE prompt IS NOT NULL
                UNION SELECT manner FROM nudges WHERE manner IS NOT NULL
                UNION SELECT stage FROM decisions
                UNION SELECT partner FROM decisions
                UNION SELECT reason FROM decisions
                UNION SELECT channel FROM deliveries
                UNION SELECT detail FROM deliveries WHERE detail IS NOT NULL)
            """
        )
    }
}
