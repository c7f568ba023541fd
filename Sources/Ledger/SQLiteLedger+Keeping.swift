import CivilTime
import GRDB
import Delivery
import Household
import Planning

// Since when each ritual is kept.

extension SQLiteLedger {
    static func keep(_ step: PlannerStep, in database: Database) throws {
        guard !step.kept.isEmpty else {
            return
        }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO kept (ritual, since) VALUES (?, ?)
                ON CONFLICT (ritual) DO UPDATE SET since = min(since, excluded.since)
                """
        )
        for (ritual, since) in step.kept {
            try statement.execute(arguments: [ritual, since.secondsSinceEpoch])
        }
    }

    static func kept(in database: Database) throws -> [String: Instant] {
        let rows = try Row.fetchCursor(database, sql: "SELECT ritual, since FROM kept")
        var kept: [String: Instant] = [:]
        while let row = try rows.next() {
            kept[try row.text("ritual")] = try row.instant("since")
        }
        return kept
    }
}
