import CivilTime
import GRDB
package import Rituals

extension SQLiteLedger {
    package func record(_ step: PlannerStep) throws {
        try write { database in
            for key in step.annulled {
                try Self.annul(key, in: database)
            }
            for decision in step.decisions {
                try Self.insert(decision, in: database)
            }
            for outcome in step.outcomes {
                try Self.insert(outcome, in: database)
            }
            for word in step.undone {
                try Self.takeBack(word, in: database)
            }
            try Self.insertHolds(of: step, in: database)
            try Self.insertLapses(of: step, in: database)
            try Self.keep(step, in: database)
            for withdrawal in step.withdrawals {
                try Self.withdraw(withdrawal, at: step.through, in: database)
            }
            for ritual in step.withdrawnRituals {
                try Self.withdraw(ritual: ritual, at: step.through, in: database)
            }
            try Self.reach(step.through, in: database)
        }
    }

    private static func annul(_ key: StageKey, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                DELETE FROM decisions
                WHERE occurrence = ? AND stage = ? AND partner = ?
                    AND verdict IN ('expired', 'held', 'absorbed', 'cancelled')
                """
        )
        try statement.execute(arguments: [
            key.occurrence.description, key.stage.description, key.partner,
        ])
    }

    private static func insert(_ decision: Decision, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO decisions
                    (occurrence, stage, partner, due, decided, verdict, reason, nudge)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        do {
            try statement.execute(arguments: [
                decision.key.occurrence.description, decision.key.stage.description,
                decision.key.partner, decision.due.secondsSinceEpoch,
                decision.decided.secondsSinceEpoch, decision.verdict.rawValue, decision.reason,
                decision.nudgeID,
            ])
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw LedgerError.decidedTwice(decision.key)
        }
        guard let nudge = decision.nudge else {
            return
        }
        try insert(nudge, of: decision, in: database)
    }

    private static func insert(
        _ nudge: Nudge,
        of decision: Decision,
        in database: Database
    ) throws {
        let content = try database.cachedStatement(
            sql: "INSERT INTO nudges (id, content) VALUES (?, ?)"
        )
        try content.execute(arguments: [nudge.id, try NudgeText.write(nudge)])
        let delivery = try database.cachedStatement(
            sql: """
                INSERT INTO deliveries (nudge, channel, state, next_attempt, updated)
                VALUES (?, ?, 'pending', ?, ?)
                """
        )
        let decided = decision.decided.secondsSinceEpoch
        let first = max(decided, decision.notBefore?.secondsSinceEpoch ?? decided)
        for channel in decision.channels {
            try delivery.execute(arguments: [nudge.id, channel, first, decided])
        }
    }

    private static func insert(_ outcome: Outcome, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO outcomes (occurrence, start, kind, detail, partner, note, said)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            outcome.occurrence.description, outcome.occurrence.start.localSeconds,
            outcome.kind.name, outcome.kind.detail, outcome.partner, outcome.note,
            outcome.said.secondsSinceEpoch,
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
