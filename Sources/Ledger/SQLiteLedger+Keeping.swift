import CivilTime
import GRDB
import Delivery
import Household
import Planning

// What a planner knows beside its decisions: what was told ahead, and since when rituals are kept.

extension SQLiteLedger {
    static func keep(_ step: PlannerStep, in database: Database) throws {
        if let announced = step.announced {
            try replaceAnnounced(with: announced, in: database)
        }
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

    private static func replaceAnnounced(
        with announced: [Announcement],
        in database: Database
    ) throws {
        try database.execute(sql: "DELETE FROM announced")
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO announced (occurrence, stage, partner, due, lead_occurrence, lead_stage,
                    told, occurrences)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for announcement in announced {
            let key = announcement.key
            try statement.execute(arguments: [
                key.occurrence.description, key.stage.description, key.partner,
                announcement.due.secondsSinceEpoch, announcement.lead.occurrence.description,
                announcement.lead.stage.description, announcement.told.secondsSinceEpoch,
                announcement.occurrences.map(\.description).joined(separator: "\n"),
            ])
        }
    }

    static func announced(in database: Database) throws -> [Announcement] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM announced ORDER BY due, occurrence, stage, partner"
        ).map(Announcement.init(row:))
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

extension Announcement {
    fileprivate init(row: Row) throws {
        let partner = try row.text("partner")
        self.init(
            key: StageKey(
                occurrence: try row.parsed("occurrence") { OccurrenceKey(parsing: $0) },
                stage: try row.parsed("stage") { Stage(parsing: $0) },
                partner: partner
            ),
            due: try row.instant("due"),
            lead: StageKey(
                occurrence: try row.parsed("lead_occurrence") { OccurrenceKey(parsing: $0) },
                stage: try row.parsed("lead_stage") { Stage(parsing: $0) },
                partner: partner
            ),
            told: try row.instant("told"),
            occurrences: try row.text("occurrences").split(separator: "\n").map { text in
                guard let key = OccurrenceKey(parsing: text) else {
                    throw LedgerError.damaged("'occurrences' cannot be read")
                }
                return key
            }
        )
    }
}
