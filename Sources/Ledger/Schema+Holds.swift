import GRDB

extension Schema {
    /// Holds, words that were taken back, and what a long absence let pass.
    static let holdTables = [
        "ALTER TABLE outcomes ADD COLUMN undone INTEGER",
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
        CREATE TABLE lapses (
            id INTEGER PRIMARY KEY,
            ritual TEXT NOT NULL,
            after INTEGER NOT NULL,
            through INTEGER NOT NULL,
            decided INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX lapses_ritual ON lapses (ritual)",
        // Found by the scheduled local start: what follows the last '@' of a key, whose ritual's
        // name has none of its own.
        """
        CREATE INDEX decisions_start ON decisions (substr(occurrence, instr(occurrence, '@') + 1))
        """,
        "ALTER TABLE decisions ADD COLUMN moot INTEGER",
        "CREATE INDEX decisions_nudge ON decisions (nudge) WHERE nudge IS NOT NULL",
    ]
}
