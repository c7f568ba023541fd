/// A point in time to the second, counted from 1970-01-01T00:00:00Z without leap seconds.
///
/// ```swift
/// let due = try Instant(parsing: "2026-03-08T03:30:00-04:00")
/// due.description == "2026-03-08T07:30:00Z"
/// ```
@frozen
public struct Instant: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, negative before.
    ///
    /// ```swift
    /// try Instant(parsing: "1970-01-01T00:01:00Z").secondsSinceEpoch == 60
    /// ```
    public let secondsSinceEpoch: Int64

    /// Makes the instant of so many seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```swift
    /// Instant(secondsSinceEpoch: -1).description == "1969-12-31T23:59:59Z"
    /// ```
    @inlinable
    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// The earliest instant that the type can hold, before all dates.
    ///
    /// ```swift
    /// Instant.distantPast < now
    /// ```
    public static let distantPast = Instant(secondsSinceEpoch: .min)

    /// The latest instant that the type can hold, after all dates.
    ///
    /// ```swift
    /// now < Instant.distantFuture
    /// ```
    public static let distantFuture = Instant(secondsSinceEpoch: .max)

    /// Returns the instant so many seconds later, clamped to the range of the type.
    @inlinable
    package func advanced(bySeconds seconds: Int64) -> Instant {
        let (sum, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds)
        return Instant(secondsSinceEpoch: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Adds a duration, of which a fraction of a second is dropped.
    ///
    /// ```swift
    /// (now + .seconds(3600)).description == "2026-01-05T13:00:00Z"
    /// ```
    public static func + (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(bySeconds: duration.components.seconds)
    }

    /// Takes a duration away, of which a fraction of a second is dropped.
    ///
    /// ```swift
    /// (now - .seconds(3600)).description == "2026-01-05T11:00:00Z"
    /// ```
    public static func - (instant: Instant, duration: Duration) -> Instant {
        let seconds = duration.components.seconds
        return instant.advanced(bySeconds: seconds == .min ? .max : -seconds)
    }

    /// The time from the right instant to the left one.
    ///
    /// ```swift
    /// try Instant(parsing: "2026-01-05T12:01:00Z") - now == .seconds(60)
    /// ```
    public static func - (left: Instant, right: Instant) -> Duration {
        let (difference, overflow) = left.secondsSinceEpoch.subtractingReportingOverflow(
            right.secondsSinceEpoch
        )
        return .seconds(overflow ? (left < right ? Int64.min : Int64.max) : difference)
    }
}

extension Instant: Comparable {
    /// Whether the left instant is before the right one.
    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension Instant: CustomStringConvertible {
    /// The instant in UTC as RFC 3339 writes it, `2026-03-08T07:30:00Z`.
    ///
    /// RFC 3339 has no form for years of more than four digits, which the evening of 9999-12-31 can
    /// have in UTC: such years are written with a sign and six digits, as in ECMAScript.
    ///
    /// ```swift
    /// Instant(secondsSinceEpoch: 0).description == "1970-01-01T00:00:00Z"
    /// newYork.instant(of: .latest).description == "+010000-01-01T04:59:59Z"
    /// ```
    public var description: String {
        let day = CalendarMath.floorDivide(secondsSinceEpoch, CalendarMath.secondsPerDay)
        let civil = CalendarMath.civil(epochDay: Int(day))
        guard !(1...9999).contains(civil.year) else {
            return "\(CivilDateTime(localSeconds: secondsSinceEpoch))Z"
        }
        let second = CalendarMath.floorModulo(secondsSinceEpoch, CalendarMath.secondsPerDay)
        var text = TimeText(capacity: 24)
        text.append(civil.year < 0 ? "-" : "+")
        text.append(abs(civil.year), digits: 6)
        text.append("-")
        text.append(civil.month, digits: 2)
        text.append("-")
        text.append(civil.day, digits: 2)
        text.append("T")
        ClockTime(secondOfDay: Int(second)).write(to: &text, withSeconds: true)
        text.append("Z")
        return text.string
    }

    /// Reads RFC 3339 with any offset; a fraction of a second is dropped.
    ///
    /// ```swift
    /// try Instant(parsing: "2026-01-05T07:00:00.25-05:00") == now
    /// ```
    public init(parsing text: some StringProtocol) throws(CivilTimeError) {
        var reader = TextReader(text)
        guard let local = try CivilDateTime(reading: &reader),
            Self.skipFraction(&reader),
            let offset = Self.offset(&reader), reader.isAtEnd
        else {
            throw .unreadable(
                text: String(text),
                expected: "a time with its offset like '2026-03-08T07:30:00Z'"
            )
        }
        self.init(secondsSinceEpoch: local.localSeconds - Int64(offset))
    }

    private static func skipFraction(_ reader: inout TextReader) -> Bool {
        guard reader.take(".") else { return true }
        guard reader.digits(1) != nil else { return false }
        while reader.digits(1) != nil {}
        return true
    }

    private static func offset(_ reader: inout TextReader) -> Int? {
        if reader.take("Z") || reader.take("z") { return 0 }
        let sign = reader.take("+") ? 1 : reader.take("-") ? -1 : 0
        guard sign != 0, let hours = reader.digits(2), hours < 24, reader.take(":"),
            let minutes = reader.digits(2), minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
