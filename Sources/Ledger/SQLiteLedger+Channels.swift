package import CivilTime
import GRDB
package import Delivery

/// What is known of the channels.
extension SQLiteLedger {
    package func health(of channel: String) throws -> ChannelHealth? {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT * FROM channels WHERE name = ?"
            )
            return try Row.fetchOne(statement, arguments: [channel]).map(ChannelHealth.init(row:))
        }
    }

    package func keep(_ health: ChannelHealth) throws {
        try write { try Self.write(health, in: $0) }
    }

    package func enable(_ channel: String, at instant: Instant) throws -> Bool {
        try write { try Self.enable(channel, at: instant, in: $0) }
    }

    static func enable(
        _ channel: String,
        at instant: Instant,
        in database: Database
    ) throws -> Bool {
        try database.execute(
            sql: """
                UPDATE channels SET failures = 0, rests_until = NULL, disabled = NULL,
                    disabled_why = NULL, updated = ?
                WHERE name = ? AND (rests_until IS NOT NULL OR disabled IS NOT NULL)
                """,
            arguments: [instant.secondsSinceEpoch, channel]
        )
        return database.changesCount == 1
    }

    static func write(_ health: ChannelHealth, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO channels (name, endpoint, last_success, last_failure, detail,
                    failures, rests_until, disabled, disabled_why, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            health.channel, health.endpoint, health.lastSuccess?.secondsSinceEpoch,
            health.lastFailure?.secondsSinceEpoch, health.detail, health.failuresInARow,
            health.restsUntil?.secondsSinceEpoch, health.disabled?.since.secondsSinceEpoch,
            health.disabled?.reason, health.updated.secondsSinceEpoch,
        ])
    }
}

extension ChannelHealth {
    fileprivate init(row: Row) throws {
        self.init(
            channel: try row.text("name"),
            endpoint: try row.optionalText("endpoint"),
            updated: try row.instant("updated")
        )
        lastSuccess = try row.optionalInstant("last_success")
        lastFailure = try row.optionalInstant("last_failure")
        detail = try row.optionalText("detail")
        failuresInARow = Int(clamping: try row.integer("failures"))
        restsUntil = try row.optionalInstant("rests_until")
        if let since = try row.optionalInstant("disabled") {
            disabled = Disabled(since: since, reason: try row.text("disabled_why"))
        }
    }
}
