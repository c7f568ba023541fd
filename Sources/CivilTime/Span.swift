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
    ///
    /// ```swift
    /// try Span(parsing: "1 year 2 months").months == 14
    /// ```
    public let months: Int

    /// Calendar days, seven to a week.
    ///
    /// ```swift
    /// try Span(parsing: "2 weeks 1 day").days == 15
    /// ```
    public let days: Int

    /// Elapsed seconds.
    ///
    /// ```swift
    /// try Span(parsing: "1h 30min").seconds == 5400
    /// ```
    public let seconds: Int64

    /// Makes a length from parts that all have the same sign.
    ///
    /// ```swift
    /// Span(days: 2, seconds: 3600).description == "2d 1h"
    /// ```
    public init(months: Int = 0, days: Int = 0, seconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.seconds = seconds
    }

    /// The length 0.
    ///
    /// ```swift
    /// Span.zero.description == "0m"
    /// ```
    public static let zero = Span()

    /// Whether all parts are 0.
    ///
    /// ```swift
    /// try Span(parsing: "0m").isZero
    /// ```
    public var isZero: Bool { months == 0 && days == 0 && seconds == 0 }

    /// The same length in the other direction.
    ///
    /// ```swift
    /// Span(days: 3).negated == Span(days: -3)
    /// ```
    public var negated: Span {
        Span(months: 0 &- months, days: 0 &- days, seconds: 0 &- seconds)
    }
}
