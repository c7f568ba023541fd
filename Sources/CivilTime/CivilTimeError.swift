/// A date, time or length that cannot be read or does not exist.
public enum CivilTimeError: Error, Hashable, Sendable {
    /// A part lies outside what the calendar or the clock has.
    case outOfRange(part: String, given: Int, allowed: ClosedRange<Int>)
    /// The text is not in the form that is read here.
    case unreadable(text: String, expected: String)
    /// The wall time falls into a gap or a fold, and the caller wants neither.
    case ambiguous(local: CivilDateTime, zone: String)
}

extension CivilTimeError: CustomStringConvertible {
    /// What was given and what is allowed.
    public var description: String {
        switch self {
        case .outOfRange(let part, let given, let allowed):
            "\(part) \(given) is not between \(allowed.lowerBound) and \(allowed.upperBound)"
        case .unreadable(let text, let expected):
            "`\(text)` is not \(expected)"
        case .ambiguous(let local, let zone):
            "\(local.short) does not happen exactly once in \(zone)"
        }
    }
}
