/// A length as a person writes it: months and days on the calendar, seconds that elapse.
///
/// All parts have the same sign. Years are twelve months and weeks seven days; `90m` and `12h` are
/// elapsed seconds, and a day is a calendar day, whatever the clocks do in it.
///
/// ```swift
/// try Span(parsing: "3w").days == 21
/// try Span(parsing: "1h 30min").description == "90m"
/// ```
public struct Span: Hashable, Sendable {
    public let months: Int
    public let days: Int
    public let seconds: Int64

    public init(months: Int = 0, days: Int = 0, seconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.seconds = seconds
    }

    public static let zero = Span()

    public var isZero: Bool { months == 0 && days == 0 && seconds == 0 }

    /// The same length in the other direction.
    public var negated: Span {
        Span(months: 0 &- months, days: 0 &- days, seconds: 0 &- seconds)
    }
}
