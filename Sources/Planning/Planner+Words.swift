import CivilTime
import Household

// What a partner said about an occurrence, and what follows for its ladder.

extension Planner {
    mutating func take(_ outcome: Outcome, _ step: inout PlannerStep) {
        guard let index = indexes[outcome.occurrence.ritual], !takeAgain(outcome, &step),
            hasRoom(for: outcome)
        else {
            return
        }
        let before = undecided(of: outcome.occurrence)
        book.add(outcome)
        step.outcomes.append(outcome)
        withdraw(outcome, index, &step)
        if closes(outcome, index) {
            let when = tracks[index].ritual.zone.local(at: outcome.said).short
            recount(index, "counted anew from \(outcome.kind.name) at \(when)", &step)
        }
        guard reopen(outcome.occurrence, index) != nil else {
            return
        }
        settleWords(about: outcome.occurrence, before: before, &step) { planner, stage in
            planner.replaced(stage, by: outcome)
        }
        guard outcome.kind == .done else {
            return
        }
        for key in overdue(before: outcome.occurrence, index) {
            withdrawClosed(key, index, &step)
            settleWords(about: key, before: [], &step) { planner, stage in
                planner.replaced(stage, by: outcome)
            }
        }
    }

    /// Whether a word can change what the next occurrence counts from.
    func closes(_ outcome: Outcome, _ index: Int) -> Bool {
        tracks[index].ritual.repeats == .afterDone && [.done, .skipped].contains(outcome.kind)
    }

    /// Decides, after an occurrence was laid out anew, what has no place in it any more and what is
    /// closed by now.
    mutating func settleWords(
        about occurrence: OccurrenceKey,
        before: [DueStage],
        _ step: inout PlannerStep,
        replaced: (Planner, DueStage) -> Decision
    ) {
        guard let index = indexes[occurrence.ritual] else {
            return
        }
        let after = undecided(of: occurrence)
        let kept = Set(after.map { key(of: $0) })
        for stage in before where !kept.contains(key(of: stage)) {
            step.decisions.append(replaced(self, stage))
        }
        let closed = after.filter { isClosed($0) }
        step.decisions += closed.compactMap { silence($0, at: through) }
        tracks[index].close(occurrence, book: book) { item in closed.contains { $0.item == item } }
        settled.add(step.decisions, through: through, book)
    }

    /// Lays an occurrence out anew; `nil` where the ritual has no such one.
    mutating func reopen(_ key: OccurrenceKey, _ index: Int) -> OpenOccurrence? {
        tracks[index].reopen(key, book: book, through: through)
    }

    /// The decision on a stage that has no place any more after what was said.
    private func replaced(_ stage: DueStage, by outcome: Outcome) -> Decision {
        let isMoved = outcome.isMove
        let zone = isMoved ? ritual(of: stage).zone : partner(of: stage).zone
        let word =
            switch outcome.kind {
            case .moved(let target): "moved to \(target.short)"
            case .snoozed(let until): "snoozed until \(zone.local(at: until).short)"
            case .done, .skipped, .begun: outcome.kind.name
            }
        return silent(stage, isMoved ? .cancelled : .held, word)
    }

    /// A decision, made now, that tells nothing.
    func silent(_ stage: DueStage, _ verdict: Verdict, _ reason: String) -> Decision {
        Decision(
            key: key(of: stage),
            due: stage.item.due,
            decided: through,
            verdict: verdict,
            reason: reason
        )
    }

    private func withdraw(_ outcome: Outcome, _ index: Int, _ step: inout PlannerStep) {
        let key = outcome.occurrence
        switch outcome.kind {
        case .done, .skipped:
            withdrawClosed(key, index, &step)
        case .snoozed:
            step.withdrawals.append(Withdrawal(occurrence: key, partner: outcome.partner))
        case .moved:
            // It is moved for everyone, whoever said so.
            step.withdrawals.append(Withdrawal(occurrence: key))
        case .begun:
            break
        }
    }

    /// Withdraws the nudges of an occurrence for everyone for whom it is closed.
    private func withdrawClosed(_ key: OccurrenceKey, _ index: Int, _ step: inout PlannerStep) {
        let track = tracks[index]
        guard let occurrence = track.occurrence(key, book: book) else {
            return
        }
        let closed = track.builder.partners.filter { partner in
            closing(of: occurrence, for: partner.id, index) != nil
        }
        if closed.count == track.builder.partners.count {
            step.withdrawals.append(Withdrawal(occurrence: key))
        } else {
            step.withdrawals += closed.map { Withdrawal(occurrence: key, partner: $0.id) }
        }
    }
}
