import CivilTime
import Household

/// Notes since when rituals are kept and what they are called, in the plan and for the ledger's next step.
struct KeepingNotes: Sendable {
    /// The rituals of which the ledger has yet to be told since when they are kept, and those with a new title.
    private var kept: Set<String> = []
    private var titles: Set<String> = []

    /// Notes the rituals that the plan has not kept before, and titles that are new.
    mutating func keepNewRituals(in plan: inout Plan) {
        for track in plan.tracks where plan.kept[track.ritual.id] == nil && track.begins == nil {
            keep(track.ritual.id, since: plan.through, in: &plan)
        }
        // The title of a secret ritual is its secret: nothing keeps it beside the config.
        for ritual in plan.tracks.lazy.map(\.ritual)
        where plan.titles[ritual.id] != ritual.title && ritual.sensitivity != .secret {
            plan.titles[ritual.id] = ritual.title
            titles.insert(ritual.id)
        }
    }

    /// Notes what has begun after so many kept weeks: it stays on from then.
    mutating func keepWhatBegan(in plan: inout Plan) {
        for index in plan.waiting {
            let track = plan.tracks[index]
            guard let begins = track.begins, begins <= plan.through,
                plan.kept[track.ritual.id] == nil
            else {
                continue
            }
            keep(track.ritual.id, since: begins, in: &plan)
            titles.insert(track.ritual.id)
        }
    }

    /// Notes what is told in time as kept by then, whatever a clock ahead of it had said.
    mutating func keepWhatWasTold(by decisions: [Decision], in plan: inout Plan) {
        for index in decisions.indices where decisions[index].verdict == .fired {
            let (ritual, due) = (decisions[index].key.occurrence.ritual, decisions[index].due)
            if let since = plan.kept[ritual], due < since {
                keep(ritual, since: due, in: &plan)
            }
        }
    }

    private mutating func keep(_ ritual: String, since: Instant, in plan: inout Plan) {
        plan.kept[ritual] = since
        kept.insert(ritual)
    }

    /// Hands what was noted to a step, and forgets it.
    mutating func tell(_ step: inout PlannerStep, of plan: Plan) {
        for ritual in kept {
            step.kept[ritual] = plan.kept[ritual]
        }
        for ritual in titles {
            step.titles[ritual] = plan.titles[ritual]
        }
        (kept, titles) = ([], [])
    }
}
