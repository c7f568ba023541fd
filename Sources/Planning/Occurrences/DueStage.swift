import CivilTime
import Household

/// A stage of an occurrence that is to be decided, with the ritual and the partner that it is for.
struct DueStage: Sendable {
    /// The place of its ritual among those of the plan.
    let track: Int
    let builder: OccurrenceBuilder
    let occurrence: OpenOccurrence
    let step: LadderStep

    var ritual: Ritual { builder.ritual }
    var partner: Partner { builder.partners[step.partner] }
    var key: StageKey { builder.key(of: step, in: occurrence.key) }
    var due: Instant { step.due }

    /// How late it is at `now`; zero where that is within the grace.
    func lateness(at now: Instant) -> Duration {
        let late = now - due
        return late >= Lateness.grace ? late : .zero
    }

    func isLate(at now: Instant) -> Bool { lateness(at: now) > .zero }

    /// When its partner is shown it, if it is decided at `now`: quiet hours are waited out.
    func shown(at now: Instant) -> Instant {
        let partner = partner
        guard let quiet = partner.quietHours, !ritual.isUrgent else {
            return now
        }
        return quiet.deferring(now, in: partner.zone)
    }

    /// Whether it is decided before another, whatever order their occurrences were opened in.
    func precedes(_ other: DueStage) -> Bool {
        let first = (due, step.nominal, track, occurrence.scheduled)
        let second = (other.due, other.step.nominal, other.track, other.occurrence.scheduled)
        return first == second ? step.precedes(other.step) : first < second
    }
}

extension DueStage {
    /// A decision on it that tells nothing.
    func silent(_ why: Suppression, at now: Instant) -> Decision {
        Decision(key: key, due: due, decided: now, verdict: why.verdict, reason: why.reason)
    }

    /// The decision on it where another nudge tells it.
    func coalesced(into nudge: String?, _ reason: String, at now: Instant) -> Decision {
        Decision(
            key: key,
            due: due,
            decided: now,
            verdict: .coalesced,
            reason: reason,
            nudgeID: nudge
        )
    }

    /// Why it is not told, where it has no place any more since a word was said.
    func suppression(since word: Outcome) -> Suppression {
        switch word.kind {
        case .moved(let target):
            return Suppression(verdict: .cancelled, reason: "moved to \(target.short)")
        case .snoozed(let until):
            let local = partner.zone.local(at: until).short
            return Suppression(verdict: .held, reason: "snoozed until \(local)")
        case .done, .skipped, .begun:
            return Suppression(verdict: .held, reason: word.kind.name)
        }
    }
}
