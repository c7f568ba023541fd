package import CivilTime
import GRDB
package import Rituals

extension SQLiteLedger {
    package func deliveries(dueAt instant: Instant, limit: Int) throws -> [Delivery] {
        try read { database in
            try Self.deliveries(
                """
                WHERE d.id IN (
                    SELECT id FROM (
                        SELECT id, row_number() OVER (
                            PARTITION BY channel ORDER BY next_attempt, id) AS place
                        FROM deliveries
                        WHERE next_attempt IS NOT NULL
                            AND (next_attempt <= :now OR updated > :now))
                    WHERE place <= :limit)
                ORDER BY d.next_attempt, d.id
                """,
                ["now": instant.secondsSinceEpoch, "limit": limit],
                in: database
            )
        }
    }

    package func nextAttempt(after instant: Instant) throws -> Instant? {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT min(next_attempt) FROM deliveries WHERE next_attempt > ?"
            )
            return try Int64.fetchOne(statement, arguments: [instant.secondsSinceEpoch])
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

    package func finish(
        _ delivery: Delivery.ID,
        as state: Delivery.State,
        detail: String,
        nextAttempt: Instant?,
        at instant: Instant
    ) throws {
        try write { database in
            let attempt = try database.cachedStatement(
                sql: """
                    UPDATE attempts SET ended = ?, state = ?, detail = ?
                    WHERE id = (SELECT max(id) FROM attempts WHERE delivery = ?) AND ended IS NULL
                    """
            )
            let now = instant.secondsSinceEpoch
            try attempt.execute(arguments: [now, state.rawValue, detail, delivery])
            let ends = try database.cachedStatement(
                sql: """
                    UPDATE deliveries SET state = :state, next_attempt = :next, detail = :detail,
                        updated = :now
                    WHERE id = :id AND (state <> 'withdrawn' OR :state = 'delivered')
                    """
            )
            try ends.execute(arguments: [
                "state": state.rawValue, "next": nextAttempt?.secondsSinceEpoch,
                "detail": detail, "now": now, "id": delivery,
            ])
        }
    }

    /// Reads the deliveries that `clause` picks: `d` is the delivery, `n` its nudge.
    static func deliveries(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Delivery] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT d.*, n.content FROM deliveries d JOIN nudges n ON n.id = d.nudge \(clause)
                """
        )
        return try Row.fetchAll(statement, arguments: arguments).map(Delivery.init(row:))
    }
}

extension Delivery {
    /// Reads a row of `deliveries` with the `content` of its nudge.
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.integer("id"),
            nudge: try NudgeText.read(row.text("content")),
            channel: try row.text("channel"),
            state: try row.word("state", as: State.self),
            attempts: Int(try row.integer("attempts")),
            nextAttempt: try row.optionalInstant("next_attempt"),
            detail: try row.optionalText("detail"),
            updated: try row.instant("updated")
        )
    }
}
