import GRDB

/// The tables of the ledger, as the migrations that make them.
///
/// Times are whole seconds since 1970-01-01T00:00:00Z. A migration that was released is never
/// changed: what is wanted later is a new one. A nudge is stored once, however many channels it
/// leaves by, and apart from its decision, so that history can outlive the words; so is each word.
enum Schema {
    /// The migrations this version knows, oldest first.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1-decisions-deliveries-outcomes") { database in
            for statement in firstTables {
                try database.execute(sql: statement)
            }
        }
        migrator.registerMigration("2-answers-and-channels", migrate: addChannels)
        migrator.registerMigration("3-holds-undone-lapses") { database in
            for statement in holdTables {
                try database.execute(sql: statement)
            }
        }
        migrator.registerMigration("4-words-once", migrate: storeWordsOnce)
        migrator.registerMigration("5-repairs") { database in
            try database.execute(
                sql: """
                    CREATE TABLE repairs (
                        id INTEGER PRIMARY KEY,
                        at INTEGER NOT NULL,
                        reason TEXT NOT NULL,
                        set_aside TEXT,
                        restored INTEGER,
                        told INTEGER NOT NULL DEFAULT 0
                    ) STRICT
                    """
            )
        }
        migrator.registerMigration("6-announced-kept", migrate: addKeeping)
        migrator.registerMigration("7-forgotten", migrate: addForgotten)
        migrator.registerMigration("8-spent-tokens", migrate: addSpentTokens)
        return migrator
    }

    private static let firstTables = [
        """
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            occurrence TEXT NOT NULL,
            stage TEXT NOT NULL,
            partner TEXT NOT NULL,
            due INTEGER NOT NULL,
            decided INTEGER NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('fired', 'late', 'coalesced', 'absorbed',
                'held', 'expired', 'cancelled')),
            reason TEXT NOT NULL,
            nudge TEXT,
            UNIQUE (occurrence, stage, partner)
        ) STRICT
        """,
        "CREATE INDEX decisions_due ON decisions (due)",
        "CREATE INDEX decisions_decided ON decisions (decided)",
        """
        CREATE TABLE nudges (
            id TEXT PRIMARY KEY NOT NULL,
            content TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            nudge TEXT NOT NULL REFERENCES nudges (id),
            channel TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'delivered', 'dead',
                'expired', 'withdrawn')),
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt INTEGER,
            detail TEXT,
            updated INTEGER NOT NULL,
            UNIQUE (nudge, channel),
            CHECK ((state = 'pending') = (next_attempt IS NOT NULL))
        ) STRICT
        """,
        """
        CREATE INDEX deliveries_waiting ON deliveries (next_attempt)
            WHERE next_attempt IS NOT NULL
        """,
        "CREATE INDEX deliveries_state ON deliveries (state)",
        """
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            begun INTEGER NOT NULL,
            ended INTEGER,
            state TEXT,
            detail TEXT
        ) STRICT
        """,
        "CREATE INDEX attempts_delivery ON attempts (delivery)",
        """
        CREATE TABLE outcomes (
            id INTEGER PRIMARY KEY,
            occurrence TEXT NOT NULL,
            start INTEGER NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT,
            partner TEXT,
            note TEXT,
            said INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX outcomes_occurrence ON outcomes (occurrence)",
        "CREATE INDEX outcomes_start ON outcomes (start)",
        """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
