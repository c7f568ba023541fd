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
    var title: String { ritual.title(of: occurrence.key) }
    var isUrgent: Bool { builder.isUrgent(at: step.stage) }
    /// Whether it asks what a pause was about: no answer is waited for.
    var isReflection: Bool {
        step.stage.kind == .followUp && ritual.isReflection(step.stage)
    }

    /// Returns how late the stage is at `now`; zero where that is within the grace.
    func lateness(at now: Instant) -> Duration {
        let late = now - due
        return late >= Lateness.grace ? late : .zero
    }

    func isLate(at now: Instant) -> Bool { lateness(at: now) > .zero }

    /// Returns when its partner is shown a stage that is decided at `now`: quiet hours and rests are waited out.
    func shown(at now: Instant) -> Instant {
        partner.wakes(at: now, isUrgent: isUrgent, builder.rests)
    }

    /// What it waited for beyond its own time, in words.
    var waited: String? {
        guard step.due > step.nominal else {
            return nil
        }
        let quiet = partner.wakes(at: step.nominal, isUrgent: isUrgent, Rests())
        guard let rest = builder.rests.rest(at: quiet) else {
            return "waited for the end of quiet hours"
        }
        return "waited for the end of \(rest.label)"
    }

    /// What it waits for that is decided at `now` and shown later, in words.
    func waits(at now: Instant) -> String {
        builder.rests.rest(at: partner.wakes(at: now, isUrgent: isUrgent, Rests())).map {
            "shown when \($0.label) ends"
        } ?? "shown when quiet hours end"
    }

    /// Whether this stage is decided before another, whatever order their occurrences were opened in.
    func precedes(_ other: DueStage) -> Bool {
        let first = (due, step.nominal, track, occurrence.scheduled)
        let second = (other.due, other.step.nominal, other.track, other.occurrence.scheduled)
        return first == second ? step.precedes(other.step) : first < second
    }
}

extension DueStage {
    /// Returns the decision on a stage that is not told.
    func silent(_ why: Suppression, at now: Instant) -> Decision {
        Decision(key: key, due: due, decided: now, verdict: why.verdict, reason: why.reason)
    }

    /// Returns the decision on a stage that another nudge tells.
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

    /// Returns why a stage is not told that the ladder does not have any more since `word`.
    func suppression(since word: Outcome) -> Suppression {
        switch word.kind {
        case .moved(let target):
            return Suppression(verdict: .cancelled, reason: "moved to \(target.short)")
        case .snoozed(let until):
            let local = partner.zone.local(at: until).short
            return Suppression(verdict: .held, reason: "snoozed until \(local)")
        case .done, .step, .skipped, .begun, .paused:
            return Suppression(verdict: .held, reason: word.kind.name)
        }
    }
}
