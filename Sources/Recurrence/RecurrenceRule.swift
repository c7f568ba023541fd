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
        case secondly = "SECONDLY"
        case minutely = "MINUTELY"
        case hourly = "HOURLY"
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A weekday of `BYDAY`, with its place in the month or year where it has one.
    public struct WeekdayPlace: Hashable, Sendable {
        /// 1 is the first, -1 the last, 0 every one.
        public let ordinal: Int
        public let weekday: Weekday

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
        case omit = "OMIT"
        case backward = "BACKWARD"
        case forward = "FORWARD"
    }

    public internal(set) var frequency: Frequency
    public internal(set) var interval = 1
    public internal(set) var count: Int?
    public internal(set) var until: Until?
    public internal(set) var bySecond: [Int] = []
    public internal(set) var byMinute: [Int] = []
    public internal(set) var byHour: [Int] = []
    public internal(set) var byDay: [WeekdayPlace] = []
    public internal(set) var byMonthDay: [Int] = []
    public internal(set) var byYearDay: [Int] = []
    public internal(set) var byWeekNumber: [Int] = []
    public internal(set) var byMonth: [Int] = []
    public internal(set) var bySetPosition: [Int] = []
    public internal(set) var weekStart = Weekday.monday
    /// Whether the text names the Gregorian calendar with `RSCALE`.
    public internal(set) var namesCalendar = false
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
