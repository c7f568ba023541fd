public import CivilTime

/// When something happens: one of the ways in which a recurrence can be written.
///
/// ```swift
/// let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR")
/// let start = try CivilDateTime(parsing: "2026-01-09T19:00")
/// let seven = [try ClockTime(parsing: "19:00")]
/// let ways: [Schedule] = [
///     .rule(RecurrenceSet(start: start, rule: rule)),
///     .calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: start),
///     .every(try AnchoredStep(every: 7, .days, from: start.date, at: seven)),
///     .elapsed(try ElapsedStep(step: .seconds(604_800), anchor: newYork.instant(of: start))),
///     .varying(VaryingTime(name: "date", between: start.time, and: start.time, on: [.friday])),
///     .dates([start]),
///     .together(SharedTime(.dates([start]), outside: [])),
///     .excepting(ExceptedSchedule(.dates([]), without: [], and: [start])),
/// ]
/// ways.allSatisfy { $0.next(in: newYork, after: now)?.local == start }
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
    /// Once on each date, at a minute inside a window.
    case varying(VaryingTime)
    /// Certain wall times.
    case dates([CivilDateTime])
    /// On the dates of another schedule, at a time at which several people are awake.
    case together(SharedTime)
    /// Another schedule with some of its occurrences left out, and with others beside them.
    case excepting(ExceptedSchedule)

    /// Returns the occurrences after an instant, in order, each instant once.
    ///
    /// A wall time that the clocks jump over is read with the offset before the jump, one that they
    /// show twice is its first instant (RFC 5545 section 3.3.5). Of two wall times that are one
    /// instant because of a jump, the one that the clocks show counts.
    ///
    /// ```swift
    /// let text = "DTSTART:20260307T023000\nRRULE:FREQ=DAILY;COUNT=3"
    /// let set = try RecurrenceSet(parsing: text)
    /// let nights = Schedule.rule(set).occurrences(in: newYork, after: now)
    /// nights.map { newYork.local(at: $0.instant).time.description } == ["02:30", "03:30", "02:30"]
    /// ```
    public func occurrences(in zone: Zone, after instant: Instant) -> Occurrences {
        Occurrences(schedule: self, zone: zone, after: instant)
    }

    /// Returns the first occurrence after an instant, or `nil` where there is none before the end
    /// of the year 9999.
    ///
    /// ```swift
    /// let friday = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
    /// friday.next(in: newYork, after: now)?.instant.description == "2026-01-10T00:00:00Z"
    /// let never = Schedule.calendar(try CalendarExpression(parsing: "*-02-30"), notBefore: nil)
    /// never.next(in: newYork, after: now) == nil
    /// ```
    public func next(in zone: Zone, after instant: Instant) -> Occurrence? {
        switch self {
        case .every(let step): return step.body.plan.next(in: zone, after: instant)
        case .calendar(let expression, nil):
            return expression.body.plan.next(in: zone, after: instant)
        case .rule(let set) where set.body.isPlain:
            return set.body.plan.next(in: zone, after: instant, through: set.body.limit)
        case .rule, .calendar, .elapsed, .varying, .dates, .together, .excepting:
            var iterator = occurrences(in: zone, after: instant).makeIterator()
            return iterator.next()
        }
    }

    /// Whether the schedule goes on without an end of its own.
    ///
    /// ```swift
    /// let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=DAILY;COUNT=3")
    /// Schedule.rule(set).isEndless == false
    /// Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil).isEndless
    /// ```
    public var isEndless: Bool {
        switch self {
        case .every, .elapsed, .varying: true
        case .rule(let set): set.rule.map { $0.count == nil && $0.until == nil } ?? false
        case .calendar(let expression, _): expression.fields.year == nil && expression.canOccur
        case .dates: false
        case .together(let shared): shared.base.isEndless
        case .excepting(let excepted): excepted.base.isEndless
        }
    }
}
