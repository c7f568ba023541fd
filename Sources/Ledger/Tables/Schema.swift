import Delivery
import GRDB

/// The tables of the ledger.
///
/// Times are whole seconds since 1970-01-01T00:00:00Z, and booleans are 0 or 1. `ritual` and `start` name an
/// occurrence, `start` as its key has it. `docs/design/ledger.md` describes every column.
///
/// Only the statements that create the tables are specific to SQLite; those of the stores are also
/// valid in PostgreSQL.
enum Schema {
    /// The migrations that this version knows, oldest first.
    ///
    /// A migration never changes once it is released.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            for statement in decisionTables + deliveryTables + wordTables + fileTables {
                try database.execute(sql: statement)
            }
            try Metadata(database).begin()
        }
        return migrator
    }

    /// The first migration of every file that a development version wrote.
    private static let development = "1-decisions-deliveries-outcomes"

    /// Throws where the file has another schema than this version reads; an empty file passes.
    static func check(_ database: Database) throws {
        let applied = try migrator.appliedIdentifiers(database)
        guard !applied.contains(development) else {
            throw LedgerError.developmentSchema
        }
        if let unknown = applied.subtracting(migrator.migrations).min() {
            throw LedgerError.newerSchema(found: unknown)
        }
    }

    /// Whether the file has no tables yet.
    static func isEmpty(_ database: Database) throws -> Bool {
        try migrator.appliedIdentifiers(database).isEmpty
    }

    private static let decisionTables = [
        """
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            ritual TEXT NOT NULL,
            start TEXT NOT NULL,
            stage TEXT NOT NULL,
            partner TEXT NOT NULL,
            due INTEGER NOT NULL,
            decided INTEGER NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('fired', 'late', 'coalesced', 'absorbed',
                'held', 'expired', 'cancelled')),
            reason TEXT NOT NULL,
            nudge TEXT,
            withdrawn INTEGER,
            UNIQUE (ritual, start, stage, partner)
        ) STRICT
        """,
        "CREATE INDEX decisions_start ON decisions (start)",
        "CREATE INDEX decisions_due ON decisions (due)",
        "CREATE INDEX decisions_nudge ON decisions (nudge) WHERE nudge IS NOT NULL",
        """
        CREATE TABLE nudges (
            id TEXT PRIMARY KEY NOT NULL,
            ritual TEXT NOT NULL,
            start TEXT NOT NULL,
            stage TEXT NOT NULL,
            partner TEXT NOT NULL,
            due INTEGER NOT NULL,
            late INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            words TEXT NOT NULL,
            quote TEXT
        ) STRICT
        """,
    ]

    private static let deliveryTables = [
        """
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            nudge TEXT NOT NULL REFERENCES nudges (id),
            channel TEXT NOT NULL,
            kind TEXT NOT NULL DEFAULT 'show' CHECK (kind IN ('show', 'withdraw')),
            state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'delivered', 'dead',
                'expired', 'withdrawn')),
            attempts INTEGER NOT NULL DEFAULT 0,
            attempts_before INTEGER NOT NULL DEFAULT 0,
            next_attempt INTEGER,
            detail TEXT,
            dismissed INTEGER,
            message TEXT,
            seen INTEGER,
            held INTEGER,
            unless_shown INTEGER,
            unless_answered INTEGER,
            updated INTEGER NOT NULL,
            UNIQUE (nudge, channel),
            CHECK ((state = 'pending') = (next_attempt IS NOT NULL))
        ) STRICT
        """,
        """
        CREATE TABLE shared_deliveries (
            delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            nudge TEXT NOT NULL REFERENCES nudges (id) ON DELETE CASCADE,
            PRIMARY KEY (delivery, nudge)
        ) STRICT
        """,
        "CREATE INDEX shared_deliveries_nudge ON shared_deliveries (nudge)",
        // Delivered rows are read by id, newest first, and need no entry in this index.
        "CREATE INDEX deliveries_state ON deliveries (state) WHERE state <> 'delivered'",
        """
        CREATE INDEX deliveries_channel ON deliveries (channel, next_attempt)
            WHERE next_attempt IS NOT NULL
        """,
        """
        CREATE TABLE attempts (
            delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            begun INTEGER NOT NULL,
            ended INTEGER,
            state TEXT,
            detail TEXT,
            status INTEGER,
            latency INTEGER,
            reply TEXT,
            PRIMARY KEY (delivery, number)
        ) STRICT
        """,
        """
        CREATE TABLE channels (
            name TEXT PRIMARY KEY NOT NULL,
            endpoint TEXT,
            last_success INTEGER,
            last_failure INTEGER,
            detail TEXT,
            failures INTEGER NOT NULL,
            cool_down_until INTEGER,
            disabled INTEGER,
            disabled_reason TEXT,
            updated INTEGER NOT NULL,
            CHECK ((disabled IS NULL) = (disabled_reason IS NULL))
        ) STRICT
        """,
    ]

    private static let wordTables = [
        """
        CREATE TABLE facts (
            id TEXT PRIMARY KEY NOT NULL,
            machine TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            said INTEGER NOT NULL,
            ritual TEXT NOT NULL,
            start TEXT NOT NULL,
            kind TEXT NOT NULL,
            value TEXT,
            about TEXT,
            partner TEXT,
            note TEXT,
            UNIQUE (machine, sequence)
        ) STRICT
        """,
        "CREATE INDEX facts_occurrence ON facts (ritual, start)",
        "CREATE INDEX facts_start ON facts (start)",
        """
        CREATE TABLE holds (
            id INTEGER PRIMARY KEY,
            ritual TEXT,
            begins INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            reason TEXT,
            partner TEXT,
            released INTEGER
        ) STRICT
        """,
        """
        CREATE TABLE moments (
            id TEXT PRIMARY KEY NOT NULL,
            machine TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            said INTEGER NOT NULL,
            words TEXT NOT NULL,
            partner TEXT,
            UNIQUE (machine, sequence)
        ) STRICT
        """,
        """
        CREATE TABLE prompt_marks (
            id TEXT PRIMARY KEY NOT NULL,
            machine TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            said INTEGER NOT NULL,
            deck TEXT NOT NULL,
            prompt TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('favourite', 'never')),
            partner TEXT,
            undone INTEGER,
            UNIQUE (machine, sequence)
        ) STRICT
        """,
        """
        CREATE TABLE expired_spans (
            id INTEGER PRIMARY KEY,
            ritual TEXT NOT NULL,
            after INTEGER NOT NULL,
            through INTEGER NOT NULL,
            decided INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE kept_rituals (
            ritual TEXT PRIMARY KEY NOT NULL,
            since INTEGER NOT NULL,
            title TEXT
        ) STRICT
        """,
        "CREATE TABLE spent_tokens (digest TEXT PRIMARY KEY NOT NULL, expires INTEGER NOT NULL) STRICT",
        """
        CREATE TABLE forgotten (
            ritual TEXT NOT NULL,
            start TEXT NOT NULL,
            PRIMARY KEY (ritual, start)
        ) STRICT
        """,
    ]

    private static let fileTables = [
        """
        CREATE TABLE metadata (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            machine TEXT NOT NULL,
            next_sequence INTEGER NOT NULL,
            next_delivery INTEGER NOT NULL,
            through INTEGER
        ) STRICT
        """,
        """
        CREATE TABLE repairs (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            set_aside TEXT,
            restored INTEGER,
            reported INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
    ]
}
