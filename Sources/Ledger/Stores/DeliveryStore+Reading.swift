import CivilTime
import Delivery
import GRDB
import Household
import Planning

// Which deliveries there are, and which message one is.

extension DeliveryStore {
    func deliveries(in states: Set<Delivery.State>, limit: Int) throws -> [Delivery] {
        let words = states.map(\.rawValue).sorted()
        let places = words.map { _ in "?" }.joined(separator: ", ")
        // With this condition SQLite uses the partial index on deliveries that are not delivered.
        let index = states.contains(.delivered) ? "" : "AND d.state <> 'delivered'"
        return try DeliveryRow.fetchAll(
            "WHERE d.state IN (\(places)) \(index) ORDER BY d.id DESC LIMIT ?",
            StatementArguments(words) + [limit],
            in: database
        )
    }

    func deliveries(about key: OccurrenceKey) throws -> [Delivery] {
        try DeliveryRow.fetchAll(
            """
            WHERE d.nudge IN (SELECT nudge FROM decisions WHERE ritual = ? AND start = ?)
            ORDER BY d.id
            """,
            key.place,
            in: database
        )
    }

    func delivery(_ id: Delivery.ID) throws -> Delivery? {
        try DeliveryRow.fetchAll("WHERE d.id = ?", [id], in: database).first
    }

    func openUntil(on channel: String, at instant: Instant) throws -> Instant? {
        try database.row(
            """
            SELECT max(n.expires) AS until FROM deliveries d JOIN nudges n ON n.id = d.nudge
            WHERE d.id > (SELECT COALESCE(max(id), 0) FROM deliveries) - 1000
                AND d.channel = :channel AND d.kind = 'show' AND d.state = 'delivered'
                AND n.expires >= :now
            """,
            ["channel": channel, "now": instant.secondsSinceEpoch]
        )?.optionalInstant("until")
    }

    func delivery(named message: String, on channel: String) throws -> Delivery? {
        try DeliveryRow.fetchAll(
            """
            WHERE d.id > (SELECT COALESCE(max(id), 0) FROM deliveries) - 1000
                AND d.channel = ? AND d.message = ? ORDER BY d.id DESC LIMIT 1
            """,
            [channel, message],
            in: database
        ).first
    }

    /// How many deliveries are in each state.
    ///
    /// Most are delivered; their number is computed as the rest, so that the query can use the
    /// partial index.
    func counts() throws -> [Delivery.State: Int] {
        var counts: [Delivery.State: Int] = [:]
        let rows = try database.rows(
            """
            SELECT state, count(*) AS number FROM deliveries
            WHERE state <> 'delivered' GROUP BY state
            """
        )
        for row in rows {
            let state = try row.word("state", as: Delivery.State.self)
            counts[state] = Int(clamping: try row.integer("number"))
        }
        let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM deliveries") ?? 0
        let delivered = all - counts.values.reduce(0, +)
        counts[.delivered] = delivered > 0 ? delivered : nil
        return counts
    }
}
