package import CivilTime
package import Recurrence

extension Ritual {
    /// The name of an occurrence that the schedule yields.
    package func key(of occurrence: Occurrence) -> OccurrenceKey {
        // Only an elapsed step reaches the second instance of a fold: every other schedule names
        // wall times, and those are read as the first.
        OccurrenceKey(
            ritual: id,
            start: occurrence.local,
            isSecondOfFold: occurrence.instant > zone.instant(of: occurrence.local)
        )
    }

    /// The instant that the name of an occurrence stands for, whether the schedule yields it or not.
    package func instant(of key: OccurrenceKey) -> Instant {
        if key.isSecondOfFold, case .fold(_, let second) = zone.resolve(key.start) {
            return second
        }
        return zone.instant(of: key.start)
    }

    /// The occurrence of that name, or `nil` where the schedule does not yield it.
    package func occurrence(_ key: OccurrenceKey) -> Occurrence? {
        let instant = instant(of: key)
        guard key.ritual == id,
            let found = schedule?.next(in: zone, after: instant - .seconds(1)),
            self.key(of: found) == key
        else {
            return nil
        }
        return found
    }
}
