package import CivilTime
import GRDB
package import Rituals

extension SQLiteLedger: LedgerHistory {
    package func history(
        from: CivilDateTime,
        until: CivilDateTime,
        ritual: String?
    ) throws -> [OccurrenceRecord] {
        try read { database in
            let span: StatementArguments = [from.short, until.short]
            let decisions = try Self.decisions(
                """
                WHERE substr(d.occurrence, instr(d.occurrence, '@') + 1) >= ?
                    AND substr(d.occurrence, instr(d.occurrence, '@') + 1) < ?
                    AND d.stage <> 'digest' ORDER BY d.id
                """,
                span,
                in: database
            )
            let outcomes = try Self.outcomes(
                "WHERE start >= ? AND start < ? ORDER BY id",
                [from.localSeconds, until.localSeconds],
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

    package func lapses(of ritual: String?) throws -> [Lapse] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM lapses WHERE :ritual IS NULL OR ritual = :ritual ORDER BY id",
                arguments: ["ritual": ritual]
            ).map(Lapse.init(row:))
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

extension Lapse {
    fileprivate init(row: Row) throws {
        self.init(
            ritual: try row.text("ritual"),
            after: try row.instant("after"),
            through: try row.instant("through"),
            decided: try row.instant("decided")
        )
    }
}
