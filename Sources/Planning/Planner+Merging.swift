import CivilTime
import Household

// Several nudges that are shown to one partner at one time are one nudge.

extension Planner {
    /// One nudge for all that is shown to a partner at one time.
    ///
    /// Of what is in time, the one that most asks for an answer leads and is `fired`; the others are
    /// `coalesced` with its nudge. It goes by every channel of any of them. It is private where one of
    /// them is, and offers an answer only where it is plain what is answered.
    ///
    /// - Returns: a decision for each stage of the group, in their order.
    func merged(
        _ group: [DueStage],
        for partner: Partner,
        at now: Instant
    ) -> [Decision] {
        let inTime = group.indices.filter { !isLate(group[$0], at: now) }
        let lead = inTime.min { (rank(group[$0]), $0) < (rank(group[$1]), $1) } ?? 0
        var decision = told(group[lead], at: now)
        decision.channels = channels(of: group, for: partner)
        decision.reason += "; \(Phrase.count(group.count - 1)) more told with it"
        let id = decision.nudgeID
        decision.nudge = decision.nudge.map { nudge in
            merge(group, leadBy: lead, into: nudge, at: now)
        }
        return group.indices.map { index in
            guard index != lead else {
                return decision
            }
            var reason = "told with \(key(of: group[lead]).stage) of \(group[lead].occurrence.key)"
            if isLate(group[index], at: now) {
                reason += "; \(Phrase.length(now - group[index].item.due)) late"
            }
            return coalesced(group[index], into: id, reason, at: now)
        }
    }

    /// The channels by which any of the stages reaches their partner, in the order of the config.
    func channels(of group: [DueStage], for partner: Partner) -> [String] {
        let wanted = Set(group.flatMap { household.channels(of: ritual(of: $0), for: partner) })
        return household.channels.map(\.id).filter(wanted.contains)
    }

    private func merge(
        _ group: [DueStage],
        leadBy lead: Int,
        into nudge: Nudge,
        at now: Instant
    ) -> Nudge {
        var nudge = nudge
        // The lead first, the others in the order in which they fall due.
        let order = [lead] + group.indices.filter { $0 != lead }
        let all = order.map { group[$0] }
        let words = all.prefix(Wording.lines).map { stage in
            let late = isLate(stage, at: now) ? now - stage.item.due : .zero
            return self.words(stage, late: late, at: tellTime(of: stage, at: now))
        }
        let rituals = all.map { ritual(of: $0) }
        nudge.title = Wording.titles(rituals.map(\.title))
        nudge.body = Wording.merged(Array(words), of: all.count)
        nudge.prompt = words.compactMap(\.prompt).first
        nudge.sensitivity = .most(of: rituals.map(\.sensitivity))
        nudge.discreetTitle =
            nudge.sensitivity == .secret ? Wording.titles(rituals.map(discreetTitle)) : nil
        nudge.isUrgent = rituals.contains(where: \.isUrgent)
        nudge.expires = all.map(\.item.expires).max() ?? nudge.expires
        // The answer goes to the occurrence of the lead.
        let isPlain = rank(all[0]) < Self.leadRank
        let isOnly = all.dropFirst().allSatisfy { rank($0) == Self.leadRank }
        nudge.actions = isPlain && isOnly ? NudgeAction.allCases : []
        return nudge
    }

    /// What a ritual is called where others look.
    func discreetTitle(of ritual: Ritual) -> String {
        ritual.sensitivity == .secret ? household.discreetTitle : ritual.title
    }

    private static let leadRank = 5

    /// How much a stage asks for an answer: the least leads.
    private func rank(_ stage: DueStage) -> Int {
        switch stage.item.stage.kind {
        case .start: 0
        case .snooze: 1
        case .end, .notice, .digest: 2
        case .followUp: 3
        case .nag: 4
        case .lead: Self.leadRank
        }
    }
}
