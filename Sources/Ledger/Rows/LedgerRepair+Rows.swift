import CivilTime
import GRDB
import Delivery

extension LedgerRepair {
    /// The last repair that nobody was told of.
    static func untold(in database: Database) throws -> LedgerRepair? {
        try Row.fetchOne(
            database,
            sql: "SELECT * FROM repairs WHERE told = 0 ORDER BY id DESC LIMIT 1"
        ).map(LedgerRepair.init(row:))
    }

    /// Writes it into the ledger that has taken the place of the damaged one.
    @Sendable func note(in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO repairs (at, reason, set_aside, restored) VALUES (?, ?, ?, ?)",
            arguments: [
                at.secondsSinceEpoch, reason, setAside, restored?.secondsSinceEpoch,
            ]
        )
    }

    init(row: Row) throws {
        self.init(
            at: try row.instant("at"),
            reason: try row.text("reason"),
            setAside: try row.optionalText("set_aside"),
            restored: try row.optionalInstant("restored")
        )
    }
}
