public import CivilTime

/// When something happens: one of the ways in which a recurrence can be written.
///
/// ```swift
/// let friday = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
/// friday.next(in: zone, after: now)?.instant.description == "2026-01-10T00:00:00Z"
/// ```
public enum Schedule: Hashable, Sendable {
    /// Every so many days, weeks, months or years from an anchor.
    case every(AnchoredStep)
    /// A recurrence set of RFC 5545.
    case rule(RecurrenceSet)
    /// A calendar expression of systemd.time(7), from a wall time on.
    case calendar(CalendarExpression, notBefore: CivilDateTime?)
    /// Every so much elapsed time.
    case elapsed(ElapsedStep)
    /// Certain wall times.
    case dates([CivilDateTime])

    /// Returns the occurrences after an instant, in order, each instant once.
    ///
    /// A wall time that the clocks jump over is read with the offset before the jump, one that they
    /// show twice is its first instant (RFC 5545 section 3.3.5). Of two wall times that are one
    /// instant because of a jump, the one that the clocks show counts.
    public func occurrences(in zone: Zone, after instant: Instant) -> Occurrences {
        Occurrences(schedule: self, zone: zone, after: instant)
    }

    /// Returns the first occurrence after an instant, or `nil` where there is none before the end
    /// of the year 9999.
    public func next(in zone: Zone, after instant: Instant) -> Occurrence? {
        switch self {
        case .every(let step): return step.body.plan.next(in: zone, after: instant)
        case .calendar(let expression, nil):
            return expression.body.plan.next(in: zone, after: instant)
        case .rule(let set) where set.body.isPlain:
            return set.body.plan.next(in: zone, after: instant, through: set.body.limit)
        case .rule, .calendar, .elapsed, .dates:
            var iterator = occurrences(in: zone, after: instant).makeIterator()
            return iterator.next()
        }
    }

    /// Whether the schedule goes on without an end of its own.
    public var isEndless: Bool {
        switch self {
        case .every, .elapsed: true
        case .rule(let set): set.rule.map { $0.count == nil && $0.until == nil } ?? false
        case .calendar(let expression, _): expression.fields.year == nil && expression.canOccur
        case .dates: false
        }
    }
}
