import CivilTime

/// The years that weeks are counted in (ISO 8601 where weeks begin on Monday).
///
/// Week 1 is the first with at least four days in the year (RFC 5545 section 3.3.10).
enum WeekYear {
    /// Returns the first day of week 1.
    static func start(_ year: Int, weekStart: Int) -> Int {
        let fourth = CalendarMath.yearStart(year) + 3
        return fourth - (CalendarMath.weekdayIndex(epochDay: fourth) - weekStart + 7) % 7
    }

    /// Returns the number of weeks, 52 or 53.
    static func weeks(in year: Int, weekStart: Int) -> Int {
        (start(year + 1, weekStart: weekStart) - start(year, weekStart: weekStart)) / 7
    }
}

/// The days of a week that lie in months that count.
enum WeekMask {
    /// Returns the days as bits from the week's first.
    static func of(week start: Int, _ months: [UInt8]) -> Int {
        let civil = CalendarMath.civil(epochDay: start)
        let length = CalendarMath.daysInMonth(year: civil.year, month: civil.month)
        let inFirst = min(7, length - civil.day + 1)
        let firstBits = (1 << inFirst) - 1
        let counts = months[civil.month - 1] != 0 ? firstBits : 0
        let next = months[civil.month % 12] != 0 ? 0x7F & ~firstBits : 0
        return counts | next
    }
}
