import CivilTime
import GRDB
import Rituals

extension SQLiteLedger {
    /// Reads the decisions that `clause` picks from `decisions d`.
    static func decisions(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Decision] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT d.*, n.content FROM decisions d
                LEFT JOIN nudges n ON n.id = d.nudge AND d.verdict <> 'coalesced' \(clause)
                """
        )
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            try decision(row, in: database)
        }
    }

    private static func decision(_ row: Row, in database: Database) throws -> Decision {
        let nudge = try row.optionalText("content").map(NudgeText.read)
        return Decision(
            key: try StageKey(row: row),
            due: try row.instant("due"),
            decided: try row.instant("decided"),
            verdict: try row.word("verdict", as: Verdict.self),
            reason: try row.text("reason"),
            nudge: nudge,
            nudgeID: try row.optionalText("nudge"),
            channels: try nudge.map { try channels(of: $0.id, in: database) } ?? []
        )
    }

    private static func channels(of nudge: String, in database: Database) throws -> [String] {
        let statement = try database.cachedStatement(
            sql: "SELECT channel FROM deliveries WHERE nudge = ? ORDER BY id"
        )
        return try String.fetchAll(statement, arguments: [nudge])
    }

    /// Reads the outcomes that `clause` picks.
    static func outcomes(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Outcome] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM outcomes \(clause)")
        return try Row.fetchAll(statement, arguments: arguments).map(Outcome.init(row:))
    }
}

extension StageKey {
    /// Reads the columns `occurrence`, `stage` and `partner`.
    init(row: Row) throws(LedgerError) {
        self.init(
            occurrence: try row.parsed("occurrence") { OccurrenceKey(parsing: $0) },
            stage: try row.parsed("stage") { Stage(parsing: $0) },
            partner: try row.text("partner")
        )
    }
}

extension Outcome {
    fileprivate init(row: Row) throws {
        let detail = try row.optionalText("detail")
        self.init(
            occurrence: try row.parsed("occurrence") { OccurrenceKey(parsing: $0) },
            kind: try row.parsed("kind") { Kind(name: $0, detail: detail) },
            partner: try row.optionalText("partner"),
            note: try row.optionalText("note"),
            said: try row.instant("said"),
            undone: try row.optionalInstant("undone")
        )
    }
}
