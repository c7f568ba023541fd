import CivilTime
import Delivery
import GRDB
import Planning

/// A delivery that is enqueued, as a new row of `deliveries`.
struct NewDeliveryRow: PersistableRecord {
    static let databaseTableName = "deliveries"

    var id: Int64
    var nudge: String
    var channel: String
    var firstAttempt: Instant
    var fallback: Fallback?
    var updated: Instant

    func encode(to container: inout PersistenceContainer) {
        container["id"] = id
        container["nudge"] = nudge
        container["channel"] = channel
        container["state"] = Delivery.State.pending.rawValue
        container["next_attempt"] = firstAttempt.secondsSinceEpoch
        container["unless_shown"] = fallback?.unlessShown?.secondsSinceEpoch
        container["unless_answered"] = fallback?.unlessAnswered?.secondsSinceEpoch
        container["updated"] = updated.secondsSinceEpoch
    }
}

/// A row of `deliveries` with its nudge.
struct DeliveryRow: FetchableRecord {
    var delivery: Delivery

    init(row: Row) throws {
        delivery = Delivery(
            id: try row.integer("id"),
            nudge: try NudgeRow(row: row).nudge,
            channel: try row.text("channel"),
            kind: try row.word("kind", as: Delivery.Kind.self),
            state: try row.word("state", as: Delivery.State.self),
            attempts: Int(clamping: try row.integer("attempts")),
            attemptsBefore: Int(clamping: try row.integer("attempts_before")),
            nextAttempt: try row.optionalInstant("next_attempt"),
            detail: try row.optionalText("detail"),
            dismissed: try row.optionalInstant("dismissed"),
            message: try row.optionalText("message"),
            updated: try row.instant("updated")
        )
        delivery.seen = try row.optionalInstant("seen")
        delivery.held = try row.optionalInstant("held")
        let fallback = Fallback(
            unlessShown: try row.optionalInstant("unless_shown"),
            unlessAnswered: try row.optionalInstant("unless_answered")
        )
        delivery.fallback = fallback.earliest == nil ? nil : fallback
    }

    /// Reads the deliveries that `clause` picks from `deliveries d`.
    static func fetchAll(
        _ clause: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [Delivery] {
        let rows: [DeliveryRow] = try database.records(
            """
            SELECT d.*, \(NudgeRow.columns) FROM deliveries d JOIN nudges n ON n.id = d.nudge
            \(clause)
            """,
            arguments
        )
        return try sharing(rows.map(\.delivery), in: database)
    }

    /// The deliveries with the partners of all nudges that they carry.
    private static func sharing(
        _ deliveries: [Delivery],
        in database: Database
    ) throws -> [Delivery] {
        let ids = deliveries.map(\.id)
        guard let first = ids.min(), let last = ids.max() else {
            return []
        }
        let rows = try database.rows(
            """
            SELECT s.delivery, n.partner FROM shared_deliveries s JOIN nudges n ON n.id = s.nudge
            WHERE s.delivery BETWEEN ? AND ? ORDER BY s.delivery, n.partner
            """,
            [first, last]
        )
        var partners: [Delivery.ID: [String]] = [:]
        for row in rows {
            partners[try row.integer("delivery"), default: []].append(try row.text("partner"))
        }
        return deliveries.map { delivery in
            var delivery = delivery
            delivery.nudge.partners += partners[delivery.id] ?? []
            return delivery
        }
    }
}

/// A row of `attempts`.
struct AttemptRow: FetchableRecord {
    var attempt: AttemptRecord

    init(row: Row) throws {
        attempt = AttemptRecord(
            number: Int(clamping: try row.integer("number")),
            begun: try row.instant("begun"),
            ended: try row.optionalInstant("ended"),
            state: try row.optionalText("state") == nil
                ? nil : row.word("state", as: Delivery.State.self),
            detail: try row.optionalText("detail"),
            status: try row.optionalInteger("status").map(Int.init(clamping:)),
            latency: try row.optionalInteger("latency").map(Duration.milliseconds),
            reply: try row.optionalText("reply")
        )
    }
}

/// A row of `channels`.
struct ChannelRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "channels"

    var health: ChannelHealth

    init(_ health: ChannelHealth) {
        self.health = health
    }

    init(row: Row) throws {
        health = ChannelHealth(
            channel: try row.text("name"),
            endpoint: try row.optionalText("endpoint"),
            updated: try row.instant("updated")
        )
        health.lastSuccess = try row.optionalInstant("last_success")
        health.lastFailure = try row.optionalInstant("last_failure")
        health.detail = try row.optionalText("detail")
        health.failuresInARow = Int(clamping: try row.integer("failures"))
        health.coolDownUntil = try row.optionalInstant("cool_down_until")
        if let since = try row.optionalInstant("disabled") {
            let reason = try row.text("disabled_reason")
            health.disabled = ChannelHealth.Disabled(since: since, reason: reason)
        }
    }

    func encode(to container: inout PersistenceContainer) {
        container["name"] = health.channel
        container["endpoint"] = health.endpoint
        container["last_success"] = health.lastSuccess?.secondsSinceEpoch
        container["last_failure"] = health.lastFailure?.secondsSinceEpoch
        container["detail"] = health.detail
        container["failures"] = health.failuresInARow
        container["cool_down_until"] = health.coolDownUntil?.secondsSinceEpoch
        container["disabled"] = health.disabled?.since.secondsSinceEpoch
        container["disabled_reason"] = health.disabled?.reason
        container["updated"] = health.updated.secondsSinceEpoch
    }
}
