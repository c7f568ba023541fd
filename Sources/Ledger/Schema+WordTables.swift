extension Schema {
    private static let moved = ["attempts", "deliveries", "nudges", "decisions", "outcomes"]

    /// The old tables get other names, and lose the indexes whose names are wanted.
    static let setOldAside =
        [
            "decisions_due", "decisions_decided", "decisions_start", "decisions_nudge",
            "deliveries_waiting", "deliveries_channel", "deliveries_state", "attempts_delivery",
            "outcomes_occurrence", "outcomes_start",
        ].map { "DROP INDEX \($0)" }
        + moved.map { "ALTER TABLE \($0) RENAME TO old_\($0)" }

    static let dropOld = moved.map { "DROP TABLE old_\($0)" }

    static let wordTables = [
        "CREATE TABLE words (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, word TEXT NOT NULL) STRICT",
        // Needed while the rest is moved.
        "CREATE INDEX words_hash ON words (hash)",
        """
        CREATE TABLE occurrences (
            id INTEGER PRIMARY KEY,
            ritual INTEGER NOT NULL,
            start INTEGER NOT NULL,
            fold INTEGER NOT NULL,
            UNIQUE (ritual, start, fold)
        ) STRICT
        """,
        """
        CREATE TABLE nudges (
            id INTEGER PRIMARY KEY,
            name ANY NOT NULL UNIQUE,
            occurrence INTEGER REFERENCES occurrences (id),
            stage INTEGER,
            partner INTEGER,
            title INTEGER,
            body INTEGER,
            prompt INTEGER,
            manner INTEGER,
            start INTEGER,
            length INTEGER,
            due INTEGER,
            late INTEGER,
            expires INTEGER,
            content TEXT
        ) STRICT
        """,
        """
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            occurrence INTEGER NOT NULL REFERENCES occurrences (id),
            stage INTEGER NOT NULL,
            partner INTEGER NOT NULL,
            due INTEGER NOT NULL,
            decided INTEGER NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('fired', 'late', 'coalesced', 'absorbed',
                'held', 'expired', 'cancelled')),
            reason INTEGER NOT NULL,
            nudge INTEGER REFERENCES nudges (id),
            moot INTEGER,
            UNIQUE (occurrence, stage, partner)
        ) STRICT
        """,
        """
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            nudge INTEGER NOT NULL REFERENCES nudges (id),
            channel INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'delivered', 'dead',
                'expired', 'withdrawn')),
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt INTEGER,
            detail INTEGER,
            updated INTEGER NOT NULL,
            attempts_before INTEGER NOT NULL DEFAULT 0,
            UNIQUE (nudge, channel),
            CHECK ((state = 'pending') = (next_attempt IS NOT NULL))
        ) STRICT
        """,
        """
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            begun INTEGER NOT NULL,
            ended INTEGER,
            state TEXT,
            detail TEXT,
            status INTEGER,
            latency INTEGER,
            reply TEXT
        ) STRICT
        """,
        """
        CREATE TABLE outcomes (
            id INTEGER PRIMARY KEY,
            occurrence INTEGER NOT NULL REFERENCES occurrences (id),
            kind TEXT NOT NULL,
            detail TEXT,
            partner TEXT,
            note TEXT,
            said INTEGER NOT NULL,
            undone INTEGER
        ) STRICT
        """,
    ]

    static let wordIndexes = [
        "CREATE INDEX occurrences_start ON occurrences (start)",
        "CREATE INDEX decisions_due ON decisions (due)",
        "CREATE INDEX decisions_nudge ON decisions (nudge) WHERE nudge IS NOT NULL",
        // What was delivered is found by its number, the newest first.
        "CREATE INDEX deliveries_state ON deliveries (state) WHERE state <> 'delivered'",
        """
        CREATE INDEX deliveries_channel ON deliveries (channel, next_attempt)
            WHERE next_attempt IS NOT NULL
        """,
        "CREATE INDEX attempts_delivery ON attempts (delivery)",
        "CREATE INDEX outcomes_occurrence ON outcomes (occurrence)",
    ]

    /// For people with `sqlite3`: what the numbers stand for.
    static let wordViews = [
        """
        CREATE VIEW decision_list AS
        SELECT d.id,
            r.word || '@' || strftime('%Y-%m-%dT%H:%M', o.start, 'unixepoch')
                || iif(o.start % 60 = 0, '', strftime(':%S', o.start, 'unixepoch'))
                || iif(o.fold, '+2', '') AS occurrence,
            s.word AS stage, p.word AS partner, d.due, d.decided, d.verdict, y.word AS reason,
            iif(typeof(n.name) = 'blob', lower(hex(n.name)), n.name) AS nudge, d.moot
        FROM decisions d
        JOIN occurrences o ON o.id = d.occurrence
        JOIN words r ON r.id = o.ritual
        JOIN words s ON s.id = d.stage
        JOIN words p ON p.id = d.partner
        JOIN words y ON y.id = d.reason
        LEFT JOIN nudges n ON n.id = d.nudge
        """,
        """
        CREATE VIEW delivery_list AS
        SELECT d.id, iif(typeof(n.name) = 'blob', lower(hex(n.name)), n.name) AS nudge,
            c.word AS channel, d.state, d.attempts, d.next_attempt, y.word AS detail, d.updated
        FROM deliveries d
        JOIN nudges n ON n.id = d.nudge
        JOIN words c ON c.id = d.channel
        LEFT JOIN words y ON y.id = d.detail
        """,
    ]
}
