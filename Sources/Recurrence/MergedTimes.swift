import CivilTime

/// Merges added times into the occurrences of a schedule and leaves out excluded ones.
///
/// Times are compared as instants, so an exclusion in UTC removes the local time that is that
/// instant.
struct MergedTimes: Sendable {
    private let additions: [Occurrence]
    private let exclusions: [Instant]
    /// Of the schedule itself nothing on these dates counts.
    private let excludedDates: Set<CivilDate>
    private var addition = 0
    private var exclusion = 0
    private var pending: Occurrence?
    private var hasPending = false
    private var last: Instant

    init(
        _ additions: [RecurrenceSet.Moment],
        without exclusions: [RecurrenceSet.Moment],
        on excludedDates: Set<CivilDate> = [],
        in zone: Zone,
        after start: Instant
    ) {
        self.additions =
            additions.map { Self.occurrence($0, zone) }
            .filter { $0.instant > start }
            .sorted { ($0.instant, $0.local) < ($1.instant, $1.local) }
        self.exclusions =
            exclusions.map { Self.occurrence($0, zone).instant }.filter { $0 > start }.sorted()
        self.excludedDates = excludedDates
        last = start
    }

    mutating func next(beside cursor: inout some IteratorProtocol<Occurrence>) -> Occurrence? {
        while let candidate = smallest(beside: &cursor) {
            guard candidate.instant > last else { continue }
            last = candidate.instant
            while exclusion < exclusions.count, exclusions[exclusion] < candidate.instant {
                exclusion += 1
            }
            if exclusion < exclusions.count, exclusions[exclusion] == candidate.instant { continue }
            return candidate
        }
        return nil
    }

    private mutating func smallest(
        beside cursor: inout some IteratorProtocol<Occurrence>
    ) -> Occurrence? {
        if !hasPending {
            pending = cursor.next()
            while let found = pending, !excludedDates.isEmpty,
                excludedDates.contains(found.local.date)
            {
                pending = cursor.next()
            }
            hasPending = true
        }
        guard addition < additions.count else {
            hasPending = false
            return pending
        }
        let added = additions[addition]
        guard let ruled = pending, ruled.instant <= added.instant else {
            addition += 1
            return added
        }
        hasPending = false
        return ruled
    }

    private static func occurrence(_ moment: RecurrenceSet.Moment, _ zone: Zone) -> Occurrence {
        switch moment {
        case .local(let local): Occurrence(local: local, instant: zone.instant(of: local))
        case .instant(let instant): Occurrence(local: zone.local(at: instant), instant: instant)
        }
    }
}
