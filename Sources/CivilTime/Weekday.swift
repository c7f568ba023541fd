/// A day of the week, Monday first as ISO 8601 counts.
///
/// ```swift
/// let week: [Weekday] = [
///     .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday,
/// ]
/// week == Weekday.allCases
/// week.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7]
/// ```
public enum Weekday: Int, CaseIterable, Comparable, Hashable, Sendable {
    /// Monday, the first day of the week.
    case monday = 1
    /// Tuesday.
    case tuesday
    /// Wednesday.
    case wednesday
    /// Thursday.
    case thursday
    /// Friday.
    case friday
    /// Saturday.
    case saturday
    /// Sunday, the last day of the week.
    case sunday

    /// Reads a weekday from its English name or the name's first two or three letters, in any case.
    ///
    /// ```swift
    /// Weekday(abbreviation: "fri") == .friday
    /// Weekday(abbreviation: "SU") == .sunday
    /// ```
    public init?(abbreviation: some StringProtocol) {
        let given = abbreviation.asciiLowercased
        let match = Self.allCases.first { day in
            let name = day.name.lowercased()
            return given == name || given == name.prefix(3) || given == name.prefix(2)
        }
        guard let match else { return nil }
        self = match
    }

    /// The English name, `Friday`.
    ///
    /// ```swift
    /// Weekday(abbreviation: "th")?.name == "Thursday"
    /// ```
    public var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    /// The first three letters of the name, `Fri`.
    ///
    /// ```swift
    /// Weekday.friday.abbreviation == "Fri"
    /// ```
    public var abbreviation: String { String(name.prefix(3)) }

    /// Whether the left day comes first in a week that begins on Monday.
    public static func < (left: Weekday, right: Weekday) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Weekday: CustomStringConvertible {
    /// The English name, `Friday`.
    ///
    /// ```swift
    /// "\(Weekday.friday)" == "Friday"
    /// ```
    public var description: String { name }
}

extension Weekday {
    /// Returns the weekday of an index that counts from Monday as 0, taken modulo 7.
    package init(index: Int) {
        switch CalendarMath.floorModulo(index, 7) {
        case 0: self = .monday
        case 1: self = .tuesday
        case 2: self = .wednesday
        case 3: self = .thursday
        case 4: self = .friday
        case 5: self = .saturday
        default: self = .sunday
        }
    }

    /// The index that counts from Monday as 0.
    package var index: Int { rawValue - 1 }
}
