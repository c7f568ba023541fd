import CivilTime
import Delivery
import GRDB
import Planning

// What waits for a person, or for the channels that come first.

extension DeliveryStore {
    /// Enqueues a nudge on channels that get it only if the first ones fail.
    func enqueue(_ nudge: Nudge, on fallbacks: [String: Fallback], at instant: Instant) throws {
        let known = try channels(of: nudge.id)
        for (channel, fallback) in fallbacks.sorted(by: { $0.key < $1.key })
        where !known.contains(channel) {
            try insert(
                nudge.id,
                on: [channel],
                from: fallback.earliest ?? instant,
                as: fallback,
                at: instant
            )
        }
    }

    /// The SQL condition that a delivery comes before the fallbacks.
    private static let isFirst = "unless_shown IS NULL AND unless_answered IS NULL"

    func firstWay(of nudge: String) throws -> FirstWay {
        let rows = try database.rows(
            """
            SELECT channel, state, seen, dismissed FROM deliveries
            WHERE \(Self.carrying) AND \(Self.isFirst) AND kind = 'show' ORDER BY id
            """,
            ["nudge": nudge]
        )
        var first = FirstWay()
        for row in rows {
            let channel = try row.text("channel")
            let dates = [try row.optionalInstant("seen"), try row.optionalInstant("dismissed")]
            if dates.contains(where: { $0 != nil }) {
                first.seenOn = first.seenOn ?? channel
            }
            switch try row.word("state", as: Delivery.State.self) {
            case .delivered: first.shownOn = first.shownOn ?? channel
            case .pending, .sending: first.isUnderWay = true
            case .dead, .expired, .withdrawn: break
            }
        }
        return first
    }

    /// Has the fallbacks of a delivery's nudges looked at: where it was shown, those that wait for that;
    /// where it is lost, all of them, unless something else shows or may show the nudge.
    func reviewFallbacks(of delivery: Delivery.ID, isShown: Bool, at instant: Instant) throws {
        let nudges: [String] = try database.values(
            """
            SELECT nudge FROM deliveries WHERE id = :id AND \(Self.isFirst)
            UNION SELECT s.nudge FROM shared_deliveries s JOIN deliveries ON id = s.delivery
                WHERE s.delivery = :id AND \(Self.isFirst)
            """,
            ["id": delivery]
        )
        for nudge in nudges {
            let first = isShown ? FirstWay() : try firstWay(of: nudge)
            guard first.shownOn == nil, !first.isUnderWay else {
                continue
            }
            try database.run(
                """
                UPDATE deliveries SET next_attempt = :now, updated = :now
                WHERE nudge = :nudge AND state = 'pending' AND attempts = 0 AND NOT (\(Self.isFirst))
                    AND (unless_shown IS NOT NULL OR NOT :shown)
                """,
                ["now": instant.secondsSinceEpoch, "nudge": nudge, "shown": isShown ? 1 : 0]
            )
        }
    }

    func see(_ delivery: Delivery.ID, at instant: Instant) throws {
        try database.run(
            "UPDATE deliveries SET seen = :now WHERE id = :id AND state = 'delivered' AND seen IS NULL",
            ["now": instant.secondsSinceEpoch, "id": delivery]
        )
    }

    func release(_ channel: String, at instant: Instant) throws {
        try database.run(
            """
            UPDATE deliveries SET next_attempt = :now, updated = :now
            WHERE channel = :channel AND held IS NOT NULL AND state = 'pending'
                AND next_attempt IS NOT NULL
            """,
            ["now": instant.secondsSinceEpoch, "channel": channel]
        )
    }

    /// Makes every delivery due that was put off when the last process ended: whether it still is, is
    /// for the channel to say.
    func releaseAll() throws {
        try database.run(
            """
            UPDATE deliveries SET next_attempt = updated
            WHERE held IS NOT NULL AND state = 'pending' AND state <> 'delivered'
            """
        )
    }

    /// How many deliveries each channel puts off.
    func held() throws -> [String: Int] {
        let rows = try database.rows(
            """
            SELECT channel, count(*) AS number FROM deliveries
            WHERE held IS NOT NULL AND state = 'pending' AND next_attempt IS NOT NULL GROUP BY channel
            """
        )
        var held: [String: Int] = [:]
        for row in rows {
            held[try row.text("channel")] = Int(clamping: try row.integer("number"))
        }
        return held
    }
}
