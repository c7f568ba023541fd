import CivilTime
import Household
import Recurrence

// The occurrences of a ritual, whatever was decided of them.

extension Track {
    /// The occurrence of that name, whole, or `nil` where the ritual has none.
    func occurrence(_ key: OccurrenceKey, outcomes: OutcomeLog) -> OpenOccurrence? {
        guard let cursor = cursor(outcomes) else {
            guard outcomes[key].contains(where: { $0.kind == .begun || $0.isPause }) else {
                return nil
            }
            let start = ritual.instant(of: key)
            return builder.occurrence(key, at: start, period: nil, outcomes: outcomes)
        }
        guard let found = found(key, cursor, outcomes) else {
            return nil
        }
        let following = cursor.next(after: found.instant)
        let period = following.map { $0.instant - found.instant }
        return builder.occurrence(
            key,
            at: found.instant,
            period: period,
            outcomes: outcomes
        )
    }

    /// The occurrences that lie between two instants at least in part, moved ones and returns from a pause included.
    ///
    /// Of the schedule there are `limit` at most.
    func occurrences(
        from start: Instant,
        until end: Instant,
        outcomes: OutcomeLog,
        limit: Int = .max
    ) -> [OpenOccurrence] {
        let cursor = cursor(outcomes)
        var found: [OpenOccurrence] = []
        let earliest = start - ritual.duration.atMost - builder.shift - .seconds(1)
        var next = cursor?.next(after: earliest)
        while let scheduled = next, scheduled.instant < end + builder.shift, found.count < limit {
            let key = ritual.key(of: scheduled)
            found.append(
                builder.occurrence(
                    key,
                    at: scheduled.instant,
                    period: nil,
                    outcomes: outcomes
                )
            )
            next = cursor?.next(after: scheduled.instant)
        }
        let keys = Set(found.map(\.key))
        for key in outcomes.occurrences(of: ritual.id) where !keys.contains(key) {
            if outcomes[key].contains(where: \.setsStart),
                let occurrence = occurrence(key, outcomes: outcomes)
            {
                found.append(occurrence)
            }
        }
        return found.filter { $0.end > start && $0.start < end || $0.start == start }
    }

    /// The first occurrences of the last day, or of as long as a rest keeps them back, that have started by `now`,
    /// and those laid open.
    func begun(by now: Instant, _ outcomes: OutcomeLog) -> [OpenOccurrence] {
        var next = self.next(after: now - .seconds(25 * 3_600) - builder.restWait, outcomes)
        var found = open.map(\.key)
        while let started = next, started.instant <= now, found.count < 24 {
            found.append(ritual.key(of: started))
            next = self.next(after: started.instant, outcomes)
        }
        return Set(found).compactMap { occurrence($0, outcomes: outcomes) }.filter {
            $0.start <= now
        }
    }

    /// How its occurrences follow one another; `nil` where the ritual waits for a signal.
    func cursor(_ outcomes: OutcomeLog) -> OccurrenceCursor? {
        guard case .schedule(let schedule) = builder.ritual.occasion else {
            return nil
        }
        return OccurrenceCursor(
            builder,
            schedule,
            former: former,
            begins: begins,
            outcomes: outcomes
        )
    }

    /// Its first occurrence after an instant, where the schedule has it.
    func next(after instant: Instant, _ outcomes: OutcomeLog) -> Occurrence? {
        cursor(outcomes)?.next(after: instant)
    }

    private func found(_ key: OccurrenceKey, _ cursor: OccurrenceCursor, _ outcomes: OutcomeLog)
        -> Occurrence?
    {
        guard begins.map({ ritual.instant(of: key) >= $0 }) ?? true else {
            return nil
        }
        guard ritual.repeats == .afterDone else {
            guard let former else {
                return ritual.occurrence(key)
            }
            return former.replaces(key)
                ? nil : ritual.occurrence(key) ?? former.occurrence(key)
        }
        // One that was answered early is not counted on any more, and remains.
        let instant = ritual.instant(of: key)
        let next = cursor.next(after: instant - .seconds(1))
        let isKnown = !outcomes.history(of: key).isEmpty || next.map(ritual.key(of:)) == key
        return isKnown && key.ritual == ritual.id
            ? Occurrence(local: key.start, instant: instant) : nil
    }
}
