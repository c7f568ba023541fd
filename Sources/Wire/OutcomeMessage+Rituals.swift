package import CivilTime
package import ControlAPI
import Delivery
import Household
package import Planning

// How what a couple says is said on the wire.

extension OutcomeMessage {
    /// - Parameters:
    ///   - outcome: what was said.
    ///   - step: what followed from it.
    ///   - planner: who keeps the ritual, after that.
    ///   - now: when it was said.
    package init(
        _ outcome: Outcome,
        _ step: PlannerStep,
        _ planner: Planner,
        at now: Instant
    ) {
        let key = outcome.occurrence
        let shown = planner.plan.shown(key)
        self.init(
            outcome: outcome.kind.name,
            ritual: key.ritual,
            title: shown?.title ?? key.ritual,
            occurrence: key.description,
            start: shown?.start.description ?? key.start.description,
            state: .init(of: OccurrenceRecord(key: key), planner, at: now),
            partner: outcome.partner,
            note: outcome.note,
            waiting: planner.plan.waiting(for: key),
            to: outcome.kind.target,
            closed: Set(step.withdrawals.map(\.occurrence)).subtracting([key]).sorted()
                .map(\.description),
            unchanged: step.outcomes.isEmpty && step.noted.isEmpty
        )
    }
}

extension UndoMessage {
    package init(_ word: Outcome, _ planner: Planner, at now: Instant) {
        let key = word.occurrence
        let shown = planner.plan.shown(key)
        self.init(
            undone: word.kind.name,
            ritual: key.ritual,
            title: shown?.title ?? key.ritual,
            occurrence: key.description,
            start: shown?.start.description ?? key.start.description,
            state: .init(of: OccurrenceRecord(key: key), planner, at: now),
            partner: word.partner,
            note: word.note,
            said: word.said.description
        )
    }
}

extension WhyMessage.Said {
    package init(_ outcome: Outcome) {
        self.init(
            outcome: outcome.kind.name,
            partner: outcome.partner,
            note: outcome.note,
            at: outcome.said.description,
            to: outcome.kind.target,
            undone: outcome.undone?.description
        )
    }
}

extension Outcome.Kind {
    /// The local time moved to, or the instant snoozed to.
    fileprivate var target: String? {
        switch self {
        case .moved(let local): local.short
        case .snoozed(let until): until.description
        case .done, .skipped, .begun: nil
        }
    }
}
