import CivilTime
import Household

extension NudgeComposer {
    /// One nudge for what is late together.
    ///
    /// - Parameters:
    ///   - late: the stages it tells, at least two.
    ///   - taken: what was told to the same partner in the same step.
    /// - Returns: the decision on the digest itself.
    func digest(of late: [DueStage], besides taken: [StageKey]) -> Decision {
        let key = digestKey(besides: taken)
        let rituals = late.map(\.ritual)
        let sensitivity = Sensitivity.most(of: rituals.map(\.sensitivity))
        let isAllSecret = rituals.allSatisfy { $0.sensitivity == .secret }
        let shown = late.map { $0.shown(at: now) }.min() ?? now
        let text = Wording.digest(
            late.map { ($0.title, $0.occurrence.start) },
            partner: partner,
            now: shown,
            cause: lateCause(rituals)
        )
        let moment = ZonedTime(instant: now, zone: partner.zone)
        let due = late.map(\.due).max() ?? now
        var decision = Decision(
            key: key,
            due: due,
            decided: now,
            verdict: .late,
            reason: "\(late.count) nudges were late together",
            nudge: Nudge(
                key: key,
                title: text.title,
                body: text.body,
                occurrence: OccurrenceReference(key: key.occurrence, start: moment, end: moment),
                due: due,
                late: now - (late.map(\.due).min() ?? now),
                tone: partner.tone,
                sensitivity: sensitivity,
                discreetTitle: sensitivity == .secret
                    ? isAllSecret ? household.discreetTitle : text.title : nil,
                isUrgent: rituals.contains(where: \.isUrgent),
                expires: late.map(\.step.expires).max() ?? now
            ),
            notBefore: shown > now ? shown : nil
        )
        decision.take(ways(of: late, awaitsAnswer: false))
        return decision
    }

    private func digestKey(besides taken: [StageKey]) -> StageKey {
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
        while plan.settled.contains(key) || taken.contains(key) {
            key.occurrence.start = key.occurrence.start.adding(Span(seconds: 1))
        }
        return key
    }
}
