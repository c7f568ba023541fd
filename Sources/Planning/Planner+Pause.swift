import CivilTime
import Household

// A pause: everyone is told at once, and the return is an occurrence like any other.

extension Planner {
    /// Calls a pause, unless one is open.
    mutating func pause(_ id: String, by: String?, wait: Duration?, _ step: inout PlannerStep) {
        guard let index = plan.indexes[id], let word = plan.call(id, by: by, wait: wait) else {
            return
        }
        let before = plan
        plan.outcomes.add(word)
        step.outcomes.append(word)
        reopen(word.occurrence, index)
        tellOthers(since: before, &step) { $0.tell(ofPause: word.occurrence) }
    }

    /// Takes a pause back: what was still to come of it does not come, and everyone else is told.
    mutating func takeBackPause(_ word: Outcome, by: String?, _ step: inout PlannerStep) {
        let (before, key) = (plan, word.occurrence)
        guard let index = plan.indexes[key.ritual],
            let undone = plan.outcomes.takeBack(word, at: through)
        else {
            return
        }
        step.undone.append(undone)
        let why = Suppression(verdict: .cancelled, reason: PauseTerms.takenBack)
        add(before.undecided(of: key).map { $0.silent(why, at: through) }, to: &step)
        plan.tracks[index].close(key, outcomes: plan.outcomes) { _ in true }
        tellOthers(since: before, &step) { $0.tell(ofPauseTakenBack: key, by: by) }
    }
}
