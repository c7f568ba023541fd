package import CivilTime
import GRDB
package import Delivery
package import Household
package import Planning

extension SQLiteLedger: LedgerWriting {
    package func memory(at now: Instant) throws -> PlannerMemory {
        try read { database in
            guard let through = try Self.through(in: database) else {
                return PlannerMemory(
                    outcomes: try Self.outcomes("ORDER BY u.id", [], in: database),
                    holds: try Self.holds(from: .distantPast, until: .distantFuture, in: database)
                )
            }
            let beforeLeap = through > now ? try Self.reached(by: now, in: database) : nil
            let reached = beforeLeap ?? through
            let earliest = reached - PlannerMemory.remembered
            return PlannerMemory(
                through: through,
                beforeLeap: beforeLeap,
                decidedAhead: try Self.decided(dueAfter: reached, in: database),
                decided: try Self.decided(dueAfter: earliest, upTo: reached, in: database),
                early: try Self.decided(
                    dueAfter: earliest,
                    upTo: reached,
                    where:
                        "d.decided < d.due AND d.verdict IN ('held', 'cancelled', 'absorbed', 'expired')",
                    in: database
                ),
                outcomes: try Self.outcomes(
                    """
                    WHERE u.id IN (
                        SELECT v.id FROM occurrences x
                        CROSS JOIN outcomes v ON v.occurrence = x.id WHERE x.start >= ?)
                    OR u.id IN (
                        SELECT max(v.id) FROM outcomes v JOIN occurrences x ON x.id = v.occurrence
                        WHERE v.kind IN ('done', 'skipped') AND v.undone IS NULL
                        GROUP BY x.ritual)
                    ORDER BY u.id
                    """,
                    [earliest.secondsSinceEpoch],
                    in: database
                ),
                holds: try Self.holds(from: earliest, until: .distantFuture, in: database),
                kept: try Self.kept(in: database),
                forgotten: try Self.forgotten(since: earliest, in: database)
            )
        }
    }

    static func through(in database: Database) throws -> Instant? {
        try Int64.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'through'")
            .map(Instant.init(secondsSinceEpoch:))
    }

    /// The last time up to `now` at which something was decided or said, or `now` where there is none.
    ///
    /// By then all was decided that was due.
    private static func reached(by now: Instant, in database: Database) throws -> Instant {
        let seconds = try Int64.fetchOne(
            database,
            sql: """
                SELECT max(at) FROM (
                    SELECT max(decided) AS at FROM decisions WHERE decided <= :now
                    UNION ALL SELECT max(said) FROM outcomes WHERE said <= :now
                    UNION ALL SELECT max(since) FROM kept WHERE since <= :now)
                """,
            arguments: ["now": now.secondsSinceEpoch]
        )
        return seconds.map(Instant.init(secondsSinceEpoch:)) ?? now
    }

    /// How far a ledger goes: two that are not equal in this are not the same.
    static func extent(in database: Database) throws -> [Int64] {
        let tables = [
            "decisions", "nudges", "deliveries", "attempts", "outcomes", "holds", "repairs",
        ]
        return try tables.map { table in
            try Int64.fetchOne(database, sql: "SELECT max(id) FROM \(table)") ?? 0
        } + [through(in: database)?.secondsSinceEpoch ?? 0]
    }

    /// Stages that are decided: `d` is the decision.
    private static let decidedStages = """
        SELECT o.ritual, o.start, o.fold, d.stage, d.partner, d.verdict
        FROM decisions d CROSS JOIN occurrences o ON o.id = d.occurrence
        """

    private static func decided(
        dueAfter earliest: Instant,
        upTo latest: Instant,
        where condition: String = "TRUE",
        in database: Database
    ) throws -> Set<StageKey> {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                \(decidedStages) WHERE d.due > ? AND d.due <= ? AND \(condition)
                """,
            arguments: [earliest.secondsSinceEpoch, latest.secondsSinceEpoch]
        )
        let shared = SharedRows(database)
        var stages: Set<StageKey> = []
        while let row = try rows.next() {
            stages.insert(try shared.stageKey(row))
        }
        return stages
    }

    private static func decided(
        dueAfter instant: Instant,
        in database: Database
    ) throws -> [StageKey: Verdict] {
        let rows = try Row.fetchCursor(
            database,
            sql: "\(decidedStages) WHERE d.due > ?",
            arguments: [instant.secondsSinceEpoch]
        )
        let shared = SharedRows(database)
        var verdicts: [StageKey: Verdict] = [:]
        while let row = try rows.next() {
            verdicts[try shared.stageKey(row)] = try row.word("verdict", as: Verdict.self)
        }
        return verdicts
    }
}

extension SQLiteLedger: LedgerReading {
    package func decisions(about occurrence: OccurrenceKey) throws -> [Decision] {
        try read { database in
            try Self.decisions(
                "WHERE d.occurrence = ? ORDER BY d.id",
                [SharedRows(database).knownNumber(of: occurrence)],
                in: database
            )
        }
    }

    package func decisions(toldBy nudge: String) throws -> [Decision] {
        try read { database in
            try Self.decisions(
                "WHERE d.nudge = ? ORDER BY d.id",
                [SharedRows(database).knownNumber(ofNudge: nudge)],
                in: database
            )
        }
    }

    package func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome] {
        try read { database in
            try Self.outcomes(
                "WHERE u.occurrence = ? AND u.undone IS NULL ORDER BY u.id",
                [SharedRows(database).knownNumber(of: occurrence)],
                in: database
            )
        }
    }

    package func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey] {
        let midnight = CivilDateTime(date, ClockTime(secondOfDay: 0)).localSeconds
        return try read { database in
            let shared = SharedRows(database)
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT ritual, start, fold FROM occurrences o
                    WHERE ritual = ? AND start >= ? AND start < ?
                        AND (EXISTS (SELECT 1 FROM decisions WHERE occurrence = o.id)
                            OR EXISTS (SELECT 1 FROM outcomes
                                WHERE occurrence = o.id AND undone IS NULL))
                    """,
                arguments: [shared.knownNumber(of: ritual), midnight, midnight + 86_400]
            )
            .map(shared.occurrence)
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
            // The words that lead to the index over what was not delivered.
            let index = states.contains(.delivered) ? "" : "AND d.state <> 'delivered'"
            return try Self.deliveries(
                "WHERE d.state IN (\(places)) \(index) ORDER BY d.id DESC LIMIT ?",
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
                [SharedRows(database).knownNumber(of: occurrence)],
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
                sql: """
                    SELECT state, count(*) AS number FROM deliveries
                    WHERE state <> 'delivered' GROUP BY state
                    UNION ALL
                    SELECT 'delivered', (SELECT count(*) FROM deliveries)
                        - (SELECT count(*) FROM deliveries WHERE state <> 'delivered')
                    """
            )
            var deliveries: [Delivery.State: Int] = [:]
            for row in states where try row.integer("number") > 0 {
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
