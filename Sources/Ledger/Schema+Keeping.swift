import GRDB

extension Schema {
    /// Since when each ritual is kept.
    static func addKeeping(to database: Database) throws {
        for statement in keepingTables {
            try database.execute(sql: statement)
        }
    }

    private static let keepingTables = [
        """
        CREATE TABLE kept (
            ritual TEXT PRIMARY KEY NOT NULL,
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """
    ]
}
