import CivilTime
import Household
import Recurrence

// The occurrences of a ritual around an instant.

extension Track {
    /// The latest occurrence of the schedule that has started by `now`, with the moved ones that
    /// have, in the order in which they started.
    func recent(at now: Instant, outcomes: OutcomeLog) -> [OpenOccurrence] {
        var found = moved(outcomes)
        if let cursor = cursor(outcomes) {
            let previous = Self.recentDays.lazy.compactMap { days in
                latest(of: cursor, from: now - .seconds(days * 86_400), by: now, outcomes)
            }.first
            found += [previous.flatMap { occurrence(ritual.key(of: $0), outcomes: outcomes) }]
                .compactMap(\.self)
        } else {
            found += outcomes.occurrences(of: ritual.id).filter { !isMoved($0, outcomes) }
                .compactMap { occurrence($0, outcomes: outcomes) }
        }
        return found.filter { $0.start <= now }.sorted { ($0.start, $0.key) < ($1.start, $1.key) }
    }

    /// The last occurrence of the schedule before an instant, some ten years back at most.
    func last(before instant: Instant, _ outcomes: OutcomeLog) -> Occurrence? {
        guard let cursor = cursor(outcomes) else {
            return nil
        }
        for days in [1, 8, 40, 400, 4_000] as [Int64] {
            var last: Occurrence?
            var next = cursor.next(after: instant - .seconds(days * 86_400))
            while let found = next, found.instant < instant {
                last = found
                next = cursor.next(after: found.instant)
            }
            if let last {
                return last
            }
        }
        return nil
    }

    /// Where the latest that has started is sought, the nearest days first: a ritual that comes every
    /// minute has half a million in the last of these spans, and one that comes yearly has none before.
    private static let recentDays: [Int64] = [1, 20, 400]

    private func latest(
        of cursor: OccurrenceCursor,
        from start: Instant,
        by now: Instant,
        _ outcomes: OutcomeLog
    ) -> Occurrence? {
        var latest: Occurrence?
        var next = cursor.next(after: start)
        while let found = next, found.instant <= now + builder.shift {
            let key = ritual.key(of: found)
            let hasStarted =
                builder.shift == .zero
                || occurrence(key, outcomes: outcomes).map { $0.start <= now } ?? false
            if hasStarted, !isMoved(key, outcomes) {
                latest = found
            }
            next = cursor.next(after: found.instant)
        }
        return latest
    }

    /// The first occurrence after `now`, whole; moved ones count at their new time.
    func next(after now: Instant, outcomes: OutcomeLog) -> OpenOccurrence? {
        var next = self.next(after: now - builder.shift, outcomes)
        var scheduled: OpenOccurrence?
        while let found = next, scheduled == nil {
            let key = ritual.key(of: found)
            next = self.next(after: found.instant, outcomes)
            scheduled =
                isMoved(key, outcomes)
                ? nil : occurrence(key, outcomes: outcomes).flatMap { $0.start > now ? $0 : nil }
        }
        let moved = moved(outcomes).filter { $0.start > now }
        return (moved + [scheduled].compactMap(\.self))
            .min { ($0.start, $0.key) < ($1.start, $1.key) }
    }

    /// Whether it does not start when its key says: it was moved, or is the return from a pause.
    private func isMoved(_ key: OccurrenceKey, _ outcomes: OutcomeLog) -> Bool {
        outcomes[key].contains(where: \.setsStart)
    }

    private func moved(_ outcomes: OutcomeLog) -> [OpenOccurrence] {
        outcomes.occurrences(of: ritual.id).filter { isMoved($0, outcomes) }
            .compactMap { occurrence($0, outcomes: outcomes) }
    }
}
