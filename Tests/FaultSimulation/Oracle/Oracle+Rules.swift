import CivilTime
import Recurrence
import Household
import Planning
import TestKit

// Rules about the days of a couple: what is over by the morning, what was moved, and what the other
// hears of it.

extension Oracle {
    // MARK: - What is over when quiet hours end

    /// Whether quiet hours keep something back that begins by its end until after that.
    func isOverWhenShown(_ decision: Decision) -> Bool {
        let key = decision.key
        guard let ritual = household?.ritual(key.occurrence.ritual), !ritual.isUrgent,
            let partner = household?.partner(key.partner), partner.quietHours != nil
        else {
            return false
        }
        // Where it was moved, another end counts: the one after the last move.
        guard !present.moved.contains(key.occurrence) else {
            return true
        }
        let start = ritual.instant(of: key.occurrence)
        let shown = awake(max(decision.due, decision.decided), partner)
        return shown > end(of: key.occurrence, start, ritual, partner)
    }

    /// No start is said to be in time after the end of what it is for.
    func checkStart(_ decision: Decision) {
        let key = decision.key
        guard key.stage == .start, decision.verdict == .fired, decision.due == decision.decided,
            !present.moved.contains(key.occurrence), !present.wasMoved(key.occurrence),
            let ritual = household?.ritual(key.occurrence.ritual), !ritual.duration.isZero,
            let partner = household?.partner(key.partner)
        else {
            return
        }
        let start = ritual.instant(of: key.occurrence)
        let over = end(of: key.occurrence, start, ritual, partner)
        if (decision.notBefore ?? decision.decided) > over {
            breach("told as a start after its end at \(over): \(key)")
        }
    }

    private func end(
        of key: OccurrenceKey,
        _ start: Instant,
        _ ritual: Ritual,
        _ partner: Partner
    ) -> Instant {
        if !ritual.duration.isZero {
            return later(start, ritual.duration, ritual.zone)
        }
        if let allowed = ritual.lateWithin {
            return later(start, allowed, partner.zone)
        }
        // A day at least, and longer for what comes rarely.
        return start
    }

    private func later(_ instant: Instant, _ span: Span, _ zone: Zone) -> Instant {
        guard span.days != 0 || span.months != 0 else {
            return instant + .seconds(span.seconds)
        }
        let local = zone.local(at: instant)
        let date = local.date.adding(months: span.months).adding(days: span.days)
        return zone.instant(of: CivilDateTime(date, local.time)) + .seconds(span.seconds)
    }

    /// The first instant from `due` on, in steps of five minutes, outside of quiet hours.
    private func awake(_ due: Instant, _ partner: Partner) -> Instant {
        var instant = due
        while let quiet = partner.quietHours,
            quiet.window.contains(partner.zone.local(at: instant).time)
        {
            instant = instant + .seconds(300)
        }
        return instant
    }

    // MARK: - A schedule that was changed

    /// Whether one of the present schedule does not come, because one of an earlier schedule that has
    /// begun, or of which something was said, stands for its date.
    func isStoodFor(_ key: OccurrenceKey, _ household: Household) -> Bool {
        guard let ritual = household.ritual(key.ritual), let schedule = ritual.schedule else {
            return false
        }
        let midnight = ritual.zone.instant(of: CivilDateTime(key.start.date, .midnight))
        let day = schedule.occurrences(in: ritual.zone, after: midnight - .seconds(1))
            .prefix { $0.local.date == key.start.date }.map { $0 }
        let names = Set(day.map { ritual.key(of: $0) })
        return present.known(of: ritual, on: key.start.date).contains { former in
            guard !names.contains(former) else {
                return false
            }
            let instant = ritual.instant(of: former)
            let distances = day.map { max($0.instant - instant, instant - $0.instant) }
            let mine = day.firstIndex { ritual.key(of: $0) == key }.map { distances[$0] }
            return mine != nil && mine == distances.min()
        }
    }

    /// A ritual with one time of day is told once on each local date, whatever its time was before.
    func checkDate(_ decision: Decision) {
        let key = decision.key
        guard key.stage == .start, [.fired, .late].contains(decision.verdict),
            let ritual = household?.ritual(key.occurrence.ritual), ritual.repeats == .bySchedule,
            case .every(let step)? = ritual.schedule, step.times.count == 1
        else {
            return
        }
        for other in present.known(of: ritual, on: key.occurrence.start.date)
        where other != key.occurrence {
            let start = StageKey(occurrence: other, stage: .start, partner: key.partner)
            if let known = present.decisions[start]?.decision, known.nudgeID != nil,
                known.decided <= decision.decided
            {
                breach("told twice on one date, as \(other) too: \(key)")
            }
        }
    }

    // MARK: - What the other hears

    /// Each notice follows from a word of another partner, and each such word has its notice.
    func checkNotices(_ step: PlannerStep) {
        let notices = step.decisions.filter { $0.key.stage.kind == .notice }
        for notice in notices {
            let key = notice.key
            let words = (step.outcomes + step.undone).filter { word in
                word.occurrence == key.occurrence
                    && ["moved", "skipped"].contains(word.kind.name)
            }
            let isByPause = (step.outcomes + step.undone).contains {
                $0.occurrence == key.occurrence && $0.isPause
            }
            let isByHold = step.holds.contains { $0.partner != nil && $0.partner != key.partner }
            let isByWord = words.contains { $0.partner != nil && $0.partner != key.partner }
            if !isByWord, !isByHold, !isByPause, step.releases.isEmpty {
                breach("a notice of nothing: \(key)")
            }
            if notice.verdict != .fired || notice.due != step.through
                || notice.nudge?.actions != []
            {
                breach("a notice that is none: \(notice)")
            }
        }
        for word in step.outcomes {
            for partner in listeners(to: word, step)
            where !notices.contains(where: {
                $0.key.occurrence == word.occurrence && $0.key.partner == partner.id
            }) {
                breach("\(partner.id) does not hear of \(word.kind.name): \(word.occurrence)")
            }
        }
    }

    /// The partners who must hear of a word, where it is plain that they must: it is the first about
    /// something days ahead that nothing else touches.
    private func listeners(to word: Outcome, _ step: PlannerStep) -> [Partner] {
        let key = word.occurrence
        guard ["moved", "skipped"].contains(word.kind.name), let speaker = word.partner,
            let household, let ritual = household.ritual(key.ritual), ritual.isEnabled,
            ritual.repeats == .bySchedule, ritual.absorbedBy.isEmpty, present.holds.isEmpty,
            present.outcomes[key, default: []].isEmpty, !present.wasMoved(key),
            ritual.occurrence(key) != nil, !isStoodFor(key, household)
        else {
            return []
        }
        let start = ritual.instant(of: key)
        guard start > step.through + .seconds(2 * 86_400), word.target != key.start else {
            return []
        }
        return household.partners(of: ritual).filter { $0.id != speaker }
    }
}

extension Chronicle {
    /// Whether a word has moved it that was taken back since.
    func wasMoved(_ key: OccurrenceKey) -> Bool {
        undone.contains { $0.occurrence == key && $0.target != nil }
    }

    /// The occurrences of a ritual on a local date that have begun or of which something was said.
    func known(of ritual: Ritual, on date: CivilDate) -> Set<OccurrenceKey> {
        let last = ritual.ladder.rungs.last?.stage
        let begun = decisions.keys.filter { key in
            key.occurrence.ritual == ritual.id && key.occurrence.start.date == date
                && (![.lead, .notice, .digest].contains(key.stage.kind) || key.stage.first == last)
        }.map(\.occurrence)
        let spoken = (outcomes.values.joined().map(\.outcome) + undone).map(\.occurrence)
            .filter { $0.ritual == ritual.id && $0.start.date == date }
        return Set(begun + spoken)
    }
}

extension Outcome {
    fileprivate var target: CivilDateTime? {
        if case .moved(let target) = kind { target } else { nil }
    }
}
