package import CivilTime
import GRDB
package import Delivery
package import Planning

/// What is done by hand about a delivery, and what is told that no decision is behind.
extension SQLiteLedger {
    package func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE deliveries SET state = 'pending', next_attempt = :now, updated = :now,
                        attempts_before = attempts
                    WHERE id = :id AND state IN ('pending', 'dead')
                    """,
                arguments: ["now": instant.secondsSinceEpoch, "id": delivery]
            )
            guard database.changesCount == 1 else {
                return false
            }
            let channel = try String.fetchOne(
                database,
                sql: """
                    SELECT w.word FROM deliveries d JOIN words w ON w.id = d.channel WHERE d.id = ?
                    """,
                arguments: [delivery]
            )
            if let channel {
                _ = try Self.enable(channel, at: instant, in: database)
            }
            return true
        }
    }

    package func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE deliveries SET state = 'withdrawn', next_attempt = NULL, updated = ?
                    WHERE id = ? AND state NOT IN ('delivered', 'withdrawn')
                    """,
                arguments: [instant.secondsSinceEpoch, delivery]
            )
            return database.changesCount == 1
        }
    }

    package func tell(_ nudge: Nudge, on channels: [String], at instant: Instant) throws {
        try write { database in
            let shared = SharedRows(database)
            let number = try shared.write(nudge)
            try Self.deliver(number, on: channels, from: instant, at: instant, shared)
        }
    }

    package func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT * FROM attempts WHERE delivery = ? ORDER BY id",
                arguments: [delivery]
            )
            return try rows.enumerated().map { place, row in
                try AttemptRecord(row, number: place + 1)
            }
        }
    }
}

extension AttemptRecord {
    fileprivate init(_ row: Row, number: Int) throws {
        self.init(
            number: number,
            begun: try row.instant("begun"),
            ended: try row.optionalInstant("ended"),
            state: try row.optionalText("state") == nil
                ? nil : row.word("state", as: Delivery.State.self),
            detail: try row.optionalText("detail"),
            status: try row.optionalInteger("status").map(Int.init(clamping:)),
            latency: try row.optionalInteger("latency").map(Duration.milliseconds),
            reply: try row.optionalText("reply")
        )
    }
}
