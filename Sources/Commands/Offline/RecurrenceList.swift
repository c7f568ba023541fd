import CivilTime
import ControlAPI
import Recurrence

/// The occurrences of a schedule with some added and some left out, within bounds.
struct RecurrenceList: Sequence {
    let schedule: Schedule
    let zone: Zone
    /// Only what the schedule yields after that.
    let after: Instant
    /// Only what is added after that; `nil` for all of it.
    let addedAfter: Instant?
    /// Nothing that comes after that.
    let until: Instant?
    let count: Int
    let inclusions: [CivilDateTime]
    /// Times that are left out, and dates of which nothing is left.
    let exclusions: [DateOrTime]

    func makeIterator() -> Iterator {
        let added = inclusions.map { Occurrence(local: $0, instant: zone.instant(of: $0)) }
            .filter { $0.instant > addedAfter ?? .distantPast }
            .sorted { $0.instant < $1.instant }
        return Iterator(
            base: schedule.occurrences(in: zone, after: after).makeIterator(),
            added: added[...],
            left: count,
            until: until ?? .distantFuture,
            excluded: Set(exclusions.filter { $0.time != nil }.map { zone.instant(of: $0.local) }),
            excludedDates: Set(exclusions.filter { $0.time == nil }.map(\.date))
        )
    }

    /// The exclusions for which neither the schedule nor an inclusion has anything.
    func idleExclusions() -> [DateOrTime] {
        guard !exclusions.isEmpty else { return [] }
        let added = Set(inclusions.map { zone.instant(of: $0) })
        let addedDates = Set(inclusions.map(\.date))
        return exclusions.filter { exclusion in
            let instant = zone.instant(of: exclusion.local)
            if exclusion.time != nil {
                let next = schedule.next(in: zone, after: instant - .seconds(1))
                return next?.instant != instant && !added.contains(instant)
            }
            // What a gap moves over midnight comes before what the date itself has.
            let next = schedule.occurrences(in: zone, after: instant - .seconds(1))
                .first { $0.local.date >= exclusion.date }
            return next?.local.date != exclusion.date && !addedDates.contains(exclusion.date)
        }
    }

    struct Iterator: IteratorProtocol {
        private var base: Occurrences.Iterator
        private var head: Occurrence?
        private var added: ArraySlice<Occurrence>
        private var left: Int
        private let until: Instant
        private let excluded: Set<Instant>
        private let excludedDates: Set<CivilDate>
        private var last: Instant?

        fileprivate init(
            base: Occurrences.Iterator,
            added: ArraySlice<Occurrence>,
            left: Int,
            until: Instant,
            excluded: Set<Instant>,
            excludedDates: Set<CivilDate>
        ) {
            self.base = base
            self.added = added
            self.left = left
            self.until = until
            self.excluded = excluded
            self.excludedDates = excludedDates
            head = self.base.next()
        }

        mutating func next() -> Occurrence? {
            while left > 0, let found = merged(), found.instant <= until {
                // One instant happens once, whether the rule names it, the caller, or both.
                guard found.instant != last, !excluded.contains(found.instant),
                    excludedDates.isEmpty || !excludedDates.contains(found.local.date)
                else {
                    continue
                }
                last = found.instant
                left -= 1
                return found
            }
            return nil
        }

        private mutating func merged() -> Occurrence? {
            if let first = added.first, head.map({ first.instant < $0.instant }) ?? true {
                added.removeFirst()
                return first
            }
            defer { head = base.next() }
            return head
        }
    }
}
