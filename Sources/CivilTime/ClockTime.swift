/// A time of day to the second, from 00:00 to 23:59:59.
///
/// ```swift
/// try ClockTime(parsing: "19:00").description == "19:00"
/// ```
@frozen
public struct ClockTime: Hashable, Sendable {
    @usableFromInline let second32: Int32

    /// Makes the time of so many seconds since midnight, taken modulo a day.
    ///
    /// ```swift
    /// ClockTime(secondOfDay: 3600).description == "01:00"
    /// ClockTime(secondOfDay: -60).description == "23:59"
    /// ```
    @inlinable
    public init(secondOfDay: Int) {
        second32 = Int32(truncatingIfNeeded: CalendarMath.floorModulo(secondOfDay, 86_400))
    }

    /// Makes a time, or throws an error that names the part out of range.
    ///
    /// ```swift
    /// try ClockTime(hour: 19, minute: 30).secondOfDay == 70_200
    /// (try? ClockTime(hour: 24, minute: 0)) == nil
    /// ```
    public init(hour: Int, minute: Int, second: Int = 0) throws(CivilTimeError) {
        guard (0...23).contains(hour) else {
            throw .outOfRange(part: "hour", given: hour, allowed: 0...23)
        }
        guard (0...59).contains(minute) else {
            throw .outOfRange(part: "minute", given: minute, allowed: 0...59)
        }
        guard (0...59).contains(second) else {
            throw .outOfRange(part: "second", given: second, allowed: 0...59)
        }
        self.init(secondOfDay: hour * 3600 + minute * 60 + second)
    }

    /// The first time of a day, 00:00.
    ///
    /// ```swift
    /// ClockTime.midnight.description == "00:00"
    /// ```
    public static let midnight = ClockTime(secondOfDay: 0)

    /// Seconds since midnight, as the clock shows them.
    ///
    /// ```swift
    /// try ClockTime(parsing: "01:00").secondOfDay == 3600
    /// ```
    @inlinable public var secondOfDay: Int { Int(second32) }

    /// The hour, 0 to 23.
    ///
    /// ```swift
    /// try ClockTime(parsing: "19:30").hour == 19
    /// ```
    public var hour: Int { secondOfDay / 3600 }

    /// The minute, 0 to 59.
    ///
    /// ```swift
    /// try ClockTime(parsing: "19:30").minute == 30
    /// ```
    public var minute: Int { secondOfDay / 60 % 60 }

    /// The second, 0 to 59.
    ///
    /// ```swift
    /// try ClockTime(parsing: "19:30").second == 0
    /// ```
    public var second: Int { secondOfDay % 60 }
}

extension ClockTime: Comparable {
    /// Whether the left time is earlier in the day.
    @inlinable
    public static func < (left: ClockTime, right: ClockTime) -> Bool {
        left.second32 < right.second32
    }
}

extension ClockTime: CustomStringConvertible {
    /// The time as `19:00`, with seconds only where they are not 0.
    ///
    /// ```swift
    /// try ClockTime(hour: 7, minute: 5).description == "07:05"
    /// try ClockTime(hour: 7, minute: 5, second: 9).description == "07:05:09"
    /// ```
    public var description: String {
        var text = TimeText(capacity: 8)
        write(to: &text, withSeconds: second != 0)
        return text.string
    }

    func write(to text: inout TimeText, withSeconds: Bool) {
        text.append(hour, digits: 2)
        text.append(":")
        text.append(minute, digits: 2)
        if withSeconds {
            text.append(":")
            text.append(second, digits: 2)
        }
    }

    /// Reads `19:00` or `19:00:30`.
    ///
    /// ```swift
    /// try ClockTime(parsing: "19:00:30").second == 30
    /// ```
    public init(parsing text: some StringProtocol) throws(CivilTimeError) {
        var reader = TextReader(text)
        guard let time = try Self(reading: &reader), reader.isAtEnd else {
            throw .unreadable(text: String(text), expected: "a time like '19:00' or '19:00:30'")
        }
        self = time
    }

    init?(reading reader: inout TextReader) throws(CivilTimeError) {
        guard let hour = reader.digits(2), reader.take(":"), let minute = reader.digits(2) else {
            return nil
        }
        var second = 0
        if reader.take(":") {
            guard let given = reader.digits(2) else { return nil }
            second = given
        }
        try self.init(hour: hour, minute: minute, second: second)
    }
}
