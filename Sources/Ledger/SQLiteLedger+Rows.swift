import CivilTime
import GRDB
import Planning

extension SQLiteLedger {
    /// Reads the decisions that `clause` picks: `d` is the decision, `o` its occurrence.
    static func decisions(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Decision] {
        // A cross join keeps the decisions in front (<https://sqlite.org/optoverview.html#crossjoin>).
        let statement = try database.cachedStatement(
            sql: """
                SELECT d.*, o.ritual, o.start, o.fold
                FROM decisions d CROSS JOIN occurrences o ON o.id = d.occurrence \(clause)
                """
        )
        let shared = SharedRows(database)
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            try decision(row, shared)
        }
    }

    private static func decision(_ row: Row, _ shared: SharedRows) throws -> Decision {
        let verdict = try row.word("verdict", as: Verdict.self)
        let told = try row.optionalInteger("nudge").map { try shared.nudge($0) }
        let nudge = verdict == .coalesced ? nil : told?.nudge
        return Decision(
            key: try shared.stageKey(row),
            due: try row.instant("due"),
            decided: try row.instant("decided"),
            verdict: verdict,
            reason: try shared.word(row.integer("reason")),
            nudge: nudge,
            nudgeID: told?.name,
            channels: nudge == nil ? [] : try channels(of: row.integer("nudge"), shared)
        )
    }

    private static func channels(of nudge: Int64, _ shared: SharedRows) throws -> [String] {
        let statement = try shared.database.cachedStatement(
            sql: "SELECT channel FROM deliveries WHERE nudge = ? ORDER BY id"
        )
        return try Int64.fetchAll(statement, arguments: [nudge]).map { try shared.word($0) }
    }

    /// Reads the outcomes that `clause` picks: `u` is the outcome, `o` its occurrence.
    static func outcomes(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Outcome] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT u.*, o.ritual, o.start, o.fold
                FROM outcomes u CROSS JOIN occurrences o ON o.id = u.occurrence \(clause)
                """
        )
        let shared = SharedRows(database)
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            try outcome(row, shared)
        }
    }

    private static func outcome(_ row: Row, _ shared: SharedRows) throws -> Outcome {
        let detail = try row.optionalText("detail")
        return Outcome(
            occurrence: try shared.occurrence(row),
            kind: try row.parsed("kind") { Outcome.Kind(name: $0, detail: detail) },
            partner: try row.optionalText("partner"),
            note: try row.optionalText("note"),
            said: try row.instant("said"),
            undone: try row.optionalInstant("undone")
        )
    }
}
