import Delivery
import GRDB
import Household
import Planning

/// Writes a step of the planner, in the order in which its parts depend on one another.
struct StepWriter {
    private let decisions: DecisionStore
    private let deliveries: DeliveryStore
    private let facts: FactStore
    private let history: HistoryStore
    private let keepsakes: KeepsakeStore
    private let metadata: Metadata

    init(_ database: Database) {
        decisions = DecisionStore(database)
        deliveries = DeliveryStore(database)
        facts = FactStore(database)
        history = HistoryStore(database)
        keepsakes = KeepsakeStore(database)
        metadata = Metadata(database)
    }

    func write(_ step: PlannerStep) throws {
        for key in step.annulled {
            try decisions.annul(key)
        }
        for decision in step.decisions where decision.key.stage.kind != .notice {
            try write(decision)
        }
        try writeWords(of: step)
        try writeSpans(of: step)
        if let token = step.spent {
            try history.spend(token, at: step.through)
        }
        for withdrawal in step.withdrawals {
            try decisions.withdraw(withdrawal, recalling: step.recalling, at: step.through)
        }
        for ritual in step.withdrawnRituals {
            try decisions.withdraw(ritual: ritual, recalling: step.recalling, at: step.through)
        }
        // A notice is about an outcome that withdraws earlier nudges, so it is written after the
        // withdrawals.
        for decision in step.decisions where decision.key.stage.kind == .notice {
            try write(decision)
        }
        try metadata.reach(step.through)
    }

    private func write(_ decision: Decision) throws {
        try decisions.insert(decision)
        guard let nudge = decision.nudge else {
            return
        }
        try deliveries.enqueue(
            nudge,
            on: decision.channels,
            carriers: decision.carriers,
            from: max(decision.decided, decision.notBefore ?? decision.decided),
            at: decision.decided
        )
        try deliveries.enqueue(nudge, on: decision.fallbacks, at: decision.decided)
    }

    private func writeWords(of step: PlannerStep) throws {
        try facts.add(step.outcomes)
        for outcome in step.noted {
            try facts.replaceNote(of: outcome, at: step.through)
        }
        for outcome in step.undone {
            try facts.takeBack(outcome, at: outcome.undone ?? step.through)
        }
        for release in step.releases {
            try history.release(release)
        }
        for hold in step.holds {
            try history.add(hold)
        }
        for hold in step.unsaid {
            try history.remove(hold)
        }
        for hold in step.resumed {
            try history.resume(hold)
        }
        try keepsakes.add(step.moments)
        for moment in step.removedMoments {
            try keepsakes.remove(moment)
        }
        for mark in step.undoneMarks {
            try keepsakes.takeBack(mark)
        }
        try keepsakes.add(step.marks)
    }

    private func writeSpans(of step: PlannerStep) throws {
        if step.turnsBack {
            try history.cutSpans(at: step.began)
        }
        for span in step.expiredSpans {
            try history.add(span)
        }
        for (ritual, since) in step.kept {
            try history.keep(ritual, since: since)
        }
        for (ritual, title) in step.titles {
            try history.name(ritual, title)
        }
    }
}
