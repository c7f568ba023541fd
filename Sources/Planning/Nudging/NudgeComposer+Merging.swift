import CivilTime
import Household

// Several nudges that are shown to one partner at one time are one nudge.

extension NudgeComposer {
    /// One nudge for all that is shown at one time.
    ///
    /// Of what is in time, the one that most asks for an answer leads and is `fired`; the others are
    /// `coalesced` with its nudge. It goes by every channel of any of them. It is private where one of
    /// them is, and offers an answer only where it is plain what is answered.
    ///
    /// - Returns: a decision for each stage of the group, in their order.
    func merged(_ group: [DueStage]) -> [Decision] {
        let inTime = group.indices.filter { !group[$0].isLate(at: now) }
        let lead = inTime.min { (group[$0].rank, $0) < (group[$1].rank, $1) } ?? 0
        var decision = told(group[lead])
        decision.take(ways(of: group))
        decision.reason += "; \(Phrase.count(group.count - 1)) more told with it"
        let id = decision.nudgeID
        decision.nudge = decision.nudge.map { merge(group, leadBy: lead, into: $0) }
        return group.indices.map { index in
            guard index != lead else {
                return decision
            }
            var reason = "told with \(group[lead].step.stage) of \(group[lead].occurrence.key)"
            if group[index].isLate(at: now) {
                reason += "; \(Phrase.length(now - group[index].due)) late"
            }
            return group[index].coalesced(into: id, reason, at: now)
        }
    }

    private func merge(_ group: [DueStage], leadBy lead: Int, into nudge: Nudge) -> Nudge {
        var nudge = nudge
        // The lead first, the others in the order in which they fall due, last what only prepares another day.
        let order = [lead] + group.indices.filter { $0 != lead }
        let isForOther = order.map { isForAnotherDay(group[$0], than: group[lead]) }
        let own = zip(order, isForOther).filter { !$1 }.map { group[$0.0] }
        let others = zip(order, isForOther).filter(\.1).map { group[$0.0] }
        let all = own + others
        let texts = all.prefix(Wording.lines).map { text(of: $0, $0.ritual) }
        let rituals = all.map(\.ritual)
        nudge.title = Wording.titles(own.map(\.title))
        nudge.body = Wording.merged(
            Array(texts.prefix(own.count)),
            forAnotherDay: Array(texts.dropFirst(own.count)),
            of: all.count
        )
        nudge.prompt = texts.compactMap(\.prompt).first
        nudge.quote = texts.compactMap(\.quote).first
        nudge.sensitivity = .most(of: rituals.map(\.sensitivity))
        nudge.discreetTitle =
            nudge.sensitivity == .secret
            ? Wording.titles(own.map(discreetTitle)) : nil
        nudge.isUrgent = rituals.contains(where: \.isUrgent)
        nudge.expires = all.map(\.step.expires).max() ?? nudge.expires
        // The answer goes to the occurrence of the lead.
        let isPlain = all[0].rank < DueStage.leadRank
        let isOnly = all.dropFirst().allSatisfy { $0.rank == DueStage.leadRank }
        nudge.actions = isPlain && isOnly ? NudgeAction.answers : []
        nudge.asksWho = all[0].ritual.needs != .anyone
        // A step stands beside other things to be prepared: no button says which is done.
        nudge.step = nil
        return nudge
    }

    /// Whether it is a reminder of another day beside something that takes place now.
    private func isForAnotherDay(_ stage: DueStage, than lead: DueStage) -> Bool {
        guard stage.rank == DueStage.leadRank, lead.rank < DueStage.leadRank else {
            return false
        }
        let zone = partner.zone
        let shown = stage.shown(at: now)
        return zone.local(at: stage.occurrence.start).date != zone.local(at: shown).date
    }

    /// What a ritual is called where others look.
    private func discreetTitle(of stage: DueStage) -> String {
        stage.ritual.sensitivity == .secret ? household.discreetTitle : stage.title
    }
}

extension DueStage {
    fileprivate static let leadRank = 5

    /// How much it asks for an answer: the least leads.
    fileprivate var rank: Int {
        switch step.stage.kind {
        case .start: 0
        case .snooze: 1
        case .end, .notice, .digest: 2
        case .followUp: 3
        case .nag: 4
        case .lead: Self.leadRank
        }
    }
}
