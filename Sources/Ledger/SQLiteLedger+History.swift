package import CivilTime
import GRDB
package import Delivery
import Household
package import Planning

extension SQLiteLedger: LedgerHistory {
    package func history(
        from: CivilDateTime,
        until: CivilDateTime,
        ritual: String?
    ) throws -> [OccurrenceRecord] {
        try read { database in
            let span: StatementArguments = [from.localSeconds, until.localSeconds]
            let decisions = try Self.decisions(
                """
                WHERE d.id IN (\(Self.ofSpan("decisions"))) AND d.stage <> \(SharedRows.digest)
                ORDER BY d.id
                """,
                span,
                in: database
            )
            let outcomes = try Self.outcomes(
                "WHERE u.id IN (\(Self.ofSpan("outcomes"))) AND u.undone IS NULL ORDER BY u.id",
                span,
                in: database
            )
            var records: [OccurrenceKey: OccurrenceRecord] = [:]
            for decision in decisions where isWanted(decision.key.occurrence, ritual) {
                let key = decision.key.occurrence
                records[key, default: OccurrenceRecord(key: key)].decisions.append(decision)
            }
            for outcome in outcomes where isWanted(outcome.occurrence, ritual) {
                let key = outcome.occurrence
                records[key, default: OccurrenceRecord(key: key)].outcomes.append(outcome)
            }
            return records.values.sorted { $0.key < $1.key }
        }
    }

    /// The numbers of the rows of a table whose occurrence starts within a span.
    private static func ofSpan(_ table: String) -> String {
        """
        SELECT r.id FROM occurrences x CROSS JOIN \(table) r ON r.occurrence = x.id
        WHERE x.start >= ? AND x.start < ?
        """
    }

    private func isWanted(_ key: OccurrenceKey, _ ritual: String?) -> Bool {
        ritual.map { $0 == key.ritual } ?? true
    }

    package func holds(from: Instant, until: Instant) throws -> [Hold] {
        try read { database in try Self.holds(from: from, until: until, in: database) }
    }

    static func holds(from: Instant, until: Instant, in database: Database) throws -> [Hold] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM holds
                WHERE min(ends, ifnull(released, ends)) > ? AND begins < ? ORDER BY id
                """,
            arguments: [from.secondsSinceEpoch, until.secondsSinceEpoch]
        ).map(Hold.init(row:))
    }

    package func lapses(of ritual: String?) throws -> [ExpiredSpan] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM lapses WHERE :ritual IS NULL OR ritual = :ritual ORDER BY id",
                arguments: ["ritual": ritual]
            ).map(ExpiredSpan.init(row:))
        }
    }
}

extension Hold {
    fileprivate init(row: Row) throws {
        self.init(
            ritual: try row.optionalText("ritual"),
            from: try row.instant("begins"),
            until: try row.instant("ends"),
            reason: try row.optionalText("reason"),
            partner: try row.optionalText("partner"),
            released: try row.optionalInstant("released")
        )
    }
}

extension ExpiredSpan {
    fileprivate init(row: Row) throws {
        self.init(
            ritual: try row.text("ritual"),
            after: try row.instant("after"),
            through: try row.instant("through"),
            decided: try row.instant("decided")
        )
    }
}
