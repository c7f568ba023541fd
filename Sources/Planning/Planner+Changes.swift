import CivilTime
import Household

// What is laid out anew: by a signal, a new config, a date that was moved, an answer that counts.

extension Planner {
    /// Begins an occurrence of each ritual that waits for a signal.
    mutating func signal(_ name: String, _ step: inout PlannerStep) {
        let now = through
        var due: [DueStage] = []
        for index in plan.tracks.indices {
            let ritual = plan.tracks[index].ritual
            guard case .signal(let trigger) = ritual.occasion, trigger.signal == name else {
                continue
            }
            guard trigger.pause == nil else {
                pause(ritual.id, by: nil, wait: nil, &step)
                continue
            }
            let local = ritual.zone.local(at: now)
            let today = plan.outcomes.occurrences(of: ritual.id)
                .filter { $0.start.date == local.date }
            let key = OccurrenceKey(
                ritual: ritual.id,
                start: local,
                isSecondOfFold: now > ritual.zone.instant(of: local)
            )
            guard trigger.between?.contains(local.time) ?? true,
                today.count < trigger.atMostPerDay ?? Trigger.mostPerDay, !today.contains(key)
            else {
                continue
            }
            let outcome = Outcome(occurrence: key, kind: .begun, said: now)
            plan.outcomes.add(outcome)
            step.outcomes.append(outcome)
            reopen(key, index)
            due += plan.laidOut(key).filter { $0.due <= now }
        }
        conclude(due, &step)
    }

    /// Goes on under another household: what was waiting by the old one is decided, be it late by now.
    mutating func replace(with household: Household, _ step: inout PlannerStep) {
        let old = plan
        plan = Plan(household, replacing: old)
        step.withdrawnRituals = old.tracks.map(\.ritual.id).filter { plan.indexes[$0] == nil }
        keeping.keepNewRituals(in: &plan)
        // What was told of ahead, and what the new schedule has at another time.
        let left = old.tracks.filter { plan.indexes[$0.ritual.id] != nil }
            .flatMap { $0.open.map(\.key) }.filter { plan.located($0) == nil }
        step.withdrawals += left.sorted().map { Withdrawal(occurrence: $0) }
        let due = takeDue(of: plan.tracks.indices, through: through, &step)
        conclude(due, former: old.household, &step)
    }

    /// Lays milestones out anew whose day a date has left or come to that was moved, or whose move was taken back.
    ///
    /// What waited and has a time in the past now is decided at once.
    mutating func moveMilestones(
        with word: Outcome,
        _ before: Plan,
        _ step: inout PlannerStep
    ) {
        guard word.isMove else {
            return
        }
        let date = word.occurrence
        let moved = plan.outcomes.history(of: date).compactMap(\.target?.date)
        let days = Set(moved + [date.start.date])
        var due: [DueStage] = []
        for index in plan.tracks.indices
        where plan.tracks[index].builder.coalesces(with: date.ritual) {
            let ritual = plan.tracks[index].ritual
            let keys = days.flatMap { plan.occurrences(of: ritual, on: $0) }
            for key in Set(keys + plan.outcomes.occurrences(of: ritual.id)).sorted()
            where plan.laidOut(key).map(\.step) != before.laidOut(key).map(\.step) {
                let waiting = Set(before.undecided(of: key).map(\.key))
                reopen(key, index)
                due += plan.laidOut(key).filter { stage in
                    stage.due <= through && waiting.contains(stage.key)
                }
            }
        }
        conclude(due, &step)
    }

    // MARK: - A ritual that waits for kept weeks

    /// Lays those out anew that begin at another time since what was said last.
    mutating func recountWeeks(_ step: inout PlannerStep) {
        for index in plan.waiting {
            let track = plan.tracks[index]
            if plan.begin(of: track.ritual) != track.begins {
                recount(index, "the kept weeks were counted anew", &step)
            }
        }
    }

    // MARK: - A ritual that counts from when it was done

    /// Whether a word can change what the next occurrence counts from.
    func countsAnew(_ word: Outcome, _ index: Int) -> Bool {
        plan.tracks[index].ritual.repeats == .afterDone && word.isAnswer
    }

    /// Lays a ritual out anew whose occurrences count from the last answer.
    ///
    /// What had begun and does not come any more is cancelled, and its nudges are withdrawn. What comes
    /// again, because an answer was taken back, loses the verdict that the answer gave it.
    mutating func recount(_ index: Int, _ reason: String, _ step: inout PlannerStep) {
        let now = through
        let waiting = plan.tracks[index].open.flatMap { plan.stages(of: $0, index) }
            .filter { $0.due > now && !plan.settled.contains($0.key) }
        plan.tracks[index] = Track(
            plan.tracks[index].builder,
            former: plan.tracks[index].former,
            begins: plan.begin(of: plan.tracks[index].ritual),
            through: now,
            outcomes: plan.outcomes
        )
        let gone = waiting.filter { plan.located($0.occurrence.key) == nil }
        let why = Suppression(verdict: .cancelled, reason: reason)
        add(gone.map { $0.silent(why, at: now) }, to: &step)
        step.withdrawals += Set(gone.map(\.occurrence.key)).sorted()
            .map { Withdrawal(occurrence: $0) }
        let ritual = plan.tracks[index].ritual.id
        let again = Set(plan.settled.early.lazy.map(\.occurrence).filter { $0.ritual == ritual })
        for key in again.sorted() {
            annul(key, &step)
        }
    }
}
