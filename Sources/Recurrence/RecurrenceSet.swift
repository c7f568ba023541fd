public import CivilTime

/// A recurrence set of RFC 5545: a start, a rule, and times added to it or taken from it.
///
/// The start counts as an occurrence only where it matches the rule; without a rule it counts.
///
/// ```swift
/// let start = try CivilDateTime(parsing: "2026-01-09T19:00")
/// let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
/// let fridays = Schedule.rule(RecurrenceSet(start: start, rule: rule))
/// fridays.next(in: newYork, after: now)?.local.short == "2026-01-30T19:00"
/// ```
public struct RecurrenceSet: Sendable {
    /// How a yearly rule treats a missing BYMONTH or BYDAY.
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTHDAY=14")
    /// let start = try CivilDateTime(parsing: "2026-02-14T19:00")
    /// func second(_ reading: RecurrenceSet.Reading) -> String {
    ///     let set = RecurrenceSet(start: start, rule: rule, reading: reading)
    ///     let dates = Schedule.rule(set).occurrences(in: newYork, after: now).prefix(2)
    ///     return dates.map(\.local.short)[1]
    /// }
    /// second(.fill) == "2027-02-14T19:00"
    /// second(.table) == "2026-03-14T19:00"
    /// ```
    public enum Reading: Hashable, Sendable {
        /// The start fills in what is missing, as libical and most calendars do: the month of
        /// `FREQ=YEARLY;BYMONTHDAY=1`, the weekday of `FREQ=YEARLY;BYWEEKNO=20`.
        case fill
        /// Every day that the given parts allow counts, as the table of RFC 5545 section 3.3.10
        /// says.
        case table
    }

    /// A time that a set adds or excludes: a wall time or an instant.
    ///
    /// ```swift
    /// let text = "DTSTART:20260109T190000\nRDATE:20260110T190000\nEXDATE:20260105T120000Z"
    /// let set = try RecurrenceSet(parsing: text)
    /// set.additions == [.local(try CivilDateTime(parsing: "2026-01-10T19:00"))]
    /// set.exclusions == [.instant(now)]
    /// ```
    public enum Moment: Hashable, Sendable, Comparable {
        /// A time on the wall clock of the set's zone.
        case local(CivilDateTime)
        /// An instant.
        case instant(Instant)
    }

    let body: Body

    /// The parts of the set and its compiled plan, behind one reference, so that a copy costs
    /// little.
    final class Body: Sendable {
        let start: CivilDateTime
        let rule: RecurrenceRule?
        let additions: [Moment]
        let exclusions: [Moment]
        let reading: Reading
        let plan: LocalPlan
        /// The last instant that `UNTIL` allows; the distant future where `UNTIL` is no instant.
        let limit: Instant
        /// Whether the set is a rule without added or excluded times.
        let isPlain: Bool
        let zoneIdentifier: String?
        let isAllDay: Bool

        init(
            _ start: CivilDateTime,
            _ rule: RecurrenceRule?,
            _ additions: [Moment],
            _ exclusions: [Moment],
            _ reading: Reading,
            _ zoneIdentifier: String?,
            _ isAllDay: Bool
        ) {
            self.zoneIdentifier = zoneIdentifier
            self.isAllDay = isAllDay
            isPlain = rule != nil && additions.isEmpty && exclusions.isEmpty
            self.start = start
            self.rule = rule
            self.additions = additions
            self.exclusions = exclusions
            self.reading = reading
            var used = rule
            if isAllDay {
                // RFC 5545 section 3.3.10: beside a DTSTART that is a date these parts are ignored.
                used?.byHour = []
                used?.byMinute = []
                used?.bySecond = []
            }
            plan =
                used.map { RuleCompiler(rule: $0, start: start, reading: reading).plan() } ?? .empty
            if case .instant(let until) = rule?.until {
                limit = until
            } else {
                limit = .distantFuture
            }
        }

    }

    /// Makes a set of its parts.
    ///
    /// ```swift
    /// let start = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR")
    /// let saturday = RecurrenceSet.Moment.local(start.adding(Span(days: 1)))
    /// let set = RecurrenceSet(start: start, rule: rule, additions: [saturday])
    /// let days = Schedule.rule(set).occurrences(in: newYork, after: now).prefix(3)
    /// days.map(\.local.date.day) == [9, 10, 16]
    /// ```
    public init(
        start: CivilDateTime,
        rule: RecurrenceRule?,
        additions: [Moment] = [],
        exclusions: [Moment] = [],
        reading: Reading = .fill
    ) {
        self.init(
            start,
            rule,
            additions: additions,
            exclusions: exclusions,
            reading: reading,
            zoneIdentifier: nil,
            isAllDay: false
        )
    }

    init(
        _ start: CivilDateTime,
        _ rule: RecurrenceRule?,
        additions: [Moment],
        exclusions: [Moment],
        reading: Reading,
        zoneIdentifier: String?,
        isAllDay: Bool
    ) {
        body = Body(
            start,
            rule,
            Array(Set(additions)).sorted(),
            Array(Set(exclusions)).sorted(),
            reading,
            zoneIdentifier,
            isAllDay
        )
    }

    /// The time that the set begins with, `DTSTART`.
    ///
    /// ```swift
    /// let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=DAILY")
    /// set.start.short == "2026-01-09T19:00"
    /// ```
    public var start: CivilDateTime { body.start }

    /// The rule, `RRULE`.
    ///
    /// ```swift
    /// try RecurrenceSet(parsing: "DTSTART:20260109T190000").rule == nil
    /// ```
    public var rule: RecurrenceRule? { body.rule }

    /// The times added, `RDATE`.
    ///
    /// ```swift
    /// let text = "DTSTART:20260109T190000\nRDATE:20260110T190000"
    /// try RecurrenceSet(parsing: text).additions.count == 1
    /// ```
    public var additions: [Moment] { body.additions }

    /// The times taken away, `EXDATE`.
    ///
    /// ```swift
    /// let text = "DTSTART:20260109T190000\nRRULE:FREQ=DAILY\nEXDATE:20260110T190000"
    /// let set = Schedule.rule(try RecurrenceSet(parsing: text))
    /// let days = set.occurrences(in: newYork, after: now).prefix(2).map(\.local.date.day)
    /// days == [9, 11]
    /// ```
    public var exclusions: [Moment] { body.exclusions }

    /// How a yearly rule treats a missing BYMONTH or BYDAY.
    ///
    /// ```swift
    /// let start = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// RecurrenceSet(start: start, rule: nil).reading == .fill
    /// ```
    public var reading: Reading { body.reading }

    /// The zone that the text names with `TZID`, or `UTC` where its start ends in `Z`.
    ///
    /// ```swift
    /// let set = try RecurrenceSet(parsing: "DTSTART;TZID=Europe/Lisbon:20260109T190000")
    /// set.zoneIdentifier == "Europe/Lisbon"
    /// ```
    public var zoneIdentifier: String? { body.zoneIdentifier }

    /// Whether the text gives dates alone (`VALUE=DATE`).
    ///
    /// ```swift
    /// try RecurrenceSet(parsing: "DTSTART;VALUE=DATE:20260214").isAllDay
    /// ```
    public var isAllDay: Bool { body.isAllDay }
}

extension RecurrenceSet {
    /// A set of dates alone at a time of day; any other set as it is.
    package func at(_ time: ClockTime) -> RecurrenceSet {
        guard isAllDay else { return self }
        var rule = rule
        rule?.byHour = []
        rule?.byMinute = []
        rule?.bySecond = []
        return RecurrenceSet(
            start: CivilDateTime(start.date, time),
            rule: rule,
            additions: additions.map { $0.at(time) },
            exclusions: exclusions.map { $0.at(time) },
            reading: reading
        )
    }
}

extension RecurrenceSet.Moment {
    fileprivate func at(_ time: ClockTime) -> Self {
        if case .local(let local) = self { .local(CivilDateTime(local.date, time)) } else { self }
    }
}

extension RecurrenceSet: Hashable {
    /// Whether two sets have the same parts.
    public static func == (left: RecurrenceSet, right: RecurrenceSet) -> Bool {
        left.start == right.start && left.rule == right.rule && left.additions == right.additions
            && left.exclusions == right.exclusions && left.reading == right.reading
            && left.zoneIdentifier == right.zoneIdentifier && left.isAllDay == right.isAllDay
    }

    /// Hashes the start, the rule, the added and excluded times and the reading.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(rule)
        hasher.combine(additions)
        hasher.combine(exclusions)
        hasher.combine(reading)
    }
}
