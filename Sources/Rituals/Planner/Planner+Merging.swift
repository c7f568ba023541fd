import CivilTime

// Several nudges to one partner at one time are one nudge.

extension Planner {
    /// One nudge for all that is shown to a partner at one time, at least one of it in time.
    ///
    /// The one that most asks for an answer leads and is `fired`; the others are `coalesced` with its
    /// nudge. It goes by every channel of any of them. It is private where one of them is, and offers
    /// an answer only where it is plain what is answered.
    ///
    /// - Returns: a decision for each stage, in their order.
    func merged(_ group: [DueStage], for partner: Partner, at now: Instant) -> [Decision] {
        let inTime = group.indices.filter { !isLate(group[$0], at: now) }
        let lead = inTime.min { (rank(group[$0]), $0) < (rank(group[$1]), $1) } ?? 0
        var decision = told(group[lead], at: now)
        let channels = channels(of: group, for: partner)
        decision.channels = channels
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
        let words = order.prefix(Wording.lines).map { index in
            let late = isLate(group[index], at: now) ? now - group[index].item.due : .zero
            return self.words(group[index], late: late, at: now)
        }
        let titles = order.map { ritual(of: group[$0]).title }
        let rituals = group.map { ritual(of: $0) }
        nudge.title = Wording.titles(titles)
        nudge.body = Wording.merged(Array(words), of: group.count)
        nudge.prompt = words.compactMap(\.prompt).first
        nudge.sensitivity =
            rituals.contains { $0.sensitivity == .private } ? .private : .public
        nudge.isUrgent = rituals.contains(where: \.isUrgent)
        nudge.expires = group.map(\.item.expires).max() ?? nudge.expires
        let answerable = group.filter { rank($0) < Self.leadRank }
        nudge.actions = answerable.count == 1 ? NudgeAction.allCases : []
        return nudge
    }

    private static let leadRank = 5

    /// How much a stage asks for an answer: the least leads.
    private func rank(_ stage: DueStage) -> Int {
        switch stage.item.stage {
        case .start: 0
        case .snooze: 1
        case .end, .digest, .missed: 2
        case .followUp: 3
        case .nag: 4
        case .lead: Self.leadRank
        }
    }
}
