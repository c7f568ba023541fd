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
    /// Calendar months, twelve to a year.
    public let months: Int
    /// Calendar days, seven to a week.
    public let days: Int
    /// Elapsed seconds.
    public let seconds: Int64

    /// Makes a length; its parts have one sign.
    public init(months: Int = 0, days: Int = 0, seconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.seconds = seconds
    }

    /// No length at all.
    public static let zero = Span()

    /// Whether the length is none.
    public var isZero: Bool { months == 0 && days == 0 && seconds == 0 }

    /// The same length in the other direction.
    public var negated: Span {
        Span(months: 0 &- months, days: 0 &- days, seconds: 0 &- seconds)
    }
}
