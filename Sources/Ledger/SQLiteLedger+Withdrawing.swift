import CivilTime
import GRDB
import Delivery
import Planning

// A nudge can tell about several occurrences. It is moot, and is withdrawn, when all are.

extension SQLiteLedger {
    /// What tells nothing any more that anybody waits for: `d` is a delivery.
    private static let isMoot = """
        NOT EXISTS (SELECT 1 FROM decisions o
            WHERE o.nudge = d.nudge AND o.stage <> \(SharedRows.digest) AND o.moot IS NULL)
        """

    static func withdraw(
        _ withdrawal: Withdrawal,
        at instant: Instant,
        in database: Database
    ) throws {
        let shared = SharedRows(database)
        let named: StatementArguments = [
            "now": instant.secondsSinceEpoch,
            "occurrence": try shared.knownNumber(of: withdrawal.occurrence),
            "partner": try withdrawal.partner.map { try shared.number(of: $0) },
        ]
        let marks = try database.cachedStatement(
            sql: """
                UPDATE decisions SET moot = :now
                WHERE occurrence = :occurrence AND nudge IS NOT NULL AND moot IS NULL
                    AND (:partner IS NULL OR partner = :partner)
                """
        )
        try marks.execute(arguments: named)
        let ends = try database.cachedStatement(
            sql: """
                UPDATE deliveries AS d
                SET state = 'withdrawn', next_attempt = NULL, updated = :now
                WHERE state IN ('pending', 'sending') AND nudge IN (
                    SELECT nudge FROM decisions WHERE occurrence = :occurrence
                        AND (:partner IS NULL OR partner = :partner))
                    AND \(isMoot)
                """
        )
        try ends.execute(arguments: named)
    }

    static func withdraw(
        ritual: String,
        at instant: Instant,
        in database: Database
    ) throws {
        guard let ritual = try SharedRows(database).knownNumber(of: ritual) else {
            return
        }
        let waiting = """
            nudge IN (SELECT nudge FROM deliveries
                WHERE state IN ('pending', 'sending') AND state <> 'delivered')
            AND (SELECT ritual FROM occurrences WHERE id = occurrence) = :ritual
            """
        let nudges = try Int64.fetchSet(
            database,
            sql: "SELECT nudge FROM decisions WHERE \(waiting)",
            arguments: ["ritual": ritual]
        )
        try database.execute(
            sql: "UPDATE decisions SET moot = :now WHERE moot IS NULL AND \(waiting)",
            arguments: ["now": instant.secondsSinceEpoch, "ritual": ritual]
        )
        for nudge in nudges.sorted() {
            try database.execute(
                sql: """
                    UPDATE deliveries AS d
                    SET state = 'withdrawn', next_attempt = NULL, updated = ?
                    WHERE state IN ('pending', 'sending') AND nudge = ? AND \(isMoot)
                    """,
                arguments: [instant.secondsSinceEpoch, nudge]
            )
        }
    }
}
