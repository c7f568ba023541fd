import GRDB

extension Schema {
    /// What was told of stages that are still to come, and since when each ritual is kept.
    static func addKeeping(to database: Database) throws {
        for statement in keepingTables {
            try database.execute(sql: statement)
        }
    }

    private static let keepingTables = [
        """
        CREATE TABLE announced (
            occurrence TEXT NOT NULL,
            stage TEXT NOT NULL,
            partner TEXT NOT NULL,
            due INTEGER NOT NULL,
            lead_occurrence TEXT NOT NULL,
            lead_stage TEXT NOT NULL,
            told INTEGER NOT NULL,
            occurrences TEXT NOT NULL,
            PRIMARY KEY (occurrence, stage, partner)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE kept (
            ritual TEXT PRIMARY KEY NOT NULL,
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
