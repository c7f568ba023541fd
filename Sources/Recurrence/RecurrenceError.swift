/// Text that is not a rule, an expression or a set, and where it goes wrong.
///
/// ```swift
/// let error = #expect(throws: RecurrenceError.self) {
///     try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=8MO")
/// }
/// error?.offset == 19
/// ```
public struct RecurrenceError: Error, Hashable, Sendable {
    /// Where the offending part begins, in characters from the text's start.
    public let offset: Int
    /// The name of the part, such as `BYDAY`.
    public let part: String
    /// What was given there.
    public let given: String
    /// What would be right.
    public let allowed: String

    /// Makes an error about a part of a text.
    public init(offset: Int, part: String, given: String, allowed: String) {
        self.offset = offset
        self.part = part
        self.given = given
        self.allowed = allowed
    }
}

extension RecurrenceError: CustomStringConvertible {
    /// What is wrong and where, with columns counted from 1.
    public var description: String {
        "`\(given)` in \(part) at column \(offset + 1) is not \(allowed)"
    }
}
