/// How far local clocks are ahead of UTC, in seconds; negative to the west.
///
/// ```swift
/// newYork.offset(at: now) == UTCOffset(seconds: -5 * 3600)
/// newYork.offset(at: now) < newYork.offset(at: try Instant(parsing: "2026-07-01T12:00:00Z"))
/// ```
public struct UTCOffset: Hashable, Sendable {
    /// Seconds ahead of UTC, negative to the west.
    ///
    /// ```swift
    /// newYork.offset(at: now).seconds == -18_000
    /// ```
    public let seconds: Int

    /// Makes the offset of so many seconds.
    ///
    /// ```swift
    /// UTCOffset(seconds: 3600).description == "+01:00"
    /// ```
    public init(seconds: Int) {
        self.seconds = seconds
    }

    /// The offset rounded to whole minutes, which is all that RFC 3339 and RFC 9557 can write.
    package var minutesText: String {
        var text = TimeText(capacity: 6)
        writeMinutes(to: &text)
        return text.string
    }

    func writeMinutes(to text: inout TimeText) {
        let minutes = (abs(seconds) + 30) / 60
        text.append(seconds < 0 && minutes > 0 ? "-" : "+")
        text.append(minutes / 60, digits: 2)
        text.append(":")
        text.append(minutes % 60, digits: 2)
    }
}

extension UTCOffset: Comparable {
    /// Whether the left offset is further west.
    public static func < (left: UTCOffset, right: UTCOffset) -> Bool {
        left.seconds < right.seconds
    }
}

extension UTCOffset: CustomStringConvertible {
    /// The offset as `+05:45`, with seconds where the zone has them: `-00:44:30`.
    ///
    /// ```swift
    /// UTCOffset(seconds: 20_700).description == "+05:45"
    /// UTCOffset(seconds: -2670).description == "-00:44:30"
    /// ```
    public var description: String {
        let size = abs(seconds)
        let sign = seconds < 0 ? "-" : "+"
        let text = "\(sign)\((size / 3600).padded(2)):\((size / 60 % 60).padded(2))"
        return size % 60 == 0 ? text : text + ":\((size % 60).padded(2))"
    }
}
