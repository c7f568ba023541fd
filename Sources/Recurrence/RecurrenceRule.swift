public import CivilTime

/// A recurrence rule of RFC 5545 section 3.3.10, with the `SKIP` of RFC 7529.
///
/// ```swift
/// let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
/// rule.description == "FREQ=MONTHLY;BYDAY=-1FR"
/// ```
public struct RecurrenceRule: Hashable, Sendable {
    /// The period that a rule repeats in.
    ///
    /// ```swift
    /// let names = "SECONDLY MINUTELY HOURLY DAILY WEEKLY MONTHLY YEARLY".split(separator: " ")
    /// let rules = try names.map { try RecurrenceRule(parsing: "FREQ=\($0)") }
    /// let all: [RecurrenceRule.Frequency] = [
    ///     .secondly, .minutely, .hourly, .daily, .weekly, .monthly, .yearly,
    /// ]
    /// rules.map(\.frequency) == all
    /// ```
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
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR,2MO")
    /// rule.byDay == [.init(.monday, ordinal: 2), .init(.friday, ordinal: -1)]
    /// ```
    public struct WeekdayPlace: Hashable, Sendable {
        /// 1 is the first, -1 the last, 0 every one.
        ///
        /// ```swift
        /// try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").byDay.map(\.ordinal) == [-1]
        /// ```
        public let ordinal: Int

        /// The day of the week.
        ///
        /// ```swift
        /// try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").byDay.map(\.weekday) == [.friday]
        /// ```
        public let weekday: Weekday

        /// Makes the place of a weekday.
        ///
        /// ```swift
        /// RecurrenceRule.WeekdayPlace(.monday, ordinal: 2).description == "2MO"
        /// ```
        public init(_ weekday: Weekday, ordinal: Int = 0) {
            self.weekday = weekday
            self.ordinal = ordinal
        }
    }

    /// The last date or time at which a rule may repeat.
    ///
    /// ```swift
    /// func end(_ text: String) throws -> RecurrenceRule.Until? {
    ///     try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=\(text)").until
    /// }
    /// try end("20260109") == .date(try CivilDate(parsing: "2026-01-09"))
    /// try end("20260109T190000") == .local(try CivilDateTime(parsing: "2026-01-09T19:00"))
    /// try end("20260105T120000Z") == .instant(now)
    /// ```
    public enum Until: Hashable, Sendable {
        /// Through the whole of a date.
        case date(CivilDate)
        /// Up to and with a wall time.
        case local(CivilDateTime)
        /// Up to and with an instant.
        case instant(Instant)
    }

    /// What becomes of a date that does not exist, such as 30 February (RFC 7529 section 4.1).
    ///
    /// ```swift
    /// let start = try CivilDateTime(parsing: "2026-01-31T19:00")
    /// func second(_ skip: RecurrenceRule.Skip) throws -> String {
    ///     let text = "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=\(skip.rawValue)"
    ///     let set = RecurrenceSet(start: start, rule: try RecurrenceRule(parsing: text))
    ///     let months = Schedule.rule(set).occurrences(in: newYork, after: now).prefix(2)
    ///     return months.map(\.local.short)[1]
    /// }
    /// try second(.omit) == "2026-03-31T19:00"
    /// try second(.backward) == "2026-02-28T19:00"
    /// try second(.forward) == "2026-03-01T19:00"
    /// ```
    public enum Skip: String, CaseIterable, Hashable, Sendable {
        /// The date is left out.
        case omit = "OMIT"
        /// The day before takes its place.
        case backward = "BACKWARD"
        /// The day after takes its place.
        case forward = "FORWARD"
    }

    /// `FREQ`: the period that the rule repeats in.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").frequency == .monthly
    /// ```
    public internal(set) var frequency: Frequency

    /// `INTERVAL`: every how many periods the rule applies; 1 is each of them.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=WEEKLY;INTERVAL=7").interval == 7
    /// ```
    public internal(set) var interval = 1

    /// `COUNT`: how many occurrences there are.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=DAILY;COUNT=10").count == 10
    /// ```
    public internal(set) var count: Int?

    /// `UNTIL`: the last date or time at which there may be an occurrence.
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261231")
    /// rule.until == .date(try CivilDate(parsing: "2026-12-31"))
    /// ```
    public internal(set) var until: Until?

    /// `BYSECOND`: 0 to 60, where 60 is read as 59.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=MINUTELY;BYSECOND=0,30").bySecond == [0, 30]
    /// ```
    public internal(set) var bySecond: [Int] = []

    /// `BYMINUTE`: 0 to 59.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=HOURLY;BYMINUTE=0,30").byMinute == [0, 30]
    /// ```
    public internal(set) var byMinute: [Int] = []

    /// `BYHOUR`: 0 to 23.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=DAILY;BYHOUR=19,7").byHour == [7, 19]
    /// ```
    public internal(set) var byHour: [Int] = []

    /// `BYDAY`: weekdays, with their places where they have them.
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR,MO")
    /// rule.byDay.map(\.weekday) == [.monday, .friday]
    /// ```
    public internal(set) var byDay: [WeekdayPlace] = []

    /// `BYMONTHDAY`: 1 to 31, or from the month's end -1 to -31.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=MONTHLY;BYMONTHDAY=-1,15").byMonthDay == [15, -1]
    /// ```
    public internal(set) var byMonthDay: [Int] = []

    /// `BYYEARDAY`: 1 to 366, or from the year's end -1 to -366.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=YEARLY;BYYEARDAY=100,-1").byYearDay == [100, -1]
    /// ```
    public internal(set) var byYearDay: [Int] = []

    /// `BYWEEKNO`: 1 to 53, or from the year's end -1 to -53.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO").byWeekNumber == [20]
    /// ```
    public internal(set) var byWeekNumber: [Int] = []

    /// `BYMONTH`: 1 to 12.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTH=7,1").byMonth == [1, 7]
    /// ```
    public internal(set) var byMonth: [Int] = []

    /// `BYSETPOS`: which of a period's occurrences count, from 1, or from its end from -1.
    ///
    /// ```swift
    /// let lastWorkday = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    /// try RecurrenceRule(parsing: lastWorkday).bySetPosition == [-1]
    /// ```
    public internal(set) var bySetPosition: [Int] = []

    /// `WKST`: the day that weeks begin with, Monday where the rule names none.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=WEEKLY;INTERVAL=2;WKST=SU").weekStart == .sunday
    /// ```
    public internal(set) var weekStart = Weekday.monday

    /// Whether the text names the Gregorian calendar with `RSCALE`.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "RSCALE=GREGORIAN;FREQ=DAILY").namesCalendar
    /// ```
    public internal(set) var namesCalendar = false

    /// `SKIP`: what becomes of dates that do not exist.
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD")
    /// rule.skip == .backward
    /// ```
    public internal(set) var skip = Skip.omit

    init(frequency: Frequency) {
        self.frequency = frequency
    }

    /// Whether occurrences depend on the start, beyond none being before it.
    ///
    /// They do where the start sets the phase (`INTERVAL` above 1), the end (`COUNT`), or a day or
    /// time of day that the rule does not name.
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR").dependsOnStart
    /// let rule = "FREQ=WEEKLY;BYDAY=FR;BYHOUR=19;BYMINUTE=0;BYSECOND=0"
    /// try RecurrenceRule(parsing: rule).dependsOnStart == false
    /// ```
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
    ///
    /// ```swift
    /// try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").namesDay
    /// try RecurrenceRule(parsing: "FREQ=MONTHLY").namesDay == false
    /// ```
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
