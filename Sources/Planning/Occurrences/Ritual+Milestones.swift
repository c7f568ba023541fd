import CivilTime
import Household
import Recurrence

// A milestone that falls on the day of a date is told with it.

extension Ritual {
    var isMilestone: Bool { kind == .milestone }

    /// Whether a milestone on its day is told with it.
    var isDate: Bool { kind == .date || kind == .getaway }

    /// When the ritual starts on a local date, or `nil` where it does not.
    ///
    /// One that was moved to the date comes before one that its schedule has there. One that was moved
    /// away, or skipped, is still there: what waits for it is told when it was to start.
    func start(on date: CivilDate, _ outcomes: OutcomeLog) -> Instant? {
        let moved = outcomes.occurrences(of: id).compactMap { key in
            outcomes[key].compactMap(\.target).last
        }
        if let first = moved.filter({ $0.date == date }).min() {
            return zone.instant(of: first)
        }
        let midnight = zone.instant(of: CivilDateTime(date, ClockTime(secondOfDay: 0)))
        let next = schedule?.next(in: zone, after: midnight - .seconds(1))
        return next.flatMap { $0.local.date == date ? $0.instant : nil }
    }

    /// Whether it is for the partner with the given id.
    func concerns(_ partner: String) -> Bool {
        partners?.contains(partner) ?? true
    }
}
