import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// Reads and writes the decisions, and withdraws their nudges.
struct DecisionStore {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// Writes a decision.
    ///
    /// - Throws: `decidedTwice` where the stage has a decision already.
    func insert(_ decision: Decision) throws {
        do {
            try DecisionRow(decision).insert(database)
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw LedgerError.decidedTwice(decision.key)
        }
    }

    /// Removes the decision about a stage, unless a nudge was made for it.
    func annul(_ key: StageKey) throws {
        try database.run(
            """
            DELETE FROM decisions WHERE ritual = ? AND start = ? AND stage = ? AND partner = ?
                AND verdict IN ('expired', 'held', 'absorbed', 'cancelled')
            """,
            key.occurrence.place + [key.stage.description, key.partner]
        )
    }

    func decisions(about key: OccurrenceKey) throws -> [Decision] {
        try decisions("WHERE ritual = ? AND start = ? ORDER BY id", key.place)
    }

    func decisions(toldBy nudge: String) throws -> [Decision] {
        try decisions("WHERE nudge = ? ORDER BY id", [nudge])
    }

    /// The decisions about the occurrences of a span, without digests.
    func decisions(
        from: CivilDateTime,
        until: CivilDateTime,
        of ritual: String?
    ) throws -> [Decision] {
        try decisions(
            """
            WHERE start >= ? AND start < ? AND stage <> 'digest'
                \(ritual == nil ? "" : "AND ritual = ?") ORDER BY id
            """,
            [from.short, until.short] + StatementArguments([ritual].compactMap(\.self))
        )
    }

    func count() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM decisions") ?? 0
    }

    private func decisions(
        _ clause: String,
        _ arguments: StatementArguments
    ) throws -> [Decision] {
        try database.records("SELECT * FROM decisions \(clause)", arguments).map(decision)
    }

    private func decision(_ row: DecisionRow) throws -> Decision {
        let isTold = row.verdict != .coalesced
        let nudge = try row.nudge.flatMap { isTold ? try NudgeRow.find($0, in: database) : nil }
        return Decision(
            key: row.key,
            due: row.due,
            decided: row.decided,
            verdict: row.verdict,
            reason: row.reason,
            nudge: nudge,
            nudgeID: row.nudge,
            channels: try nudge.map { try DeliveryStore(database).channels(of: $0.id) } ?? []
        )
    }

    // MARK: - What a planner remembers

    /// The decided stages that are due after `earliest` and up to `latest`.
    func decided(dueAfter earliest: Instant, upTo latest: Instant) throws -> Set<StageKey> {
        Set(try verdicts("", earliest, latest).keys)
    }

    /// The stages, due after `earliest` and up to `latest`, that were silenced before they were
    /// due.
    func decidedEarly(dueAfter earliest: Instant, upTo latest: Instant) throws -> Set<StageKey> {
        let isEarly = """
            AND decided < due AND verdict IN ('held', 'cancelled', 'absorbed', 'expired')
            """
        return Set(try verdicts(isEarly, earliest, latest).keys)
    }

    /// The verdicts on stages that are due after `instant` and decided already.
    func decided(dueAfter instant: Instant) throws -> [StageKey: Verdict] {
        try verdicts("", instant, .distantFuture)
    }

    private func verdicts(
        _ condition: String,
        _ earliest: Instant,
        _ latest: Instant
    ) throws -> [StageKey: Verdict] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT ritual, start, stage, partner, verdict FROM decisions
                WHERE due > ? AND due <= ? \(condition)
                """,
            arguments: [earliest.secondsSinceEpoch, latest.secondsSinceEpoch]
        )
        var verdicts: [StageKey: Verdict] = [:]
        while let row = try rows.next() {
            verdicts[try row.stageKey()] = try row.word("verdict", as: Verdict.self)
        }
        return verdicts
    }

    // MARK: - Withdrawing

    // A nudge can be about several occurrences. Its deliveries are withdrawn once all of those are.

    /// Withdraws the nudges about an occurrence, for one partner or for all.
    ///
    /// A nudge that was shown is recalled on `channels`.
    func withdraw(_ withdrawal: Withdrawal, recalling channels: [String], at instant: Instant)
        throws
    {
        let key = withdrawal.occurrence
        var meant = "ritual = ? AND start = ?"
        var arguments = key.place
        if let partner = withdrawal.partner {
            meant += " AND partner = ?"
            arguments += [partner]
        }
        if let stages = withdrawal.stages {
            meant += " AND stage IN (\(stages.map { _ in "?" }.joined(separator: ", ")))"
            arguments += StatementArguments(stages.map(\.description))
        }
        try withdraw(meant, arguments, recalling: channels, at: instant)
    }

    /// Withdraws the nudges about a ritual that are pending, or shown and not expired.
    func withdraw(ritual: String, recalling channels: [String], at instant: Instant) throws {
        try withdraw(
            """
            ritual = ? AND nudge IN (
                SELECT nudge FROM deliveries
                WHERE state IN ('pending', 'sending') AND state <> 'delivered'
                UNION SELECT s.nudge FROM shared_deliveries s
                JOIN deliveries d ON d.id = s.delivery
                WHERE d.state IN ('pending', 'sending') AND d.state <> 'delivered'
                UNION SELECT id FROM nudges WHERE expires >= ?)
            """,
            [ritual, instant.secondsSinceEpoch],
            recalling: channels,
            at: instant
        )
    }

    private func withdraw(
        _ meant: String,
        _ arguments: StatementArguments,
        recalling channels: [String],
        at instant: Instant
    ) throws {
        let isTold = "\(meant) AND nudge IS NOT NULL"
        let nudges: [String] = try database.values(
            "SELECT DISTINCT nudge FROM decisions WHERE \(isTold) ORDER BY nudge",
            arguments
        )
        let now = instant.secondsSinceEpoch
        try database.run(
            "UPDATE decisions SET withdrawn = ? WHERE \(isTold) AND withdrawn IS NULL",
            [now] + arguments
        )
        for nudge in nudges {
            for channel in channels {
                try DeliveryStore(database).recall(nudge, on: channel, at: instant)
            }
            try withdrawUnwanted(nudge, at: instant)
        }
    }

    /// The SQL condition that a delivery which carries `:nudge` is unwanted: all decisions of all
    /// its nudges are withdrawn, those of digests left aside.
    static let isUnwanted = """
        EXISTS (SELECT 1 FROM decisions WHERE nudge = :nudge)
        AND NOT EXISTS (SELECT 1 FROM decisions d
            WHERE d.stage <> 'digest' AND d.withdrawn IS NULL AND (d.nudge = deliveries.nudge
                OR d.nudge IN (SELECT s.nudge FROM shared_deliveries s
                    WHERE s.delivery = deliveries.id)))
        """

    /// Withdraws the unwanted deliveries that carry a nudge and are pending or being sent.
    func withdrawUnwanted(_ nudge: String, at instant: Instant) throws {
        try database.run(
            """
            UPDATE deliveries SET state = 'withdrawn', next_attempt = NULL, updated = :now
            WHERE \(DeliveryStore.carrying) AND kind = 'show' AND state IN ('pending', 'sending')
                AND \(Self.isUnwanted)
            """,
            ["now": instant.secondsSinceEpoch, "nudge": nudge]
        )
    }
}
