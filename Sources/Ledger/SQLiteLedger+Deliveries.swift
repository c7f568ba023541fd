package import CivilTime
import GRDB
package import Delivery
import Synchronization

extension SQLiteLedger {
    /// Of a delivery `d` with its channel's row `c`: when it becomes due.
    ///
    /// What a clock ahead of the present one wrote of either is over.
    private static let becomesDue = """
        max(CASE WHEN d.updated <= :now THEN d.next_attempt ELSE 0 END,
            CASE WHEN c.updated <= :now THEN coalesce(c.rests_until, 0) ELSE 0 END)
        """

    package func channels(dueAt instant: Instant) throws -> [String] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT w.word FROM deliveries d JOIN words w ON w.id = d.channel
                    LEFT JOIN channels c ON c.name = w.word
                    WHERE d.next_attempt IS NOT NULL AND \(Self.becomesDue) <= :now
                    GROUP BY d.channel ORDER BY min(d.next_attempt), min(d.id)
                    """
            )
            return try String.fetchAll(statement, arguments: ["now": instant.secondsSinceEpoch])
        }
    }

    package func deliveries(
        dueAt instant: Instant,
        on channel: String,
        limit: Int
    ) throws -> [Delivery] {
        let due = try read { database in
            try Self.deliveries(
                """
                LEFT JOIN channels c ON c.name = :name
                WHERE d.next_attempt IS NOT NULL AND d.channel = :channel
                    AND \(Self.becomesDue) <= :now
                ORDER BY d.next_attempt, d.id LIMIT :limit
                """,
                [
                    "now": instant.secondsSinceEpoch, "name": channel,
                    "channel": SharedRows(database).knownNumber(of: channel), "limit": limit,
                ],
                in: database
            )
        }
        let highest = due.map(\.id).max() ?? 0
        handedOut.withLock { $0 = max($0, highest) }
        return due
    }

    package func nextAttempt(after instant: Instant) throws -> Instant? {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT min(due) FROM (
                        SELECT \(Self.becomesDue) AS due
                        FROM deliveries d JOIN words w ON w.id = d.channel
                        LEFT JOIN channels c ON c.name = w.word
                        WHERE d.next_attempt IS NOT NULL)
                    WHERE due > :now
                    """
            )
            return try Int64.fetchOne(statement, arguments: ["now": instant.secondsSinceEpoch])
                .map(Instant.init(secondsSinceEpoch:))
        }
    }

    package func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try write { database in
            let begins = try database.cachedStatement(
                sql: """
                    UPDATE deliveries SET state = 'sending', next_attempt = NULL,
                        attempts = attempts + 1, updated = ?
                    WHERE id = ? AND state = 'pending'
                    """
            )
            try begins.execute(arguments: [instant.secondsSinceEpoch, delivery])
            guard database.changesCount == 1 else {
                return false
            }
            let attempt = try database.cachedStatement(
                sql: "INSERT INTO attempts (delivery, begun) VALUES (?, ?)"
            )
            try attempt.execute(arguments: [delivery, instant.secondsSinceEpoch])
            return true
        }
    }

    package func finish(_ end: DeliveryEnd, at instant: Instant) throws {
        try write { database in
            let now = instant.secondsSinceEpoch
            if let attempt = end.attempt {
                try Self.finish(attempt, of: end, at: now, in: database)
            }
            let ends = try database.cachedStatement(
                sql: """
                    UPDATE deliveries SET state = :state, next_attempt = :next, detail = :detail,
                        updated = :now
                    WHERE id = :id AND (state <> 'withdrawn' OR :state = 'delivered')
                    """
            )
            try ends.execute(arguments: [
                "state": end.state.rawValue, "next": end.nextAttempt?.secondsSinceEpoch,
                "detail": SharedRows(database).number(of: end.detail), "now": now,
                "id": end.delivery,
            ])
            if let health = end.health {
                try Self.write(health, in: database)
            }
        }
    }

    private static func finish(
        _ attempt: DeliveryAttempt,
        of end: DeliveryEnd,
        at now: Int64,
        in database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE attempts SET ended = ?, state = ?, detail = ?, status = ?, latency = ?,
                    reply = ?
                WHERE id = (SELECT max(id) FROM attempts WHERE delivery = ?) AND ended IS NULL
                """
        )
        try statement.execute(arguments: [
            now, end.state.rawValue, attempt.detail, attempt.status,
            attempt.latency.map { Int64(clamping: Int128($0 / .milliseconds(1))) },
            attempt.reply, end.delivery,
        ])
    }

    /// Reads the deliveries that `clause` picks from `deliveries d`.
    static func deliveries(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Delivery] {
        let statement = try database.cachedStatement(
            sql: "SELECT d.* FROM deliveries d \(clause)"
        )
        let shared = SharedRows(database)
        return try Row.fetchAll(statement, arguments: arguments).map { try Delivery($0, shared) }
    }
}

extension Delivery {
    fileprivate init(_ row: Row, _ shared: SharedRows) throws {
        guard let nudge = try shared.nudge(row.integer("nudge")).nudge else {
            throw LedgerError.damaged("a nudge cannot be read")
        }
        self.init(
            id: try row.integer("id"),
            nudge: nudge,
            channel: try shared.word(row.integer("channel")),
            state: try row.word("state", as: State.self),
            attempts: Int(try row.integer("attempts")),
            attemptsBefore: Int(try row.integer("attempts_before")),
            nextAttempt: try row.optionalInstant("next_attempt"),
            detail: try row.optionalInteger("detail").map(shared.word),
            updated: try row.instant("updated")
        )
    }
}
