public import CivilTime

/// One time at which a schedule falls.
///
/// ```swift
/// let night = try RecurrenceSet(parsing: "DTSTART:20260301T023000\nRRULE:FREQ=WEEKLY;COUNT=2")
/// let jump = Schedule.rule(night).occurrences(in: newYork, after: now).suffix(1)
/// jump.map(\.local.short) == ["2026-03-08T02:30"]
/// jump.map { newYork.local(at: $0.instant).short } == ["2026-03-08T03:30"]
/// ```
public struct Occurrence: Hashable, Sendable {
    /// The wall time that the rule names, also where the clocks jump over it.
    ///
    /// ```swift
    /// let noon = Schedule.calendar(try CalendarExpression(parsing: "12:00"), notBefore: nil)
    /// noon.next(in: newYork, after: now)?.local.short == "2026-01-05T12:00"
    /// ```
    public let local: CivilDateTime

    /// The instant at which the occurrence falls.
    ///
    /// ```swift
    /// let noon = Schedule.calendar(try CalendarExpression(parsing: "12:00"), notBefore: nil)
    /// noon.next(in: newYork, after: now)?.instant.description == "2026-01-05T17:00:00Z"
    /// ```
    public let instant: Instant

    /// Makes an occurrence of a wall time and the instant it falls at.
    ///
    /// ```swift
    /// let occurrence = Occurrence(local: newYork.local(at: now), instant: now)
    /// occurrence.local.short == "2026-01-05T07:00"
    /// ```
    @inlinable
    public init(local: CivilDateTime, instant: Instant) {
        self.local = local
        self.instant = instant
    }
}
