import CivilTime
import GRDB
package import Planning

// Which phones' tokens were used: a word that is taken back leaves nothing that would show it.

extension Schema {
    /// A token is here by its digest, which tells nothing of what it said.
    static func addSpentTokens(to database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE spent_tokens (
                    digest TEXT PRIMARY KEY NOT NULL,
                    expires INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID
                """
        )
    }
}

extension SQLiteLedger {
    package func isSpent(_ token: SpentToken) throws -> Bool {
        try read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM spent_tokens WHERE digest = ?)",
                arguments: [token.digest]
            ) ?? false
        }
    }

    /// Notes a token, and forgets those that have expired.
    static func spend(_ token: SpentToken, at instant: Instant, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM spent_tokens WHERE expires < ?",
            arguments: [instant.secondsSinceEpoch]
        )
        try database.execute(
            sql: "INSERT INTO spent_tokens (digest, expires) VALUES (?, ?)",
            arguments: [token.digest, token.expires.secondsSinceEpoch]
        )
    }
}
