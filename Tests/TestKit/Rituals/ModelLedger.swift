package import CivilTime
package import Household
package import Planning

/// A ledger in memory that keeps the contract of `LedgerWriting` for decisions and outcomes, and
/// writes down every promise that a step breaks.
package struct ModelLedger: Sendable {
    package private(set) var decisions: [StageKey: Decision] = [:]
    package private(set) var outcomes: [Outcome] = []
    package private(set) var withdrawals: [Withdrawal] = []
    package private(set) var annulled: [StageKey] = []
    package private(set) var holds: [Hold] = []
    package private(set) var moments: [Moment] = []
    package private(set) var marks: [PromptMark] = []
    package private(set) var lapses: [ExpiredSpan] = []
    package private(set) var kept: [String: Instant] = [:]
    package private(set) var titles: [String: String] = [:]
    package private(set) var through: Instant?
    /// What must not happen and did.
    package private(set) var breaches: [String] = []
    /// Each decision as a line, in the order they were written.
    package private(set) var log: [String] = []

    package init() {}

    package mutating func record(_ step: PlannerStep) {
        for key in step.annulled {
            if let decision = decisions[key], decision.isSilent {
                decisions[key] = nil
                annulled.append(key)
            } else {
                let verdict = decisions[key]?.verdict.rawValue ?? "no verdict"
                breaches.append("annulled, though it has \(verdict): \(key)")
            }
        }
        for decision in step.decisions {
            if let first = decisions[decision.key] {
                breaches.append(
                    "decided twice: \(decision.key), \(first.reason) | \(decision.reason)"
                )
            }
            let isWord = !step.outcomes.isEmpty || !step.undone.isEmpty
            let isByWord = isWord && [.cancelled, .held].contains(decision.verdict)
            if decision.decided < decision.due, !isByWord {
                breaches.append("decided before it was due: \(decision)")
            }
            if decision.decided != step.through {
                breaches.append("decided at another time than its step: \(decision)")
            }
            decisions[decision.key] = decision
            log.append(
                "\(decision.decided) \(decision.key) \(decision.verdict) \(decision.reason)"
                    + " \(decision.nudgeID ?? "-") \(decision.notBefore?.description ?? "-")"
            )
        }
        take(step)
        withdrawals += step.withdrawals
        through = step.through
    }

    private mutating func take(_ step: PlannerStep) {
        outcomes += step.outcomes
        for word in step.noted {
            let known = outcomes.lastIndex { outcome in
                var noted = outcome
                noted.note = word.note
                return noted == word
            }
            if let known {
                outcomes[known] = word
            } else {
                breaches.append("noted on what was not said: \(word)")
            }
        }
        for word in step.undone {
            var before = word
            before.undone = nil
            if let index = outcomes.lastIndex(of: before) {
                outcomes[index] = word
            } else {
                breaches.append("took back what was not said: \(word)")
            }
        }
        for release in step.releases {
            for index in holds.indices where release.ends(holds[index]) {
                holds[index].released = release.at
            }
        }
        holds += step.holds
        for hold in step.unsaid {
            if let index = holds.lastIndex(of: hold) {
                holds.remove(at: index)
            } else {
                breaches.append("took back a hold that was not said: \(hold)")
            }
        }
        for hold in step.resumed {
            let index = holds.lastIndex { $0.from == hold.from && $0.ritual == hold.ritual }
            if let index, holds[index].released != nil {
                holds[index].released = nil
            } else {
                breaches.append("resumed a hold that was not released: \(hold)")
            }
        }
        moments += step.moments
        for moment in step.removedMoments {
            if let index = moments.lastIndex(of: moment) {
                moments.remove(at: index)
            } else {
                breaches.append("took back a moment that was not kept: \(moment)")
            }
        }
        for mark in step.undoneMarks {
            var before = mark
            before.undone = nil
            if let index = marks.lastIndex(of: before) {
                marks[index] = mark
            } else {
                breaches.append("took back a mark that was not said: \(mark)")
            }
        }
        marks += step.marks
        if step.turnsBack {
            lapses = lapses.compactMap { lapse in
                var lapse = lapse
                lapse.through = min(lapse.through, step.began)
                return lapse.after < lapse.through ? lapse : nil
            }
        }
        lapses += step.expiredSpans
        kept.merge(step.kept) { min($0, $1) }
        titles.merge(step.titles) { $1 }
    }

    package func memory(at now: Instant) -> PlannerMemory {
        guard let through else {
            return PlannerMemory(outcomes: outcomes, holds: holds, moments: moments, marks: marks)
        }
        let beforeLeap = through > now ? reached(by: now) : nil
        let reached = beforeLeap ?? through
        let remembered = reached - PlannerMemory.remembered
        let decided = decisions.filter { $0.value.due <= reached && $0.value.due > remembered }
        return PlannerMemory(
            through: through,
            beforeLeap: beforeLeap,
            decidedAhead: decisions.filter { $0.value.due > reached }.mapValues(\.verdict),
            decided: Set(decided.keys),
            early: Set(
                decided.filter { $0.value.isSilent && $0.value.decided < $0.value.due }.keys
            ),
            outcomes: outcomes,
            holds: holds,
            moments: moments,
            marks: marks,
            kept: kept,
            titles: titles
        )
    }

    /// The last time up to `now` at which something was decided or said.
    private func reached(by now: Instant) -> Instant {
        let times = decisions.values.map(\.decided) + outcomes.map(\.said) + kept.values
        return times.filter { $0 <= now }.max() ?? now
    }

    /// The decisions that tell something, in the order of their time.
    package var told: [Decision] {
        decisions.values.filter { $0.nudge != nil }
            .sorted { ($0.decided, $0.key.description) < ($1.decided, $1.key.description) }
    }

    /// Decisions that say they are told by a nudge that never was.
    package var dangling: [Decision] {
        let told = Set(decisions.values.compactMap(\.nudge?.id))
        return decisions.values.filter {
            $0.verdict == .coalesced && !told.contains($0.nudgeID ?? "")
        }
    }
}
