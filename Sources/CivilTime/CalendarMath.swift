/// The proleptic Gregorian calendar as arithmetic on days since 1970-01-01.
///
/// The calendar repeats every 400 years, which are 146,097 days or 20,871 weeks.
@usableFromInline
package enum CalendarMath {
    @inlinable package static var secondsPerDay: Int64 { 86_400 }
    @inlinable package static var daysPerCycle: Int { 146_097 }
    @inlinable package static var firstDay: Int { -719_162 }
    @inlinable package static var lastDay: Int { 2_932_896 }
    @inlinable package static var firstSecond: Int64 { Int64(firstDay) * secondsPerDay }
    @inlinable package static var lastSecond: Int64 {
        Int64(lastDay) * secondsPerDay + secondsPerDay - 1
    }

    /// Returns the day number of a date, which need not exist: day 0 is the day before the first.
    @inlinable
    package static func epochDay(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Returns year, month and day of a day number.
    @inlinable
    package static func civil(epochDay: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = epochDay + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    /// Returns the day number of 1 January of a year from -399 on.
    @inlinable
    package static func yearStart(_ year: Int) -> Int {
        // One more cycle of 400 years keeps the dividends positive, where division rounds down.
        let before = UInt(bitPattern: year &+ 399)
        let leaps = before / 4 &- before / 100 &+ before / 400
        return Int(bitPattern: before &* 365 &+ leaps) &- 146_097 &- 719_162
    }

    @inlinable
    package static func isLeap(_ year: Int) -> Bool {
        year & 3 == 0 && (year & 15 == 0 || year % 25 != 0)
    }

    @inlinable
    package static func daysInMonth(year: Int, month: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1)
    }

    /// Returns the weekday of a day number, Monday as 0.
    @inlinable
    package static func weekdayIndex(epochDay: Int) -> Int {
        floorModulo(epochDay + 3, 7)
    }

    @inlinable
    package static func floorDivide<T: FixedWidthInteger>(_ value: T, _ divisor: T) -> T {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    @inlinable
    package static func floorModulo<T: FixedWidthInteger>(_ value: T, _ divisor: T) -> T {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
