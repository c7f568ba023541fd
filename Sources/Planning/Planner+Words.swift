import CivilTime
import Household

// What a partner said about an occurrence, and what follows for its ladder.

extension Planner {
    /// Takes a word about an occurrence, and tells the others what it changes.
    mutating func say(_ word: Outcome, _ step: inout PlannerStep) {
        let before = word.isMove || word.isNews ? plan : nil
        take(word, &step)
        guard let before else {
            return
        }
        moveMilestones(with: word, before, &step)
        if word.isNews {
            tellOthers(since: before, &step) { $0.tell(of: word) }
        }
    }

    /// Takes the last word back: what it had silenced before its time is decided again in its own.
    mutating func undo(_ key: OccurrenceKey, by partner: String?, _ step: inout PlannerStep) {
        guard let word = plan.outcomes.last(of: key, by: partner) else {
            return
        }
        guard !word.isPause else {
            takeBackPause(word, by: partner, &step)
            return
        }
        let before = word.isMove || word.isNews ? plan : nil
        takeBack(word, &step)
        guard let before else {
            return
        }
        moveMilestones(with: word, before, &step)
        if word.isNews, !step.undone.isEmpty {
            tellOthers(since: before, &step) { $0.tell(ofTakenBack: word, by: partner) }
        }
    }

    // MARK: - A word

    private mutating func take(_ word: Outcome, _ step: inout PlannerStep) {
        let key = word.occurrence
        guard let index = plan.indexes[key.ritual] else {
            return
        }
        if let standing = plan.outcomes.standing(word) {
            // It was said already; a note that is another one takes the place of the first.
            if let note = word.note, note != standing.note {
                step.noted += [plan.outcomes.note(note, on: standing)].compactMap(\.self)
            }
            return
        }
        guard plan.outcomes.hasRoom(for: word) else {
            return
        }
        let waiting = plan.undecided(of: key)
        let asking = word.step.map { plan.stages(asking: $0, of: key) } ?? []
        let corrects = plan.outcomes[key].contains { $0.isContradicted(by: word) }
        plan.outcomes.add(word)
        step.outcomes.append(word)
        if !asking.isEmpty {
            step.withdrawals.append(Withdrawal(occurrence: key, stages: asking))
        }
        withdraw(word, index, &step)
        if countsAnew(word, index) {
            let when = plan.tracks[index].ritual.zone.local(at: word.said).short
            recount(index, "counted anew from \(word.kind.name) at \(when)", &step)
        }
        if corrects {
            annul(key, &step)
        }
        guard reopen(key, index) else {
            return
        }
        settle(key, index, waiting, &step) { $0.suppression(since: word) }
        guard word.kind == .done else {
            if corrects {
                openOverdue(before: key, index, &step)
            }
            return
        }
        for key in plan.overdue(before: key, index) {
            withdrawClosed(key, index, &step)
            settle(key, index, [], &step) { $0.suppression(since: word) }
        }
    }

    private mutating func takeBack(_ word: Outcome, _ step: inout PlannerStep) {
        let key = word.occurrence
        guard let index = plan.indexes[key.ritual] else {
            return
        }
        let waiting = plan.undecided(of: key)
        guard let undone = plan.outcomes.takeBack(word, at: through) else {
            return
        }
        step.undone.append(undone)
        let reason = "\(word.kind.name) was taken back"
        if countsAnew(word, index) {
            recount(index, reason, &step)
        }
        annul(key, &step)
        guard reopen(key, index) else {
            return
        }
        settle(key, index, waiting, &step) { _ in
            Suppression(verdict: .cancelled, reason: reason)
        }
        if word.kind == .done {
            openOverdue(before: key, index, &step)
        }
    }

    /// Opens again what a *done* that counts no longer had closed beside its own.
    private mutating func openOverdue(
        before key: OccurrenceKey,
        _ index: Int,
        _ step: inout PlannerStep
    ) {
        for key in plan.overdue(before: key, index) {
            annul(key, &step)
            reopen(key, index)
        }
    }

    /// Lays an occurrence out anew; returns whether the ritual has such a one.
    @discardableResult
    mutating func reopen(_ key: OccurrenceKey, _ index: Int) -> Bool {
        plan.tracks[index].reopen(key, outcomes: plan.outcomes, through: through) != nil
    }

    /// Decides, after an occurrence was laid out anew, what has no place in it any more and what is
    /// closed by now.
    ///
    /// `waiting` are the stages that were still to be decided before, and `reason` says why one of them that
    /// is gone is not told.
    private mutating func settle(
        _ key: OccurrenceKey,
        _ index: Int,
        _ waiting: [DueStage],
        _ step: inout PlannerStep,
        reason: (DueStage) -> Suppression
    ) {
        let now = through
        let left = plan.undecided(of: key)
        let names = Set(left.map(\.key))
        let gone = waiting.filter { !names.contains($0.key) }.map { ($0, reason($0)) }
        let closed = left.filter { plan.isClosed($0) }
            .compactMap { stage in plan.suppression(of: stage, at: now).map { (stage, $0) } }
        add((gone + closed).map { $0.silent($1, at: now) }, to: &step)
        plan.tracks[index].close(key, outcomes: plan.outcomes) { step in
            closed.contains { $0.0.step == step }
        }
    }

    /// Takes back the verdicts that an earlier word gave before their time, and that no word gives now.
    mutating func annul(_ key: OccurrenceKey, _ step: inout PlannerStep) {
        let reopened = plan.laidOut(key).filter { stage in
            stage.due > through && plan.settled.isEarly(stage.key) && !plan.isClosed(stage)
        }.map(\.key)
        plan.settled.remove(reopened)
        step.annulled += reopened
    }

    private mutating func withdraw(_ word: Outcome, _ index: Int, _ step: inout PlannerStep) {
        let key = word.occurrence
        switch word.kind {
        case .done, .skipped:
            withdrawClosed(key, index, &step)
        case .snoozed:
            step.withdrawals.append(Withdrawal(occurrence: key, partner: word.partner))
        case .moved:
            // It is moved for everyone, whoever said so.
            step.withdrawals.append(Withdrawal(occurrence: key))
        case .step, .begun, .paused:
            break
        }
    }

    /// Withdraws the nudges of an occurrence for everyone for whom it is closed.
    private mutating func withdrawClosed(
        _ key: OccurrenceKey,
        _ index: Int,
        _ step: inout PlannerStep
    ) {
        guard let (_, occurrence) = plan.located(key) else {
            return
        }
        let partners = plan.tracks[index].builder.partners
        let closed = partners.filter { partner in
            plan.closing(of: occurrence, for: partner.id, index) != nil
        }
        if closed.count == partners.count {
            step.withdrawals.append(Withdrawal(occurrence: key))
        } else {
            step.withdrawals += closed.map { Withdrawal(occurrence: key, partner: $0.id) }
        }
    }

    /// Adds the notices of what a word has changed for the others.
    mutating func tellOthers(
        since before: Plan,
        _ step: inout PlannerStep,
        _ tell: (inout ChangeNotices) -> Void
    ) {
        var notices = ChangeNotices(before: before, after: plan)
        tell(&notices)
        step.withdrawals += notices.withdrawals
        add(notices.decisions, to: &step)
    }
}
