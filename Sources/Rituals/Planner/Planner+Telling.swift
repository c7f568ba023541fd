import CivilTime

extension Planner {
    /// Tells one partner what is due for them.
    ///
    /// Of several stages of one occurrence the last is told. What is late is told as one: the last
    /// stage of each ritual, and where that leaves more than one ritual, as a digest.
    func tell(
        _ partner: Partner,
        _ stages: [DueStage],
        at now: Instant,
        _ step: inout PlannerStep
    ) {
        let isLate = { (stage: DueStage) in now - stage.item.due >= Lateness.grace }
        var inTime: [DueStage] = []
        var late: [DueStage] = []
        var superseded: [(stage: DueStage, by: DueStage)] = []
        let tellers = tellers(of: stages, isLate)
        for (index, stage) in stages.enumerated() {
            if let teller = tellers[index] {
                superseded.append((stage, stages[teller]))
            } else if isLate(stage) {
                late.append(stage)
            } else {
                inTime.append(stage)
            }
        }
        let digest = late.count > 1 ? self.digest(of: late, for: partner, at: now) : nil
        for (stage, later) in superseded {
            let isInDigest = digest != nil && isLate(later)
            let nudge = isInDigest ? digest?.nudgeID : key(of: later).nudgeID
            step.decisions.append(coalesced(stage, into: nudge, with: later, at: now))
        }
        step.decisions += inTime.map { told($0, as: .fired, reason: "in time", at: now) }
        if let digest {
            step.decisions += late.map { stage in
                coalesced(stage, into: digest.nudgeID, with: nil, at: now)
            }
            step.decisions.append(digest)
        } else {
            step.decisions += late.map { stage in
                let length = Phrase.length(now - stage.item.due)
                return told(stage, as: .late, reason: "\(length) late", at: now)
            }
        }
    }

    /// For each stage, by its index, the one that is told instead of it, if any.
    ///
    /// It is the last of the same occurrence, or of what is late of the same ritual; and where that
    /// one is not told itself, the one that is told instead of that.
    private func tellers(of stages: [DueStage], _ isLate: (DueStage) -> Bool) -> [Int: Int] {
        var lastOfOccurrence: [OccurrenceKey: Int] = [:]
        var lastLateOfTrack: [Int: Int] = [:]
        var tellers: [Int: Int] = [:]
        for index in stages.indices.reversed() {
            let stage = stages[index]
            var later = lastOfOccurrence[stage.occurrence.key] ?? index
            lastOfOccurrence[stage.occurrence.key] = later
            if isLate(stage) {
                later = max(later, lastLateOfTrack[stage.track] ?? index)
                lastLateOfTrack[stage.track] = lastLateOfTrack[stage.track] ?? index
            }
            if later > index {
                tellers[index] = tellers[later] ?? later
            }
        }
        return tellers
    }

    private func told(
        _ stage: DueStage,
        as verdict: Verdict,
        reason: String,
        at now: Instant
    ) -> Decision {
        let ritual = ritual(of: stage)
        let partner = partner(of: stage)
        let channels = household.channels(of: ritual, for: partner)
        let tellTime = tellTime(of: stage, at: now)
        var reasons = [reason]
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
            verdict: verdict,
            reason: reasons.joined(separator: "; "),
            nudge: nudge(stage, late: verdict == .late ? now - stage.item.due : .zero, at: now),
            channels: channels,
            notBefore: tellTime > now ? tellTime : nil
        )
    }

    private func coalesced(
        _ stage: DueStage,
        into nudge: String?,
        with later: DueStage?,
        at now: Instant
    ) -> Decision {
        let reason = later.map { "told as \(key(of: $0).stage) of \($0.occurrence.key)" }
        return Decision(
            key: key(of: stage),
            due: stage.item.due,
            decided: now,
            verdict: .coalesced,
            reason: reason ?? "told in one digest with others that were late",
            nudgeID: nudge
        )
    }

    private func nudge(_ stage: DueStage, late: Duration, at now: Instant) -> Nudge {
        let ritual = ritual(of: stage)
        let partner = partner(of: stage)
        let words = Wording(ritual: ritual, partner: partner, now: now)
            .words(for: stage.item, of: stage.occurrence, late: late)
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
            isUrgent: ritual.isUrgent,
            actions: NudgeAction.allCases,
            expires: stage.item.expires
        )
    }

    private func digest(of late: [DueStage], for partner: Partner, at now: Instant) -> Decision {
        let start = household.zone.local(at: now)
        var key = StageKey(
            occurrence: OccurrenceKey(
                ritual: Wording.digestRitual,
                start: start,
                isSecondOfFold: now > household.zone.instant(of: start)
            ),
            stage: .digest,
            partner: partner.id
        )
        // A clock that was set back can come to the same second twice.
        while settled.contains(key) {
            key.occurrence.start = key.occurrence.start.adding(Span(seconds: 1))
        }
        let rituals = late.map { ritual(of: $0) }
        let wanted = Set(rituals.flatMap { household.channels(of: $0, for: partner) })
        let isPrivate = rituals.contains { $0.sensitivity == .private }
        let tellTimes = late.map { tellTime(of: $0, at: now) }
        let shown = tellTimes.min() ?? now
        let words = Wording.digest(
            late.map { (ritual(of: $0).title, $0.occurrence.start) },
            partner: partner,
            now: now
        )
        let reference = OccurrenceReference(
            key: key.occurrence,
            start: ZonedTime(instant: now, zone: partner.zone),
            end: ZonedTime(instant: now, zone: partner.zone)
        )
        return Decision(
            key: key,
            due: late.map(\.item.due).max() ?? now,
            decided: now,
            verdict: .late,
            reason: "\(late.count) nudges were late together",
            nudge: Nudge(
                key: key,
                title: words.title,
                body: words.body,
                occurrence: reference,
                due: late.map(\.item.due).max() ?? now,
                late: now - (late.map(\.item.due).min() ?? now),
                tone: partner.tone,
                sensitivity: isPrivate ? .private : .public,
                isUrgent: rituals.contains(where: \.isUrgent),
                expires: late.map(\.item.expires).max() ?? now
            ),
            channels: household.channels.map(\.id).filter(wanted.contains),
            notBefore: shown > now ? shown : nil
        )
    }
}
