/// A date, time or length that cannot be read or does not exist.
///
/// ```swift
/// CivilTimeError.outOfRange(part: "day", given: 30, allowed: 1...29).description
///     == "day 30 is not between 1 and 29"
/// CivilTimeError.unreadable(text: "noon", expected: "a time like '19:00'").description
///     == "'noon' is not a time like '19:00'"
/// let night = try CivilDateTime(parsing: "2026-03-08T02:30")
/// CivilTimeError.ambiguous(local: night, zone: "America/New_York").description
///     == "2026-03-08T02:30 does not happen exactly once in America/New_York"
/// ```
public enum CivilTimeError: Error, Hashable, Sendable {
    /// A part is outside the range that the calendar or the clock has.
    case outOfRange(part: String, given: Int, allowed: ClosedRange<Int>)
    /// The text does not have the expected form.
    case unreadable(text: String, expected: String)
    /// The wall time falls into a gap or a fold, and the caller wants neither.
    case ambiguous(local: CivilDateTime, zone: String)
}

extension CivilTimeError: CustomStringConvertible {
    /// What was given and what is allowed.
    ///
    /// ```swift
    /// let error = #expect(throws: CivilTimeError.self) { try ClockTime(parsing: "25:00") }
    /// error?.description == "hour 25 is not between 0 and 23"
    /// ```
    public var description: String {
        switch self {
        case .outOfRange(let part, let given, let allowed):
            "\(part) \(given) is not between \(allowed.lowerBound) and \(allowed.upperBound)"
        case .unreadable(let text, let expected):
            "'\(text.withControlsReplaced)' is not \(expected)"
        case .ambiguous(let local, let zone):
            "\(local.short) does not happen exactly once in \(zone)"
        }
    }
}
