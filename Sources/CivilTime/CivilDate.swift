/// A date of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.
///
/// ```swift
/// let date = try CivilDate(year: 2026, month: 1, day: 31)
/// date.adding(months: 1).description == "2026-02-28"
/// date.weekday == .saturday
/// ```
@frozen
public struct CivilDate: Hashable, Sendable {
    @usableFromInline let day32: Int32

    /// Makes the date of a day number counted from 1970-01-01, held within the years 1 to 9999.
    @inlinable
    public init(epochDay: Int) {
        day32 = Int32(
            truncatingIfNeeded: Swift.min(
                Swift.max(epochDay, CalendarMath.firstDay),
                CalendarMath.lastDay
            )
        )
    }

    /// Makes a date, or says which part of it does not exist.
    public init(year: Int, month: Int, day: Int) throws(CivilTimeError) {
        guard (1...9999).contains(year) else {
            throw .outOfRange(part: "year", given: year, allowed: 1...9999)
        }
        guard (1...12).contains(month) else {
            throw .outOfRange(part: "month", given: month, allowed: 1...12)
        }
        let length = CalendarMath.daysInMonth(year: year, month: month)
        guard (1...length).contains(day) else {
            throw .outOfRange(part: "day", given: day, allowed: 1...length)
        }
        self.init(epochDay: CalendarMath.epochDay(year: year, month: month, day: day))
    }

    /// Days since 1970-01-01.
    @inlinable public var epochDay: Int { Int(day32) }
    public var year: Int { CalendarMath.civil(epochDay: epochDay).year }
    /// The month, 1 to 12.
    public var month: Int { CalendarMath.civil(epochDay: epochDay).month }
    /// The day of the month, 1 to 31.
    public var day: Int { CalendarMath.civil(epochDay: epochDay).day }
    /// The day of the week.
    public var weekday: Weekday { Weekday(index: CalendarMath.weekdayIndex(epochDay: epochDay)) }

    /// The number of days in this date's month, 28 to 31.
    public var daysInMonth: Int {
        let civil = CalendarMath.civil(epochDay: epochDay)
        return CalendarMath.daysInMonth(year: civil.year, month: civil.month)
    }

    /// Returns the date that many days on, held within the years 1 to 9999.
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = epochDay.addingReportingOverflow(days)
        return CivilDate(epochDay: overflow ? (days < 0 ? Int.min : Int.max) : sum)
    }

    /// Returns the same day so many months on, or the month's last day where it is shorter.
    ///
    /// Dates that would leave the years 1 to 9999 become the first or the last of them.
    public func adding(months: Int) -> CivilDate {
        let civil = CalendarMath.civil(epochDay: epochDay)
        let limit = 12 * 20_000
        let index = civil.year * 12 + civil.month - 1 + Swift.min(Swift.max(months, -limit), limit)
        let year = CalendarMath.floorDivide(index, 12)
        let month = CalendarMath.floorModulo(index, 12) + 1
        let day = Swift.min(civil.day, CalendarMath.daysInMonth(year: year, month: month))
        return CivilDate(epochDay: CalendarMath.epochDay(year: year, month: month, day: day))
    }

    /// The first date there is, 0001-01-01.
    public static let earliest = CivilDate(epochDay: CalendarMath.firstDay)
    /// The last date there is, 9999-12-31.
    public static let latest = CivilDate(epochDay: CalendarMath.lastDay)
}

extension CivilDate: Comparable {
    /// Whether the left date is before the right one.
    @inlinable
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.day32 < right.day32
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date as ISO 8601 writes it, `2026-01-09`.
    public var description: String {
        let civil = CalendarMath.civil(epochDay: epochDay)
        return "\(civil.year.padded(4))-\(civil.month.padded(2))-\(civil.day.padded(2))"
    }

    /// Reads `2026-01-09`.
    public init(parsing text: some StringProtocol) throws(CivilTimeError) {
        var reader = TextReader(text)
        guard let date = try Self(reading: &reader), reader.isAtEnd else {
            throw .unreadable(text: String(text), expected: "a date like `2026-01-09`")
        }
        self = date
    }

    init?(reading reader: inout TextReader) throws(CivilTimeError) {
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2),
            reader.take("-"), let day = reader.digits(2)
        else { return nil }
        try self.init(year: year, month: month, day: day)
    }
}
