/// A date and a time of day with no zone: what a calendar and a clock on the wall show.
///
/// ```swift
/// let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
/// evening.adding(Span(months: 1)).short == "2026-02-09T19:00"
/// ```
@frozen
public struct CivilDateTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00 as if the clock ran in UTC.
    ///
    /// ```swift
    /// try CivilDateTime(parsing: "1970-01-01T00:01").localSeconds == 60
    /// ```
    public let localSeconds: Int64

    /// Makes the reading of so many seconds since 1970, clamped to the years 1 to 9999.
    ///
    /// ```swift
    /// CivilDateTime(localSeconds: 86_400).short == "1970-01-02T00:00"
    /// ```
    @inlinable
    public init(localSeconds: Int64) {
        self.localSeconds = Swift.min(
            Swift.max(localSeconds, CalendarMath.firstSecond),
            CalendarMath.lastSecond
        )
    }

    /// Makes a reading that is known to lie within the years 1 to 9999.
    @inlinable
    package init(unchecked localSeconds: Int64) {
        self.localSeconds = localSeconds
    }

    /// Makes the reading of a date and a time of day.
    ///
    /// ```swift
    /// let noon = try ClockTime(hour: 12, minute: 0)
    /// CivilDateTime(try CivilDate(parsing: "2026-01-09"), noon).short == "2026-01-09T12:00"
    /// ```
    @inlinable
    public init(_ date: CivilDate, _ time: ClockTime) {
        localSeconds =
            Int64(date.epochDay) * CalendarMath.secondsPerDay + Int64(time.secondOfDay)
    }

    /// The date that the calendar shows.
    ///
    /// ```swift
    /// try CivilDateTime(parsing: "2026-01-09T19:00").date.weekday == .friday
    /// ```
    public var date: CivilDate {
        CivilDate(
            epochDay: Int(CalendarMath.floorDivide(localSeconds, CalendarMath.secondsPerDay))
        )
    }

    /// The time that the clock shows.
    ///
    /// ```swift
    /// try CivilDateTime(parsing: "2026-01-09T19:00").time.hour == 19
    /// ```
    public var time: ClockTime {
        ClockTime(
            secondOfDay: Int(CalendarMath.floorModulo(localSeconds, CalendarMath.secondsPerDay))
        )
    }

    /// Returns the reading a span later: months first (clamped), then days, then seconds.
    ///
    /// The seconds count on the wall clock here. Elapsed time needs an `Instant`.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-01-31T23:30")
    /// night.adding(try Span(parsing: "1 month 1h")).short == "2026-03-01T00:30"
    /// ```
    public func adding(_ span: Span) -> CivilDateTime {
        let moved = CivilDateTime(date.adding(months: span.months).adding(days: span.days), time)
        let (sum, overflow) = moved.localSeconds.addingReportingOverflow(span.seconds)
        return CivilDateTime(
            localSeconds: overflow ? (span.seconds < 0 ? Int64.min : Int64.max) : sum
        )
    }

    /// The first reading there is, 0001-01-01T00:00:00.
    ///
    /// ```swift
    /// CivilDateTime.earliest.description == "0001-01-01T00:00:00"
    /// ```
    public static let earliest = CivilDateTime(localSeconds: CalendarMath.firstSecond)

    /// The last reading there is, 9999-12-31T23:59:59.
    ///
    /// ```swift
    /// CivilDateTime.latest.description == "9999-12-31T23:59:59"
    /// ```
    public static let latest = CivilDateTime(localSeconds: CalendarMath.lastSecond)
}

extension CivilDateTime: Comparable {
    /// Whether the left reading is before the right one, on the wall.
    @inlinable
    public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        left.localSeconds < right.localSeconds
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// The reading as ISO 8601 writes it, `2026-01-09T19:00:00`.
    ///
    /// ```swift
    /// try CivilDateTime(parsing: "2026-01-09 19:00").description == "2026-01-09T19:00:00"
    /// ```
    public var description: String {
        var text = TimeText(capacity: 19)
        write(to: &text, withSeconds: true)
        return text.string
    }

    /// The reading with seconds only where they are not 0, `2026-01-09T19:00`.
    ///
    /// ```swift
    /// try CivilDateTime(parsing: "2026-01-09T19:00:00").short == "2026-01-09T19:00"
    /// try CivilDateTime(parsing: "2026-01-09T19:00:30").short == "2026-01-09T19:00:30"
    /// ```
    public var short: String {
        var text = TimeText(capacity: 19)
        write(to: &text, withSeconds: time.second != 0)
        return text.string
    }

    func write(to text: inout TimeText, withSeconds: Bool) {
        date.write(to: &text)
        text.append("T")
        time.write(to: &text, withSeconds: withSeconds)
    }

    /// Reads `2026-01-09T19:00` with or without seconds, with a `T` or a space between.
    ///
    /// ```swift
    /// let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// evening == (try CivilDateTime(parsing: "2026-01-09 19:00:00"))
    /// ```
    public init(parsing text: some StringProtocol) throws(CivilTimeError) {
        var reader = TextReader(text)
        guard let value = try Self(reading: &reader), reader.isAtEnd else {
            throw .unreadable(
                text: String(text),
                expected: "a date and a time like '2026-01-09T19:00'"
            )
        }
        self = value
    }

    init?(reading reader: inout TextReader) throws(CivilTimeError) {
        guard let date = try CivilDate(reading: &reader) else { return nil }
        guard reader.take("T") || reader.take("t") || reader.take(" ") else { return nil }
        guard let time = try ClockTime(reading: &reader) else { return nil }
        self.init(date, time)
    }
}
