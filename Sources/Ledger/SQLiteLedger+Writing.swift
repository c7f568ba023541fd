import CivilTime
import GRDB
import Delivery
import Household
package import Planning

extension SQLiteLedger {
    package func record(_ step: PlannerStep) throws {
        try write { database in
            let shared = SharedRows(database)
            for key in step.annulled {
                try Self.annul(key, shared)
            }
            for decision in step.decisions where decision.key.stage.kind != .notice {
                try Self.insert(decision, shared)
            }
            for outcome in step.outcomes {
                try Self.insert(outcome, shared)
            }
            for word in step.noted {
                try Self.note(word, in: database)
            }
            for word in step.undone {
                try Self.takeBack(word, shared)
            }
            try Self.insertHolds(of: step, in: database)
            try Self.insertLapses(of: step, in: database)
            try Self.keep(step, in: database)
            if let token = step.spent {
                try Self.spend(token, at: step.through, in: database)
            }
            for withdrawal in step.withdrawals {
                try Self.withdraw(withdrawal, at: step.through, in: database)
            }
            for ritual in step.withdrawnRituals {
                try Self.withdraw(ritual: ritual, at: step.through, in: database)
            }
            // A notice tells of the word that withdraws all before it.
            for decision in step.decisions where decision.key.stage.kind == .notice {
                try Self.insert(decision, shared)
            }
            try Self.reach(step.through, in: database)
        }
        if !step.undone.isEmpty {
            scrub(step.undone)
        }
    }

    private static func annul(_ key: StageKey, _ shared: SharedRows) throws {
        let statement = try shared.database.cachedStatement(
            sql: """
                DELETE FROM decisions
                WHERE occurrence = ? AND stage = ? AND partner = ?
                    AND verdict IN ('expired', 'held', 'absorbed', 'cancelled')
                """
        )
        try statement.execute(arguments: [
            shared.knownNumber(of: key.occurrence),
            shared.knownNumber(of: key.stage.description), shared.knownNumber(of: key.partner),
        ])
    }

    private static func insert(_ decision: Decision, _ shared: SharedRows) throws {
        let nudge =
            try decision.nudge.map { try shared.write($0) }
            ?? decision.nudgeID.map { try shared.number(ofNudge: $0) }
        let statement = try shared.database.cachedStatement(
            sql: """
                INSERT INTO decisions
                    (occurrence, stage, partner, due, decided, verdict, reason, nudge)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        do {
            try statement.execute(arguments: [
                shared.number(of: decision.key.occurrence),
                shared.number(of: decision.key.stage.description),
                shared.number(of: decision.key.partner), decision.due.secondsSinceEpoch,
                decision.decided.secondsSinceEpoch, decision.verdict.rawValue,
                shared.number(of: decision.reason), nudge,
            ])
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw LedgerError.decidedTwice(decision.key)
        }
        guard let nudge, decision.nudge != nil else {
            return
        }
        let first = max(decision.decided, decision.notBefore ?? decision.decided)
        try deliver(nudge, on: decision.channels, from: first, at: decision.decided, shared)
    }

    /// Has the nudge of a number delivered by each of the channels, unless it is already.
    static func deliver(
        _ nudge: Int64,
        on channels: [String],
        from first: Instant,
        at instant: Instant,
        _ shared: SharedRows
    ) throws {
        let delivery = try shared.database.cachedStatement(
            sql: """
                INSERT INTO deliveries (id, nudge, channel, state, next_attempt, updated)
                VALUES (?, ?, ?, 'pending', ?, ?) ON CONFLICT (nudge, channel) DO NOTHING
                """
        )
        for channel in channels {
            try delivery.execute(arguments: [
                shared.newDelivery(), nudge, shared.number(of: channel), first.secondsSinceEpoch,
                instant.secondsSinceEpoch,
            ])
            if shared.database.changesCount == 1 {
                shared.takeDelivery()
            }
        }
    }

    private static func insert(_ outcome: Outcome, _ shared: SharedRows) throws {
        let statement = try shared.database.cachedStatement(
            sql: """
                INSERT INTO outcomes (occurrence, kind, detail, partner, note, said)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            shared.number(of: outcome.occurrence), outcome.kind.name, outcome.kind.detail,
            outcome.partner, outcome.note, outcome.said.secondsSinceEpoch,
        ])
    }

    private static func reach(_ through: Instant, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO meta (key, value) VALUES ('through', ?)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """,
            arguments: [through.secondsSinceEpoch]
        )
    }
}

extension Outcome.Kind {
    /// What the word alone leaves out: where it was moved to, or until when it was put off.
    var detail: String? {
        switch self {
        case .done, .skipped, .begun: nil
        case .moved(let time): time.description
        case .snoozed(let instant): instant.description
        }
    }

    /// Reads what `name` and `detail` wrote; `nil` where they are not that.
    init?(name: String, detail: String?) {
        switch (name, detail) {
        case ("done", nil): self = .done
        case ("skipped", nil): self = .skipped
        case ("begun", nil): self = .begun
        case ("moved", let text?):
            guard let time = try? CivilDateTime(parsing: text) else {
                return nil
            }
            self = .moved(to: time)
        case ("snoozed", let text?):
            guard let instant = try? Instant(parsing: text) else {
                return nil
            }
            self = .snoozed(until: instant)
        default: return nil
        }
    }
}
