import CivilTime
import Household

extension Planner {
    /// Tells one partner what is due for them.
    ///
    /// Of several stages of one occurrence the last is told, and of what is late the last of each
    /// ritual. What is left and shown at one time is one nudge: alone it is its own, what is late
    /// together is a digest, and all else is merged.
    mutating func tell(
        _ partner: Partner,
        _ stages: [DueStage],
        at now: Instant,
        _ step: inout PlannerStep
    ) {
        let tellers = tellers(of: stages, at: now)
        var groups: [Instant: [Int]] = [:]
        for index in stages.indices where tellers[index] == nil {
            groups[tellTime(of: stages[index], at: now), default: []].append(index)
        }
        var nudges: [Int: String] = [:]
        var told: [Decision] = []
        for (_, indexes) in groups.sorted(by: { $0.key < $1.key }) {
            let group = indexes.map { stages[$0] }
            let decisions = tell(group, to: partner, at: now, besides: told.map(\.key))
            for (index, decision) in zip(indexes, decisions) {
                nudges[index] = decision.nudgeID
            }
            told += decisions
        }
        for (index, stage) in stages.enumerated() {
            if let teller = tellers[index] {
                let later = stages[teller]
                let reason = "told as \(key(of: later).stage) of \(later.occurrence.key)"
                step.decisions.append(coalesced(stage, into: nudges[teller], reason, at: now))
            }
        }
        step.decisions += told
    }

    /// Tells as one nudge what is shown to one partner at one time.
    ///
    /// - Returns: a decision for each stage, in their order, and last that of a digest.
    private func tell(
        _ group: [DueStage],
        to partner: Partner,
        at now: Instant,
        besides taken: [StageKey]
    ) -> [Decision] {
        if let only = group.first, group.count == 1 {
            return [told(only, at: now)]
        }
        if group.allSatisfy({ isLate($0, at: now) }) {
            let digest = digest(of: group, for: partner, at: now, besides: taken)
            let reason = "told in one digest with others that were late"
            return group.map { coalesced($0, into: digest.nudgeID, reason, at: now) } + [digest]
        }
        return merged(group, for: partner, at: now)
    }

    func isLate(_ stage: DueStage, at now: Instant) -> Bool {
        now - stage.item.due >= Lateness.grace
    }

    /// For each stage, by its index, the one that is told instead of it, if any.
    ///
    /// It is the last of the same occurrence, or of what is late of the same ritual; and where that
    /// one is not told itself, the one that is told instead of that.
    private func tellers(of stages: [DueStage], at now: Instant) -> [Int: Int] {
        var lastOfOccurrence: [OccurrenceKey: Int] = [:]
        var lastLateOfTrack: [Int: Int] = [:]
        var tellers: [Int: Int] = [:]
        for index in stages.indices.reversed() {
            let stage = stages[index]
            var later = lastOfOccurrence[stage.occurrence.key] ?? index
            lastOfOccurrence[stage.occurrence.key] = later
            if isLate(stage, at: now) {
                later = max(later, lastLateOfTrack[stage.track] ?? index)
                lastLateOfTrack[stage.track] = lastLateOfTrack[stage.track] ?? index
            }
            if later > index {
                tellers[index] = tellers[later] ?? later
            }
        }
        return tellers
    }

    /// The decision on a stage that is told by a nudge of its own.
    func told(_ stage: DueStage, at now: Instant) -> Decision {
        let ritual = ritual(of: stage)
        let partner = partner(of: stage)
        let channels = household.channels(of: ritual, for: partner)
        let tellTime = tellTime(of: stage, at: now)
        let late = isLate(stage, at: now) ? now - stage.item.due : .zero
        var reasons = [late > .zero ? "\(Phrase.length(late)) late" : "in time"]
        if late > .zero, case .clockMoved(let from, let to) = lateCause(for: partner, [ritual]) {
            reasons.append("the clock moved from \(from) to \(to)")
        }
        if stage.item.due > stage.item.nominal {
            reasons.append("waited for the end of quiet hours")
        }
        if tellTime > now {
            reasons.append("shown when quiet hours end")
        }
        if channels.isEmpty {
            reasons.append("no channel reaches \(partner.id)")
        }
        return Decision(
            key: key(of: stage),
            due: stage.item.due,
            decided: now,
            verdict: late > .zero ? .late : .fired,
            reason: reasons.joined(separator: "; "),
            nudge: nudge(stage, late: late, at: now),
            channels: channels,
            notBefore: tellTime > now ? tellTime : nil
        )
    }

    /// The decision on a stage that another nudge tells.
    func coalesced(
        _ stage: DueStage,
        into nudge: String?,
        _ reason: String,
        at now: Instant
    ) -> Decision {
        Decision(
            key: key(of: stage),
            due: stage.item.due,
            decided: now,
            verdict: .coalesced,
            reason: reason,
            nudgeID: nudge
        )
    }

    /// What is said of a stage at the time it is shown: a morning later, today is yesterday.
    func words(_ stage: DueStage, late: Duration, at shown: Instant) -> Wording.Words {
        let (ritual, partner) = (ritual(of: stage), partner(of: stage))
        let cause = late > .zero ? lateCause(for: partner, [ritual]) : .away
        return Wording(ritual: ritual, partner: partner, now: shown, cause: cause)
            .words(for: stage.item, of: stage.occurrence, late: late)
    }

    private func nudge(_ stage: DueStage, late: Duration, at now: Instant) -> Nudge {
        let ritual = ritual(of: stage)
        let partner = partner(of: stage)
        let words = words(stage, late: late, at: tellTime(of: stage, at: now))
        return Nudge(
            key: key(of: stage),
            title: words.title,
            body: words.body,
            prompt: words.prompt,
            occurrence: OccurrenceReference(
                key: stage.occurrence.key,
                start: ZonedTime(instant: stage.occurrence.start, zone: partner.zone),
                end: ZonedTime(instant: stage.occurrence.end, zone: partner.zone)
            ),
            due: stage.item.due,
            late: late,
            tone: partner.tone,
            sensitivity: ritual.sensitivity,
            discreetTitle: ritual.sensitivity == .secret ? household.discreetTitle : nil,
            isUrgent: ritual.isUrgent,
            actions: NudgeAction.allCases,
            expires: stage.item.expires
        )
    }
}
