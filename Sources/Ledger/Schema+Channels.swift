import GRDB

extension Schema {
    /// What the other side answered, and how each channel is.
    static func addChannels(to database: Database) throws {
        for statement in channelTables {
            try database.execute(sql: statement)
        }
    }

    private static let channelTables = [
        "ALTER TABLE attempts ADD COLUMN status INTEGER",
        "ALTER TABLE attempts ADD COLUMN latency INTEGER",
        "ALTER TABLE attempts ADD COLUMN reply TEXT",
        "ALTER TABLE deliveries ADD COLUMN attempts_before INTEGER NOT NULL DEFAULT 0",
        """
        CREATE INDEX deliveries_channel ON deliveries (channel, next_attempt)
            WHERE next_attempt IS NOT NULL
        """,
        """
        CREATE TABLE channels (
            name TEXT PRIMARY KEY NOT NULL,
            endpoint TEXT,
            last_success INTEGER,
            last_failure INTEGER,
            detail TEXT,
            failures INTEGER NOT NULL,
            rests_until INTEGER,
            disabled INTEGER,
            disabled_why TEXT,
            updated INTEGER NOT NULL,
            CHECK ((disabled IS NULL) = (disabled_why IS NULL))
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
