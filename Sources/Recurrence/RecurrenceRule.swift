public import CivilTime

/// A recurrence rule of RFC 5545 section 3.3.10, with the `SKIP` of RFC 7529.
///
/// ```swift
/// let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
/// rule.description == "FREQ=MONTHLY;BYDAY=-1FR"
/// ```
public struct RecurrenceRule: Hashable, Sendable {
    /// The period that a rule repeats in.
    public enum Frequency: String, CaseIterable, Hashable, Sendable {
        /// Every second.
        case secondly = "SECONDLY"
        /// Every minute.
        case minutely = "MINUTELY"
        /// Every hour on the wall clock.
        case hourly = "HOURLY"
        /// Every day.
        case daily = "DAILY"
        /// Every week.
        case weekly = "WEEKLY"
        /// Every month.
        case monthly = "MONTHLY"
        /// Every year.
        case yearly = "YEARLY"
    }

    /// A weekday of `BYDAY`, with its place in the month or year where it has one.
    public struct WeekdayPlace: Hashable, Sendable {
        /// 1 is the first, -1 the last, 0 every one.
        public let ordinal: Int
        /// The day of the week.
        public let weekday: Weekday

        /// Makes the place of a weekday.
        public init(_ weekday: Weekday, ordinal: Int = 0) {
            self.weekday = weekday
            self.ordinal = ordinal
        }
    }

    /// Up to when a rule repeats.
    public enum Until: Hashable, Sendable {
        /// Through the whole of a date.
        case date(CivilDate)
        /// Up to and with a wall time.
        case local(CivilDateTime)
        /// Up to and with an instant.
        case instant(Instant)
    }

    /// What becomes of a date that does not exist, such as 30 February (RFC 7529 section 4.1).
    public enum Skip: String, CaseIterable, Hashable, Sendable {
        /// It is left out.
        case omit = "OMIT"
        /// The day before takes its place.
        case backward = "BACKWARD"
        /// The day after takes its place.
        case forward = "FORWARD"
    }

    /// `FREQ`: the period that the rule repeats in.
    public internal(set) var frequency: Frequency
    /// `INTERVAL`: only every so many periods count.
    public internal(set) var interval = 1
    /// `COUNT`: how many occurrences there are.
    public internal(set) var count: Int?
    /// `UNTIL`: up to when there are occurrences.
    public internal(set) var until: Until?
    /// `BYSECOND`: 0 to 60, where 60 is read as 59.
    public internal(set) var bySecond: [Int] = []
    /// `BYMINUTE`: 0 to 59.
    public internal(set) var byMinute: [Int] = []
    /// `BYHOUR`: 0 to 23.
    public internal(set) var byHour: [Int] = []
    /// `BYDAY`: weekdays, with their places where they have them.
    public internal(set) var byDay: [WeekdayPlace] = []
    /// `BYMONTHDAY`: 1 to 31, or from the month's end -1 to -31.
    public internal(set) var byMonthDay: [Int] = []
    /// `BYYEARDAY`: 1 to 366, or from the year's end -1 to -366.
    public internal(set) var byYearDay: [Int] = []
    /// `BYWEEKNO`: 1 to 53, or from the year's end -1 to -53.
    public internal(set) var byWeekNumber: [Int] = []
    /// `BYMONTH`: 1 to 12.
    public internal(set) var byMonth: [Int] = []
    /// `BYSETPOS`: which of a period's occurrences count, from 1, or from its end from -1.
    public internal(set) var bySetPosition: [Int] = []
    /// `WKST`: the day that weeks begin with, Monday unless the rule says so.
    public internal(set) var weekStart = Weekday.monday
    /// Whether the text names the Gregorian calendar with `RSCALE`.
    public internal(set) var namesCalendar = false
    /// `SKIP`: what becomes of dates that do not exist.
    public internal(set) var skip = Skip.omit

    init(frequency: Frequency) {
        self.frequency = frequency
    }

    /// Whether the start decides more than from when the rule counts.
    ///
    /// That is so where it sets the phase (`INTERVAL` above 1), the end (`COUNT`), or the day or
    /// time that the rule itself does not name.
    public var dependsOnStart: Bool {
        if interval > 1 || count != nil { return true }
        switch frequency {
        case .secondly: return false
        case .minutely: return bySecond.isEmpty
        case .hourly: return bySecond.isEmpty || byMinute.isEmpty
        case .daily, .weekly, .monthly, .yearly:
            return !namesDay || byHour.isEmpty || byMinute.isEmpty || bySecond.isEmpty
        }
    }

    /// Whether the day comes from the rule itself and not from the start.
    public var namesDay: Bool {
        switch frequency {
        case .secondly, .minutely, .hourly, .daily: true
        case .weekly: !byDay.isEmpty
        case .monthly: !byDay.isEmpty || !byMonthDay.isEmpty
        case .yearly:
            !byDay.isEmpty || !byYearDay.isEmpty || (!byMonthDay.isEmpty && !byMonth.isEmpty)
        }
    }
}
