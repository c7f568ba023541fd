import CivilTime
import ControlAPI
import Rituals
import Settings

// How the words of the house are said on the wire.

extension OccurrenceMessage {
    init(_ occurrence: UpcomingOccurrence) {
        self.init(
            ritual: occurrence.key.ritual,
            title: occurrence.title,
            occurrence: occurrence.key.description,
            start: occurrence.start.description,
            end: occurrence.end.description,
            instant: occurrence.start.instant.description,
            partners: occurrence.partners
        )
    }
}

extension TodayMessage.Entry {
    init(_ occurrence: UpcomingOccurrence, state: OccurrenceState) {
        self.init(
            ritual: occurrence.key.ritual,
            title: occurrence.title,
            occurrence: occurrence.key.description,
            start: occurrence.start.description,
            end: occurrence.end.description,
            instant: occurrence.start.instant.description,
            state: state,
            partners: occurrence.partners
        )
    }
}

extension DeliveryMessage {
    init(_ delivery: Delivery) {
        self.init(
            id: delivery.id,
            nudge: delivery.nudge.id,
            ritual: delivery.nudge.ritual,
            title: delivery.nudge.title,
            occurrence: delivery.nudge.occurrence.key.description,
            stage: delivery.nudge.stage.description,
            partner: delivery.nudge.partner,
            channel: delivery.channel,
            state: delivery.state.rawValue,
            attempts: delivery.attempts,
            nextAttempt: delivery.nextAttempt?.description,
            detail: delivery.detail,
            updated: delivery.updated.description
        )
    }
}

extension DiagnosticMessage {
    init(_ diagnostic: Diagnostic) {
        self.init(
            file: diagnostic.file,
            line: diagnostic.line,
            column: diagnostic.column,
            severity: diagnostic.severity == .error ? .error : .warning,
            key: diagnostic.key.isEmpty ? nil : diagnostic.key,
            message: diagnostic.message
        )
    }
}

extension WhyMessage.Decided {
    init(_ decision: Decision, channels: [String]) {
        self.init(
            stage: decision.key.stage.description,
            partner: decision.key.partner,
            due: decision.due.description,
            at: decision.decided.description,
            decision: decision.verdict.rawValue,
            reason: decision.reason,
            nudge: decision.nudgeID,
            channels: channels
        )
    }
}

extension WhyMessage.Said {
    init(_ outcome: Outcome) {
        self.init(
            outcome: outcome.kind.name,
            partner: outcome.partner,
            note: outcome.note,
            at: outcome.said.description,
            to: outcome.kind.target
        )
    }
}

extension OutcomeMessage {
    init(_ outcome: Outcome, _ planner: Planner, at now: Instant) {
        let key = outcome.occurrence
        let shown = planner.shown(key)
        self.init(
            outcome: outcome.kind.name,
            ritual: key.ritual,
            title: shown?.title ?? key.ritual,
            occurrence: key.description,
            start: shown?.start.description ?? key.start.description,
            state: OccurrenceState(planner.standing(of: key, at: now)),
            partner: outcome.partner,
            note: outcome.note,
            waiting: planner.waiting(for: key),
            to: outcome.kind.target
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

extension StatusMessage.Deliveries {
    init(_ counts: [Delivery.State: Int]) {
        self.init(
            pending: counts[.pending] ?? 0,
            sending: counts[.sending] ?? 0,
            delivered: counts[.delivered] ?? 0,
            dead: counts[.dead] ?? 0,
            expired: counts[.expired] ?? 0,
            withdrawn: counts[.withdrawn] ?? 0
        )
    }
}

extension OccurrenceState {
    init(_ standing: Standing) {
        self =
            switch standing {
            case .ahead: .ahead
            case .now: .now
            case .open: .open
            case .done: .done
            case .skipped: .skipped
            case .moved: .moved
            case .missed: .missed
            case .absorbed: .absorbed
            }
    }
}

extension Problem {
    init(unknownRitual id: String, _ household: Household) {
        let known = household.rituals.filter(\.isEnabled).map(\.id).joined(separator: ", ")
        self.init(.unknownRitual, detail: "no ritual '\(id)' is kept here; known are \(known)")
    }

    init(_ unclear: UnclearOccurrence) {
        let kind: Kind =
            switch unclear {
            case .unknownRitual: .unknownRitual
            case .unknownOccurrence: .noOccurrence
            case .nothingOpen: .conflict
            }
        self.init(kind, detail: unclear.description)
    }
}
