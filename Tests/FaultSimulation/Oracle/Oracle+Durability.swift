import CivilTime
import Household
import Ledger
import Planning

// Which steps did reach the disk when the process died over them.

extension Oracle {
    /// Whether a step is on the disk, whole or not at all.
    ///
    /// What `later` steps took back is not there, though it was written, and what they decided anew is.
    func isWritten(
        _ step: PlannerStep,
        in ledger: SQLiteLedger,
        before later: ArraySlice<PlannerStep>
    ) throws -> Bool {
        let takenBack = Set(later.flatMap(\.annulled))
        let decided = (later + [step]).flatMap(\.decisions)
        var found: [Bool] = []
        for decision in step.decisions {
            let known = try ledger.decisions(about: decision.key.occurrence)
            let isThere = known.contains { $0.isSameVerdict(as: decision) }
            if isThere || !takenBack.contains(decision.key) {
                found.append(isThere)
            }
        }
        for outcome in step.outcomes {
            let known = try ledger.outcomes(of: outcome.occurrence)
            let isThere = known.contains { $0.isSameWord(as: outcome) }
            if isThere {
                found.append(true)
            } else if !later.flatMap(\.undone).contains(where: { $0.isSameWord(as: outcome) }) {
                found.append(false)
            } else if try isBare(outcome, in: ledger, at: step.through) {
                found.append(true)
            }
        }
        // That a word is gone says something only where it was ever there.
        for word in step.undone where present.stands(word) {
            let known = try ledger.outcomes(of: word.occurrence)
            found.append(!known.contains { $0.isSameWord(as: word) })
        }
        if !step.holds.isEmpty || !step.releases.isEmpty {
            let known = try ledger.holds(from: .distantPast, until: .distantFuture)
            for hold in step.holds {
                found.append(known.contains { $0.isSameHold(as: hold) })
            }
            for release in step.releases {
                found.append(
                    known.contains { $0.ritual == release.ritual && $0.released == release.at }
                )
            }
        }
        for lapse in step.expiredSpans {
            let known = try ledger.lapses(of: lapse.ritual)
            found.append(known.contains { $0.after == lapse.after && $0.decided == lapse.decided })
        }
        // A verdict that is no longer there shows the step. Nothing is shown where it was never there, or
        // where a later step decided the very same.
        for key in step.annulled {
            guard let former = present.decisions[key]?.decision,
                !decided.contains(where: { $0.isSameVerdict(as: former) })
            else {
                continue
            }
            let known = try ledger.decisions(about: key.occurrence)
            found.append(!known.contains { $0.isSameVerdict(as: former) })
        }
        if Set(found).count > 1 {
            breach("a step was written in part: \(step)")
        }
        return found.first == true
    }

    /// Whether the ledger has of a word no more than that it was taken back.
    private func isBare(
        _ word: Outcome,
        in ledger: SQLiteLedger,
        at instant: Instant
    ) throws -> Bool {
        try ledger.memory(at: instant).outcomes.contains { bare in
            bare.undone != nil && bare.occurrence == word.occurrence && bare.said == word.said
                && bare.kind.name == word.kind.name
        }
    }
}

extension Decision {
    /// Whether it is the same one, as far as the ledger tells them apart.
    fileprivate func isSameVerdict(as other: Decision) -> Bool {
        key == other.key && decided == other.decided && reason == other.reason
    }
}

extension Hold {
    /// Whether it is the same one, released or not.
    fileprivate func isSameHold(as other: Hold) -> Bool {
        var (mine, others) = (self, other)
        mine.released = nil
        others.released = nil
        return mine == others
    }
}
