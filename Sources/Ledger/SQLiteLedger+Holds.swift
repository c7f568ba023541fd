import CivilTime
import GRDB
import Household
import Planning

// Holds, words taken back, and lapses, as a step writes them.

extension SQLiteLedger {
    static func insertHolds(of step: PlannerStep, in database: Database) throws {
        for release in step.releases {
            try database.execute(
                sql: """
                    UPDATE holds SET released = :at
                    WHERE ritual IS :ritual AND released IS NULL AND ends > :at
                    """,
                arguments: ["at": release.at.secondsSinceEpoch, "ritual": release.ritual]
            )
        }
        for hold in step.holds {
            try database.execute(
                sql: """
                    INSERT INTO holds (ritual, begins, ends, reason, partner, released)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    hold.ritual, hold.from.secondsSinceEpoch, hold.until.secondsSinceEpoch,
                    hold.reason, hold.partner, hold.released?.secondsSinceEpoch,
                ]
            )
        }
    }

    /// Writes another note into the row of a word.
    static func note(_ word: Outcome, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE outcomes SET note = :note WHERE id = (
                    SELECT max(id) FROM outcomes
                    WHERE occurrence = :occurrence AND kind = :kind AND detail IS :detail
                        AND partner IS :partner AND said = :said AND undone IS NULL)
                """,
            arguments: [
                "note": word.note,
                "occurrence": SharedRows(database).knownNumber(of: word.occurrence),
                "kind": word.kind.name,
                "detail": word.kind.detail, "partner": word.partner,
                "said": word.said.secondsSinceEpoch,
            ]
        )
    }

    /// Erases a word that is taken back.
    ///
    /// Of a *later* or a move a bare row stays, so that those after it keep their numbers.
    static func takeBack(_ word: Outcome, _ shared: SharedRows) throws {
        let row = try Int64.fetchOne(
            shared.database,
            sql: """
                SELECT max(id) FROM outcomes
                WHERE occurrence = :occurrence AND kind = :kind AND detail IS :detail
                    AND partner IS :partner AND said = :said AND undone IS NULL
                """,
            arguments: [
                "occurrence": shared.knownNumber(of: word.occurrence), "kind": word.kind.name,
                "detail": word.kind.detail, "partner": word.partner,
                "said": word.said.secondsSinceEpoch,
            ]
        )
        let bare: Outcome.Kind? =
            switch word.kind {
            case .moved: .moved(to: word.occurrence.start)
            case .snoozed: .snoozed(until: word.said)
            case .done, .skipped, .begun: nil
            }
        guard let bare else {
            return try shared.database.execute(
                sql: "DELETE FROM outcomes WHERE id = ?",
                arguments: [row]
            )
        }
        try shared.database.execute(
            sql: """
                UPDATE outcomes SET undone = ?, detail = ?, partner = NULL, note = NULL WHERE id = ?
                """,
            arguments: [word.undone?.secondsSinceEpoch, bare.detail, row]
        )
    }

    static func insertLapses(of step: PlannerStep, in database: Database) throws {
        if step.turnsBack {
            let through = step.began.secondsSinceEpoch
            try database.execute(sql: "DELETE FROM lapses WHERE after >= ?", arguments: [through])
            try database.execute(
                sql: "UPDATE lapses SET through = min(through, ?)",
                arguments: [through]
            )
        }
        let statement = try database.cachedStatement(
            sql: "INSERT INTO lapses (ritual, after, through, decided) VALUES (?, ?, ?, ?)"
        )
        for lapse in step.expiredSpans {
            try statement.execute(arguments: [
                lapse.ritual, lapse.after.secondsSinceEpoch, lapse.through.secondsSinceEpoch,
                lapse.decided.secondsSinceEpoch,
            ])
        }
    }
}
