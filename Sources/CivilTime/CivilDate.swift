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

    /// Makes the date of a day number counted from 1970-01-01, clamped to the years 1 to 9999.
    ///
    /// ```swift
    /// CivilDate(epochDay: 365).description == "1971-01-01"
    /// CivilDate(epochDay: .max) == .latest
    /// ```
    @inlinable
    public init(epochDay: Int) {
        day32 = Int32(
            truncatingIfNeeded: Swift.min(
                Swift.max(epochDay, CalendarMath.firstDay),
                CalendarMath.lastDay
            )
        )
    }

    /// Makes a date, or throws an error that names the part out of range.
    ///
    /// ```swift
    /// try CivilDate(year: 2028, month: 2, day: 29).weekday == .tuesday
    /// let error = #expect(throws: CivilTimeError.self) {
    ///     try CivilDate(year: 2026, month: 2, day: 29)
    /// }
    /// error?.description == "day 29 is not between 1 and 28"
    /// ```
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
    ///
    /// ```swift
    /// try CivilDate(parsing: "1970-02-01").epochDay == 31
    /// ```
    @inlinable public var epochDay: Int { Int(day32) }

    /// The year, 1 to 9999.
    ///
    /// ```swift
    /// try CivilDate(parsing: "2026-01-31").year == 2026
    /// ```
    public var year: Int { CalendarMath.civil(epochDay: epochDay).year }

    /// The month, 1 to 12.
    ///
    /// ```swift
    /// try CivilDate(parsing: "2026-01-31").month == 1
    /// ```
    public var month: Int { CalendarMath.civil(epochDay: epochDay).month }

    /// The day of the month, 1 to 31.
    ///
    /// ```swift
    /// try CivilDate(parsing: "2026-01-31").day == 31
    /// ```
    public var day: Int { CalendarMath.civil(epochDay: epochDay).day }

    /// The day of the week.
    ///
    /// ```swift
    /// try CivilDate(parsing: "2026-01-31").weekday == .saturday
    /// ```
    public var weekday: Weekday { Weekday(index: CalendarMath.weekdayIndex(epochDay: epochDay)) }

    /// The number of days in this date's month, 28 to 31.
    ///
    /// ```swift
    /// try CivilDate(parsing: "2028-02-01").daysInMonth == 29
    /// ```
    public var daysInMonth: Int {
        let civil = CalendarMath.civil(epochDay: epochDay)
        return CalendarMath.daysInMonth(year: civil.year, month: civil.month)
    }

    /// Returns the date so many days later, clamped to the years 1 to 9999.
    ///
    /// ```swift
    /// let newYear = try CivilDate(parsing: "2026-12-31").adding(days: 1)
    /// newYear.description == "2027-01-01"
    /// ```
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = epochDay.addingReportingOverflow(days)
        return CivilDate(epochDay: overflow ? (days < 0 ? Int.min : Int.max) : sum)
    }

    /// Returns the same day so many months later, or the month's last day where the month is
    /// shorter.
    ///
    /// Dates that would leave the years 1 to 9999 become the first or the last of them.
    ///
    /// ```swift
    /// let date = try CivilDate(parsing: "2026-08-31")
    /// date.adding(months: 6).description == "2027-02-28"
    /// ```
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
    ///
    /// ```swift
    /// CivilDate.earliest.description == "0001-01-01"
    /// ```
    public static let earliest = CivilDate(epochDay: CalendarMath.firstDay)

    /// The last date there is, 9999-12-31.
    ///
    /// ```swift
    /// CivilDate.latest.adding(days: 1) == .latest
    /// ```
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
    ///
    /// ```swift
    /// CivilDate(epochDay: 0).description == "1970-01-01"
    /// ```
    public var description: String {
        var text = TimeText(capacity: 10)
        write(to: &text)
        return text.string
    }

    func write(to text: inout TimeText) {
        let civil = CalendarMath.civil(epochDay: epochDay)
        text.append(civil.year, digits: 4)
        text.append("-")
        text.append(civil.month, digits: 2)
        text.append("-")
        text.append(civil.day, digits: 2)
    }

    /// Reads `2026-01-09`.
    ///
    /// ```swift
    /// try CivilDate(parsing: "2026-01-09").weekday == .friday
    /// (try? CivilDate(parsing: "9 January")) == nil
    /// ```
    public init(parsing text: some StringProtocol) throws(CivilTimeError) {
        var reader = TextReader(text)
        guard let date = try Self(reading: &reader), reader.isAtEnd else {
            throw .unreadable(text: String(text), expected: "a date like '2026-01-09'")
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
