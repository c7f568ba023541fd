package import CivilTime

/// So many weeks are to be kept before a ritual begins.
///
/// Weeks count from a date, seven days each. One is kept where on four of its days something was done. They
/// need not follow one another: a week that was not kept takes nothing back, and neither does a hold.
package struct KeptWeeks: Hashable, Sendable {
    package var weeks: Int
    /// The first day of the first week.
    package var from: CivilDate
    /// The ids of the rituals whose *done* counts.
    package var rituals: [String]

    /// On so many days of a week something is to be done.
    package static let days = 4

    package init(weeks: Int, from: CivilDate, rituals: [String]) {
        self.weeks = weeks
        self.from = from
        self.rituals = rituals
    }
}
