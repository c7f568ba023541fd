import CivilTime
import Delivery
import GRDB

/// A row of `repairs`.
struct RepairRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "repairs"

    var repair: LedgerRepair

    init(_ repair: LedgerRepair) {
        self.repair = repair
    }

    init(row: Row) throws {
        repair = LedgerRepair(
            at: try row.instant("at"),
            reason: try row.text("reason"),
            setAside: try row.optionalText("set_aside"),
            restored: try row.optionalInstant("restored")
        )
    }

    func encode(to container: inout PersistenceContainer) {
        container["at"] = repair.at.secondsSinceEpoch
        container["reason"] = repair.reason
        container["set_aside"] = repair.setAside
        container["restored"] = repair.restored?.secondsSinceEpoch
    }

    /// The last repair that was not reported.
    static func unreported(in database: Database) throws -> LedgerRepair? {
        let rows: [RepairRow] = try database.records(
            "SELECT * FROM repairs WHERE reported = 0 ORDER BY id DESC LIMIT 1"
        )
        return rows.first?.repair
    }

    static func markReported(in database: Database) throws {
        try database.run("UPDATE repairs SET reported = 1 WHERE reported = 0")
    }

    /// Records the new name of the corrupt file in the last repair.
    static func setAside(_ name: String, in database: Database) throws {
        try database.run(
            "UPDATE repairs SET set_aside = ? WHERE id = (SELECT max(id) FROM repairs)",
            [name]
        )
    }

    static func repairs(since instant: Instant, in database: Database) throws -> [LedgerRepair] {
        let rows: [RepairRow] = try database.records(
            "SELECT * FROM repairs WHERE at >= ? ORDER BY id",
            [instant.secondsSinceEpoch]
        )
        return rows.map(\.repair)
    }
}
