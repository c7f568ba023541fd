import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// Reads and writes the deliveries, their attempts, and the health of the channels.
struct DeliveryStore {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    // MARK: - Enqueuing

    /// Enqueues a nudge on each of the channels that has no delivery of the nudge yet.
    ///
    /// On a channel of `carriers` the nudge is added to the delivery of the nudge with that id. The
    /// first attempt is due at `first`.
    func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        from first: Instant,
        at instant: Instant
    ) throws {
        var wanted = channels
        if try NudgeRow.exists(nudge.id, in: database) {
            let known = try self.channels(of: nudge.id)
            wanted.removeAll { known.contains($0) }
        } else {
            try NudgeRow(nudge).insert(database)
        }
        for channel in wanted
        where try carriers[channel].map({
            try share(nudge.id, with: $0, on: channel)
        }) ?? false {
            wanted.removeAll { $0 == channel }
        }
        try insert(nudge.id, on: wanted, from: first, at: instant)
    }

    func insert(
        _ nudge: String,
        on channels: [String],
        from first: Instant,
        as fallback: Fallback? = nil,
        at instant: Instant
    ) throws {
        guard !channels.isEmpty else {
            return
        }
        let number = try Metadata(database).reserveDeliveries(channels.count)
        for (place, channel) in channels.enumerated() {
            let row = NewDeliveryRow(
                id: number + Int64(place),
                nudge: nudge,
                channel: channel,
                firstAttempt: first,
                fallback: fallback,
                updated: instant
            )
            try row.insert(database)
        }
    }

    /// Adds a nudge to the delivery of another; returns `false` if that delivery does not exist or
    /// was attempted.
    private func share(_ nudge: String, with carrier: String, on channel: String) throws -> Bool {
        try database.run(
            """
            INSERT INTO shared_deliveries (delivery, nudge)
            SELECT id, :nudge FROM deliveries WHERE nudge = :carrier AND channel = :channel
                AND state = 'pending' AND attempts = 0
            """,
            ["nudge": nudge, "carrier": carrier, "channel": channel]
        ) > 0
    }

    /// Splits a pending delivery of several nudges into one delivery for each, due at once.
    ///
    /// A delivery that is unwanted by now is withdrawn.
    func separate(_ delivery: Delivery.ID, at instant: Instant) throws {
        guard let shared = try self.delivery(delivery), shared.state == .pending,
            shared.kind == .show
        else {
            return
        }
        try database.run("DELETE FROM shared_deliveries WHERE delivery = ?", [delivery])
        for key in shared.nudge.keys.dropFirst() {
            try insert(key.nudgeID, on: [shared.channel], from: instant, at: instant)
        }
        for key in shared.nudge.keys {
            try DecisionStore(database).withdrawUnwanted(key.nudgeID, at: instant)
        }
    }

    /// The SQL condition that a delivery carries `:nudge`, as its first nudge or as a further one.
    static let carrying = """
        (nudge = :nudge OR id IN (SELECT delivery FROM shared_deliveries WHERE nudge = :nudge))
        """

    /// The channels that a nudge is delivered on.
    func channels(of nudge: String) throws -> [String] {
        try database.values(
            "SELECT channel FROM deliveries WHERE \(Self.carrying) ORDER BY id",
            ["nudge": nudge]
        )
    }

    /// Enqueues deliveries again that were being sent or put off when the last process ended; those
    /// that were being sent may have arrived.
    func enqueueInterrupted() throws {
        try database.run(
            """
            UPDATE deliveries SET state = 'pending', next_attempt = updated
            WHERE state = 'sending' AND state <> 'delivered'
            """
        )
        try releaseAll()
    }

    // MARK: - What is due

    /// The SQL of a table of the pending deliveries, each with the time at which its attempt is
    /// `due`.
    ///
    /// A cool-down of the channel puts the attempt off. A time that was written while the clock was
    /// ahead of `:now` counts as past.
    private static let waiting = """
        (SELECT id, channel, next_attempt,
            CASE WHEN attempt > cool_down THEN attempt ELSE cool_down END AS due
        FROM (SELECT w.id, w.channel, w.next_attempt,
                CASE WHEN w.updated <= :now THEN w.next_attempt ELSE 0 END AS attempt,
                CASE WHEN c.updated <= :now THEN COALESCE(c.cool_down_until, 0) ELSE 0 END
                    AS cool_down
            FROM deliveries w LEFT JOIN channels c ON c.name = w.channel
            WHERE w.next_attempt IS NOT NULL) AS times) AS waiting
        """

    func channels(dueAt instant: Instant) throws -> [String] {
        try database.values(
            """
            SELECT channel FROM \(Self.waiting) WHERE due <= :now
            GROUP BY channel ORDER BY min(next_attempt), min(id)
            """,
            ["now": instant.secondsSinceEpoch]
        )
    }

    func deliveries(
        dueAt instant: Instant,
        on channel: String,
        limit: Int
    ) throws -> [Delivery] {
        try DeliveryRow.fetchAll(
            """
            WHERE d.id IN (SELECT id FROM \(Self.waiting)
                WHERE channel = :channel AND due <= :now ORDER BY next_attempt, id LIMIT :limit)
            ORDER BY d.next_attempt, d.id
            """,
            ["now": instant.secondsSinceEpoch, "channel": channel, "limit": limit],
            in: database
        )
    }

    func nextAttempt(after instant: Instant) throws -> Instant? {
        try database.row(
            "SELECT min(due) AS due FROM \(Self.waiting) WHERE due > :now",
            ["now": instant.secondsSinceEpoch]
        )?.optionalInstant("due")
    }

    // MARK: - Attempts

    func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        let now = instant.secondsSinceEpoch
        let numbers: [Int] = try database.values(
            """
            UPDATE deliveries SET state = 'sending', next_attempt = NULL, held = NULL,
                dismissed = CASE WHEN kind = 'withdraw' THEN dismissed END, attempts = attempts + 1, updated = ?
            WHERE id = ? AND state = 'pending' RETURNING attempts
            """,
            [now, delivery]
        )
        for number in numbers {
            try database.run(
                "INSERT INTO attempts (delivery, number, begun) VALUES (?, ?, ?)",
                [delivery, number, now]
            )
        }
        return !numbers.isEmpty
    }

    func finish(_ end: DeliveryEnd, at instant: Instant) throws {
        let now = instant.secondsSinceEpoch
        if let attempt = end.attempt {
            try finish(attempt, of: end, at: now)
        }
        try database.run(
            """
            UPDATE deliveries SET detail = :detail, updated = :now,
                message = COALESCE(:message, message),
                state = CASE WHEN \(Self.isMoot) THEN 'pending' ELSE :state END,
                next_attempt = CASE WHEN \(Self.isMoot) THEN :now ELSE :next END,
                held = CASE WHEN :held THEN COALESCE(held, :now) END
            WHERE id = :id AND (state <> 'withdrawn' OR :state = 'delivered')
            """,
            [
                "state": end.state.rawValue, "next": end.nextAttempt?.secondsSinceEpoch,
                "detail": end.detail, "message": end.attempt?.message, "now": now,
                "id": end.delivery,
                "held": end.isHeld ? 1 : 0,
            ]
        )
        if [.delivered, .dead].contains(end.state) {
            try reviewFallbacks(of: end.delivery, isShown: end.state == .delivered, at: instant)
        }
        if let health = end.health {
            try save(health)
        }
    }

    /// The SQL condition that a nudge was recalled while its delivery succeeded.
    private static let isMoot = "kind = 'withdraw' AND :state = 'delivered'"

    private func finish(_ attempt: DeliveryAttempt, of end: DeliveryEnd, at now: Int64) throws {
        let latency = attempt.latency.map { Int64(clamping: Int128($0 / .milliseconds(1))) }
        try database.run(
            """
            UPDATE attempts SET ended = :now, state = :state, detail = :detail, status = :status,
                latency = :latency, reply = :reply
            WHERE delivery = :id AND ended IS NULL
                AND number = (SELECT attempts FROM deliveries WHERE id = :id)
            """,
            [
                "now": now, "state": end.state.rawValue, "detail": attempt.detail,
                "status": attempt.status, "latency": latency, "reply": attempt.reply,
                "id": end.delivery,
            ]
        )
    }

    func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord] {
        let rows: [AttemptRow] = try database.records(
            "SELECT * FROM attempts WHERE delivery = ? ORDER BY number",
            [delivery]
        )
        return rows.map(\.attempt)
    }

    /// Deletes the attempts that ended before `instant`.
    func deleteAttempts(before instant: Instant) throws {
        try database.run("DELETE FROM attempts WHERE ended < ?", [instant.secondsSinceEpoch])
    }

    // MARK: - Taking back

    /// Recalls the unwanted deliveries of a nudge on a channel that are delivered, are being sent, or may have
    /// arrived.
    func recall(_ nudge: String, on channel: String, at instant: Instant) throws {
        try database.run(
            """
            UPDATE deliveries SET kind = 'withdraw', attempts_before = attempts, updated = :now,
                state = CASE WHEN state = 'sending' THEN state ELSE 'pending' END,
                next_attempt = CASE WHEN state = 'sending' THEN NULL ELSE :now END
            WHERE \(Self.carrying) AND channel = :channel AND kind = 'show'
                AND (state IN ('sending', 'delivered') OR state <> 'withdrawn' AND \(Self.mayHaveArrived))
                AND \(DecisionStore.isUnwanted)
            """,
            ["now": instant.secondsSinceEpoch, "nudge": nudge, "channel": channel]
        )
    }

    /// The SQL condition that nobody knows what became of an attempt: there was no reply, or a crash came first.
    private static let mayHaveArrived = """
        EXISTS (SELECT 1 FROM attempts a WHERE a.delivery = deliveries.id AND a.status IS NULL)
        """

    func reopen(_ delivery: Delivery.ID, at instant: Instant) throws {
        try database.run(
            """
            UPDATE deliveries SET kind = 'show', state = 'delivered', next_attempt = NULL, updated = :now
            WHERE id = :id AND kind = 'withdraw' AND state <> 'sending'
            """,
            ["now": instant.secondsSinceEpoch, "id": delivery]
        )
    }

    // MARK: - By hand

    func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        let channels: [String] = try database.values(
            """
            UPDATE deliveries SET state = 'pending', next_attempt = :now, updated = :now,
                attempts_before = attempts, held = NULL
            WHERE id = :id AND state IN ('pending', 'dead') RETURNING channel
            """,
            ["now": instant.secondsSinceEpoch, "id": delivery]
        )
        for channel in channels {
            _ = try enable(channel, at: instant)
        }
        return !channels.isEmpty
    }

    func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try database.run(
            """
            UPDATE deliveries SET state = 'withdrawn', next_attempt = NULL, updated = :now
            WHERE id = :id AND state NOT IN ('delivered', 'withdrawn')
            """,
            ["now": instant.secondsSinceEpoch, "id": delivery]
        ) > 0
    }

    func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws {
        try database.run(
            "UPDATE deliveries SET dismissed = :now WHERE id = :id AND state = 'delivered'",
            ["now": instant.secondsSinceEpoch, "id": delivery]
        )
    }

    // MARK: - Channels

    func health(of channel: String) throws -> ChannelHealth? {
        let rows: [ChannelRow] = try database.records(
            "SELECT * FROM channels WHERE name = ?",
            [channel]
        )
        return rows.first?.health
    }

    func save(_ health: ChannelHealth) throws {
        try ChannelRow(health).upsert(database)
    }

    func enable(_ channel: String, at instant: Instant) throws -> Bool {
        try database.run(
            """
            UPDATE channels SET failures = 0, cool_down_until = NULL, disabled = NULL,
                disabled_reason = NULL, updated = :now
            WHERE name = :channel AND (cool_down_until IS NOT NULL OR disabled IS NOT NULL)
            """,
            ["now": instant.secondsSinceEpoch, "channel": channel]
        ) > 0
    }
}
