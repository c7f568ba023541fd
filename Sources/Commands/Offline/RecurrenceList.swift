import CivilTime
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
    let exclusions: [CivilDateTime]

    func makeIterator() -> Iterator {
        let added = inclusions.map { Occurrence(local: $0, instant: zone.instant(of: $0)) }
            .filter { $0.instant > addedAfter ?? .distantPast }
            .sorted { $0.instant < $1.instant }
        return Iterator(
            base: schedule.occurrences(in: zone, after: after).makeIterator(),
            added: added[...],
            left: count,
            until: until ?? .distantFuture,
            excluded: Set(exclusions.map { zone.instant(of: $0) })
        )
    }

    struct Iterator: IteratorProtocol {
        private var base: Occurrences.Iterator
        private var head: Occurrence?
        private var added: ArraySlice<Occurrence>
        private var left: Int
        private let until: Instant
        private let excluded: Set<Instant>
        private var last: Instant?

        fileprivate init(
            base: Occurrences.Iterator,
            added: ArraySlice<Occurrence>,
            left: Int,
            until: Instant,
            excluded: Set<Instant>
        ) {
            self.base = base
            self.added = added
            self.left = left
            self.until = until
            self.excluded = excluded
            head = self.base.next()
        }

        mutating func next() -> Occurrence? {
            while left > 0, let found = merged(), found.instant <= until {
                // One instant happens once, whether the rule names it, the caller, or both.
                guard found.instant != last, !excluded.contains(found.instant) else {
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
