/// An invalid part of a rule, an expression, a set or a step, with its place in the text.
///
/// ```swift
/// let error = #expect(throws: RecurrenceError.self) {
///     try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=8MO")
/// }
/// error?.offset == 19
/// ```
public struct RecurrenceError: Error, Hashable, Sendable {
    /// Where the offending part begins, in characters from the text's start.
    ///
    /// ```swift
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try RecurrenceRule(parsing: "FREQ=DALY")
    /// }
    /// error?.offset == 5
    /// ```
    public let offset: Int

    /// The name of the part, such as `BYDAY`.
    ///
    /// ```swift
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try RecurrenceRule(parsing: "FREQ=DALY")
    /// }
    /// error?.part == "FREQ"
    /// ```
    public let part: String

    /// The text or number that was given for the part.
    ///
    /// ```swift
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try CalendarExpression(parsing: "Fri 25:00")
    /// }
    /// error?.given == "25"
    /// ```
    public let given: String

    /// What the part may be, in words that complete "… is not".
    ///
    /// ```swift
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try RecurrenceRule(parsing: "FREQ=DALY")
    /// }
    /// error?.allowed == "one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY"
    /// ```
    public let allowed: String

    /// Makes an error about a part of a text.
    ///
    /// ```swift
    /// let error = RecurrenceError(offset: 6, part: "every", given: "0", allowed: "1 or more")
    /// error.description == "'0' in every at column 7 is not 1 or more"
    /// ```
    public init(offset: Int, part: String, given: String, allowed: String) {
        self.offset = offset
        self.part = part
        self.given = given
        self.allowed = allowed
    }
}

extension RecurrenceError: CustomStringConvertible {
    /// A message with what was given, the part, its column counted from 1, and what is allowed.
    ///
    /// ```swift
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTH=13")
    /// }
    /// error?.description == "'13' in BYMONTH at column 21 is not a number from 1 to 12"
    /// ```
    public var description: String {
        given.isEmpty
            ? "\(part) at column \(offset + 1) is empty and not \(allowed)"
            : "'\(given)' in \(part) at column \(offset + 1) is not \(allowed)"
    }
}
