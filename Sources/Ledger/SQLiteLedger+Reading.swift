package import CivilTime
import GRDB
package import Rituals

extension SQLiteLedger: LedgerWriting {
    package func memory(at now: Instant) throws -> PlannerMemory {
        try read { database in
            guard let through = try Self.through(in: database) else {
                return PlannerMemory(
                    outcomes: try Self.outcomes("ORDER BY id", [], in: database),
                    holds: try Self.holds(from: .distantPast, until: .distantFuture, in: database)
                )
            }
            let reached = min(through, now)
            let earliest = reached - PlannerMemory.remembered
            return PlannerMemory(
                through: through,
                decidedAhead: try Self.decided(dueAfter: reached, in: database),
                decided: try Self.decided(dueAfter: earliest, upTo: reached, in: database),
                early: try Self.decided(
                    dueAfter: earliest,
                    upTo: reached,
                    where:
                        "decided < due AND verdict IN ('held', 'cancelled', 'absorbed', 'expired')",
                    in: database
                ),
                outcomes: try Self.outcomes(
                    """
                    WHERE start >= ? OR id IN (
                        SELECT max(id) FROM outcomes
                        WHERE kind IN ('done', 'skipped') AND undone IS NULL
                        GROUP BY substr(occurrence, 1, instr(occurrence, '@')))
                    ORDER BY id
                    """,
                    [earliest.secondsSinceEpoch],
                    in: database
                ),
                holds: try Self.holds(from: earliest, until: .distantFuture, in: database)
            )
        }
    }

    static func through(in database: Database) throws -> Instant? {
        try Int64.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'through'")
            .map(Instant.init(secondsSinceEpoch:))
    }

    private static func decided(
        dueAfter earliest: Instant,
        upTo latest: Instant,
        where condition: String = "TRUE",
        in database: Database
    ) throws -> Set<StageKey> {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT occurrence, stage, partner FROM decisions
                WHERE due > ? AND due <= ? AND \(condition)
                """,
            arguments: [earliest.secondsSinceEpoch, latest.secondsSinceEpoch]
        )
        var stages: Set<StageKey> = []
        while let row = try rows.next() {
            stages.insert(try StageKey(row: row))
        }
        return stages
    }

    private static func decided(
        dueAfter instant: Instant,
        in database: Database
    ) throws -> [StageKey: Verdict] {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT occurrence, stage, partner, verdict FROM decisions WHERE due > ?",
            arguments: [instant.secondsSinceEpoch]
        )
        var verdicts: [StageKey: Verdict] = [:]
        while let row = try rows.next() {
            verdicts[try StageKey(row: row)] = try row.word("verdict", as: Verdict.self)
        }
        return verdicts
    }
}

extension SQLiteLedger: LedgerReading {
    package func decisions(about occurrence: OccurrenceKey) throws -> [Decision] {
        try read { database in
            try Self.decisions(
                "WHERE d.occurrence = ? ORDER BY d.id",
                [occurrence.description],
                in: database
            )
        }
    }

    package func decisions(toldBy nudge: String) throws -> [Decision] {
        try read { database in
            try Self.decisions("WHERE d.nudge = ? ORDER BY d.id", [nudge], in: database)
        }
    }

    package func decisions(from: Instant, until: Instant) throws -> [Decision] {
        try read { database in
            try Self.decisions(
                "WHERE d.decided >= ? AND d.decided < ? ORDER BY d.decided, d.id",
                [from.secondsSinceEpoch, until.secondsSinceEpoch],
                in: database
            )
        }
    }

    package func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome] {
        try read { database in
            try Self.outcomes(
                "WHERE occurrence = ? ORDER BY id",
                [occurrence.description],
                in: database
            )
        }
    }

    package func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey] {
        // Keys begin with the ritual and the date, then a 'T', which 'U' follows.
        let day = "\(ritual)@\(date)"
        return try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT occurrence FROM decisions WHERE occurrence >= :from AND occurrence < :to
                    UNION
                    SELECT occurrence FROM outcomes WHERE occurrence >= :from AND occurrence < :to
                    """,
                arguments: ["from": "\(day)T", "to": "\(day)U"]
            )
            .compactMap { OccurrenceKey(parsing: $0) }
            .sorted()
        }
    }

    package func deliveries(
        in states: Set<Delivery.State>,
        limit: Int
    ) throws -> [Delivery] {
        try read { database in
            let words = states.map(\.rawValue).sorted()
            let places = words.map { _ in "?" }.joined(separator: ", ")
            return try Self.deliveries(
                "WHERE d.state IN (\(places)) ORDER BY d.id DESC LIMIT ?",
                StatementArguments(words) + [limit],
                in: database
            )
        }
    }

    package func deliveries(about occurrence: OccurrenceKey) throws -> [Delivery] {
        try read { database in
            try Self.deliveries(
                """
                WHERE d.nudge IN (SELECT nudge FROM decisions WHERE occurrence = ?) ORDER BY d.id
                """,
                [occurrence.description],
                in: database
            )
        }
    }

    package func delivery(_ id: Delivery.ID) throws -> Delivery? {
        try read { database in
            try Self.deliveries("WHERE d.id = ?", [id], in: database).first
        }
    }

    package func summary() throws -> LedgerSummary {
        try read { database in
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let size = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            let states = try Row.fetchAll(
                database,
                sql: "SELECT state, count(*) AS number FROM deliveries GROUP BY state"
            )
            var deliveries: [Delivery.State: Int] = [:]
            for row in states {
                let state = try row.word("state", as: Delivery.State.self)
                deliveries[state] = Int(try row.integer("number"))
            }
            return LedgerSummary(
                schemaVersion: try Schema.migrator.appliedMigrations(database).count,
                bytes: pages * size,
                decisions: try Int.fetchOne(database, sql: "SELECT count(*) FROM decisions") ?? 0,
                deliveries: deliveries,
                through: try Self.through(in: database)
            )
        }
    }
}
