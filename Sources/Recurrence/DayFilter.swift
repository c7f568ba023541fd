import CivilTime

/// The days that BYMONTH, BYMONTHDAY, BYYEARDAY and plain weekdays of BYDAY let pass.
struct DayFilter {
    private let isOpen: Bool
    private let weekdays: UInt8
    private let months: UInt16
    /// The days of BYMONTHDAY that count from the month's first day as 1, as bits.
    private let monthDays: UInt32
    /// The days of BYMONTHDAY that count from the month's last day as 1, as bits.
    private let monthDaysFromEnd: UInt32
    private let yearDays: Set<Int>

    init(rule: RecurrenceRule) {
        isOpen =
            rule.byMonth.isEmpty && rule.byMonthDay.isEmpty && rule.byYearDay.isEmpty
            && rule.byDay.isEmpty
        weekdays = rule.byDay.reduce(0) { $0 | 1 << UInt8($1.weekday.index) }
        months = rule.byMonth.reduce(0) { $0 | 1 << UInt16($1) }
        monthDays = rule.byMonthDay.reduce(0) { $1 > 0 ? $0 | 1 << UInt32($1) : $0 }
        monthDaysFromEnd = rule.byMonthDay.reduce(0) { $1 < 0 ? $0 | 1 << UInt32(-$1) : $0 }
        yearDays = Set(rule.byYearDay)
    }

    /// Makes a filter that passes the weekdays given as bits from Monday.
    init(weekdays: UInt8) {
        isOpen = weekdays == 0x7F
        self.weekdays = weekdays
        months = 0
        monthDays = 0
        monthDaysFromEnd = 0
        yearDays = []
    }

    /// Returns six words for each of the 14 kinds of year, or `nil` where every day passes.
    func rows() -> [UInt64]? {
        if isOpen { return nil }
        var rows = [UInt64](repeating: 0, count: YearKind.count * 6)
        for kind in 0..<YearKind.count {
            for day in YearDays.kinds[kind].all where passes(day) && passesWeekday(day) {
                rows[kind * 6 + day.index >> 6] |= 1 << UInt64(day.index & 63)
            }
        }
        return rows
    }

    func passesWeekday(_ day: YearDay) -> Bool {
        weekdays == 0 || weekdays >> UInt8(day.weekday) & 1 == 1
    }

    /// Says whether a day passes all but BYDAY and BYWEEKNO.
    func passes(_ day: YearDay) -> Bool {
        if months != 0, months >> UInt16(day.month) & 1 == 0 { return false }
        if monthDays | monthDaysFromEnd != 0 {
            let fromEnd = day.monthLength - day.monthDay + 1
            let counts =
                monthDays >> UInt32(day.monthDay) & 1 | monthDaysFromEnd >> UInt32(fromEnd) & 1
            if counts == 0 { return false }
        }
        return yearDays.isEmpty || yearDays.contains(day.index + 1)
            || yearDays.contains(day.index - day.yearLength)
    }
}

/// A day of a year, with the properties that a filter compares.
struct YearDay: Sendable {
    /// The day's number in its year, 1 January as 0.
    let index: Int
    let month: Int
    let monthDay: Int
    let monthLength: Int
    let yearLength: Int
    /// Monday as 0.
    let weekday: Int
}

/// The days of a year.
struct YearDays: Sendable {
    let all: [YearDay]

    /// The days of each of the 14 kinds of year.
    static let kinds: [YearDays] = YearKind.samples.map { YearDays(year: $0) }

    /// Returns the days of a year, which are those of its kind.
    static func of(year: Int) -> YearDays { kinds[YearKind.of(year: year)] }

    private init(year: Int) {
        let start = CalendarMath.yearStart(year)
        let yearLength = CalendarMath.isLeap(year) ? 366 : 365
        var days: [YearDay] = []
        days.reserveCapacity(yearLength)
        for month in 1...12 {
            let length = CalendarMath.daysInMonth(year: year, month: month)
            for day in 1...length {
                days.append(
                    YearDay(
                        index: days.count,
                        month: month,
                        monthDay: day,
                        monthLength: length,
                        yearLength: yearLength,
                        weekday: CalendarMath.weekdayIndex(epochDay: start + days.count)
                    )
                )
            }
        }
        all = days
    }
}
