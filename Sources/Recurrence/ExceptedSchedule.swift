public import CivilTime

/// A schedule with some of its occurrences left out, and with others beside them.
///
/// What is left out gives nothing back: a rule's `COUNT`, and the steps from an anchor, go on as if it had
/// happened.
///
/// ```swift
/// let fridays = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
/// let excepted = ExceptedSchedule(
///     fridays,
///     without: [.date(try CivilDate(parsing: "2026-01-16"))],
///     and: [try CivilDateTime(parsing: "2026-01-18T17:00")]
/// )
/// let dates = Schedule.excepting(excepted).occurrences(in: newYork, after: now).prefix(3)
/// dates.map(\.local.date.day) == [9, 18, 23]
/// ```
public struct ExceptedSchedule: Sendable {
    /// What is left out.
    ///
    /// ```swift
    /// let monday = try CalendarExpression(parsing: "Mon 9,19:00")
    /// func days(_ exception: ExceptedSchedule.Exception) -> [String] {
    ///     let excepted = ExceptedSchedule(.calendar(monday, notBefore: nil), without: [exception])
    ///     let all = Schedule.excepting(excepted).occurrences(in: newYork, after: now)
    ///     return all.prefix(2).map(\.local.short)
    /// }
    /// let evening = try CivilDateTime(parsing: "2026-01-05T19:00")
    /// days(.start(evening)) == ["2026-01-05T09:00", "2026-01-12T09:00"]
    /// days(.date(evening.date)) == ["2026-01-12T09:00", "2026-01-12T19:00"]
    /// ```
    public enum Exception: Hashable, Sendable, Comparable {
        /// All that the schedule has on a date; what is added on it stays.
        case date(CivilDate)
        /// What begins at a wall time, compared as an instant, what is added included.
        case start(CivilDateTime)
    }

    let body: Body

    /// The parts, behind one reference, so that a copy costs little.
    final class Body: Sendable {
        let base: Schedule
        let exceptions: [Exception]
        let additions: [CivilDateTime]
        let dates: Set<CivilDate>
        let starts: [RecurrenceSet.Moment]

        init(_ base: Schedule, _ exceptions: [Exception], _ additions: [CivilDateTime]) {
            self.base = base
            self.exceptions = exceptions
            self.additions = additions
            dates = Set(
                exceptions.compactMap { if case .date(let date) = $0 { date } else { nil } }
            )
            starts = exceptions.compactMap {
                if case .start(let start) = $0 { .local(start) } else { nil }
            }
        }
    }

    /// Makes it of its parts; of a schedule that has exceptions the two lists are joined.
    ///
    /// ```swift
    /// let daily = Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil)
    /// let tomorrow = newYork.local(at: now).date.adding(days: 1)
    /// let once = ExceptedSchedule(daily, without: [.date(tomorrow)])
    /// let twice = ExceptedSchedule(.excepting(once), without: [.date(tomorrow.adding(days: 1))])
    /// twice.base == daily && twice.exceptions.count == 2
    /// ```
    public init(
        _ base: Schedule,
        without exceptions: [Exception],
        and additions: [CivilDateTime] = []
    ) {
        var (base, exceptions, additions) = (base, Set(exceptions), Set(additions))
        if case .excepting(let inner) = base {
            base = inner.base
            exceptions.formUnion(inner.exceptions)
            additions.formUnion(inner.additions)
        }
        body = Body(base, exceptions.sorted(), additions.sorted())
    }

    /// The schedule without its exceptions.
    ///
    /// ```swift
    /// ExceptedSchedule(.dates([]), without: []).base == .dates([])
    /// ```
    public var base: Schedule { body.base }

    /// What is left out, dates first, each once and in order.
    ///
    /// ```swift
    /// let day = try CivilDate(parsing: "2026-01-09")
    /// ExceptedSchedule(.dates([]), without: [.date(day), .date(day)]).exceptions == [.date(day)]
    /// ```
    public var exceptions: [Exception] { body.exceptions }

    /// What is added, each once and in order.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// ExceptedSchedule(.dates([]), without: [], and: [night, night]).additions == [night]
    /// ```
    public var additions: [CivilDateTime] { body.additions }

    /// Whether it leaves out what its base has at a wall time.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// let excepted = ExceptedSchedule(.dates([night]), without: [.date(night.date)])
    /// excepted.leavesOut(night, in: newYork)
    /// excepted.leavesOut(night.adding(Span(days: 1)), in: newYork) == false
    /// ```
    public func leavesOut(_ start: CivilDateTime, in zone: Zone) -> Bool {
        if body.dates.contains(start.date) { return !additions.contains(start) }
        guard !body.starts.isEmpty else { return false }
        let instant = zone.instant(of: start)
        return exceptions.contains {
            if case .start(let other) = $0 { zone.instant(of: other) == instant } else { false }
        }
    }
}

extension ExceptedSchedule: Hashable {
    /// Whether two have the same parts.
    public static func == (left: ExceptedSchedule, right: ExceptedSchedule) -> Bool {
        left.base == right.base && left.exceptions == right.exceptions
            && left.additions == right.additions
    }

    /// Hashes the base, the exceptions and the additions.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(base)
        hasher.combine(exceptions)
        hasher.combine(additions)
    }
}
