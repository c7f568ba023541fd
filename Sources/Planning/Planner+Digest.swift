import CivilTime
import Household

extension Planner {
    /// One nudge for what is late together.
    ///
    /// - Parameters:
    ///   - late: the stages it tells, at least two.
    ///   - partner: who is told.
    ///   - now: when.
    ///   - taken: what was told to the same partner in the same step.
    /// - Returns: the decision on the digest itself.
    func digest(
        of late: [DueStage],
        for partner: Partner,
        at now: Instant,
        besides taken: [StageKey]
    ) -> Decision {
        let key = digestKey(for: partner, at: now, besides: taken)
        let rituals = late.map { ritual(of: $0) }
        let sensitivity = Sensitivity.most(of: rituals.map(\.sensitivity))
        let isAllSecret = rituals.allSatisfy { $0.sensitivity == .secret }
        let shown = late.map { tellTime(of: $0, at: now) }.min() ?? now
        let words = Wording.digest(
            late.map { (ritual(of: $0).title, $0.occurrence.start) },
            partner: partner,
            now: shown,
            cause: lateCause(for: partner, rituals)
        )
        let reference = OccurrenceReference(
            key: key.occurrence,
            start: ZonedTime(instant: now, zone: partner.zone),
            end: ZonedTime(instant: now, zone: partner.zone)
        )
        let due = late.map(\.item.due).max() ?? now
        return Decision(
            key: key,
            due: due,
            decided: now,
            verdict: .late,
            reason: "\(late.count) nudges were late together",
            nudge: Nudge(
                key: key,
                title: words.title,
                body: words.body,
                occurrence: reference,
                due: due,
                late: now - (late.map(\.item.due).min() ?? now),
                tone: partner.tone,
                sensitivity: sensitivity,
                discreetTitle: sensitivity == .secret
                    ? isAllSecret ? household.discreetTitle : words.title : nil,
                isUrgent: rituals.contains(where: \.isUrgent),
                expires: late.map(\.item.expires).max() ?? now
            ),
            channels: channels(of: late, for: partner),
            notBefore: shown > now ? shown : nil
        )
    }

    private func digestKey(
        for partner: Partner,
        at now: Instant,
        besides taken: [StageKey]
    ) -> StageKey {
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
        while settled.contains(key) || taken.contains(key) {
            key.occurrence.start = key.occurrence.start.adding(Span(seconds: 1))
        }
        return key
    }
}
