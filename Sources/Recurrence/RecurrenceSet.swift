public import CivilTime

/// A recurrence set of RFC 5545: a start, a rule, and times added to it or taken from it.
///
/// The start counts as an occurrence only where it matches the rule; without a rule it counts.
///
/// ```swift
/// let set = RecurrenceSet(
///     start: try CivilDateTime(parsing: "2026-01-09T19:00"),
///     rule: try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR")
/// )
/// ```
public struct RecurrenceSet: Sendable {
    /// How a rule is read that leaves its day open.
    public enum Reading: Hashable, Sendable {
        /// The start fills in what is missing, as libical and most calendars do: the month of
        /// `FREQ=YEARLY;BYMONTHDAY=1`, the weekday of `FREQ=YEARLY;BYWEEKNO=20`.
        case fill
        /// Every day that the parts let pass counts, as the table of RFC 5545 says to the letter.
        case table
    }

    /// A time that is added or taken away: on the wall clock, or an instant.
    public enum Moment: Hashable, Sendable {
        case local(CivilDateTime)
        case instant(Instant)
    }

    public let start: CivilDateTime
    public let rule: RecurrenceRule?
    public let additions: [Moment]
    public let exclusions: [Moment]
    public let reading: Reading
    let plan: LocalPlan

    public init(
        start: CivilDateTime,
        rule: RecurrenceRule?,
        additions: [Moment] = [],
        exclusions: [Moment] = [],
        reading: Reading = .fill
    ) {
        self.start = start
        self.rule = rule
        self.additions = additions
        self.exclusions = exclusions
        self.reading = reading
        plan =
            rule.map { RuleCompiler(rule: $0, start: start, reading: reading).plan() } ?? .empty
    }
}

extension RecurrenceSet: Hashable {
    public static func == (left: RecurrenceSet, right: RecurrenceSet) -> Bool {
        left.start == right.start && left.rule == right.rule && left.additions == right.additions
            && left.exclusions == right.exclusions && left.reading == right.reading
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(rule)
        hasher.combine(additions)
        hasher.combine(exclusions)
        hasher.combine(reading)
    }
}
