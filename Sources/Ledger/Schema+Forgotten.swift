import GRDB

extension Schema {
    /// The occurrences whose record was erased, and that a change of config could bring up again; and
    /// what was taken back and kept by earlier versions is erased.
    static func addForgotten(to database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE forgotten (
                    occurrence INTEGER PRIMARY KEY NOT NULL REFERENCES occurrences (id)
                ) STRICT
                """
        )
        try database.execute(
            sql: """
                DELETE FROM outcomes WHERE undone IS NOT NULL AND kind IN ('done', 'skipped');
                UPDATE outcomes SET partner = NULL, note = NULL WHERE undone IS NOT NULL;
                """
        )
    }
}
