package import CivilTime
import Household

/// How many weeks were kept of those that a ritual waits for.
package struct KeptWeeksProgress: Hashable, Sendable {
    /// So many it waits for.
    package var weeks: Int
    /// So many were kept, each week counted from the day on which it was.
    package var kept: Int
    /// The day on which it begins: the one after the last week that it waits for; `nil` while it waits.
    package var begins: CivilDate?

    /// Counts what was said: *done* counts for the scheduled date of its occurrence, whoever said it.
    init(_ rule: KeptWeeks, _ outcomes: OutcomeLog) {
        var dates: Set<CivilDate> = []
        for ritual in rule.rituals {
            for key in outcomes.occurrences(of: ritual)
            where key.start.date >= rule.from
                && outcomes[key].contains(where: { $0.kind == .done })
            {
                dates.insert(key.start.date)
            }
        }
        let weeks = Dictionary(grouping: dates) { ($0.epochDay - rule.from.epochDay) / 7 }
            .filter { $0.value.count >= KeptWeeks.days }.keys.sorted()
        self.weeks = rule.weeks
        kept = weeks.count
        begins =
            weeks.count < rule.weeks
            ? nil : rule.from.adding(days: 7 * (weeks[rule.weeks - 1] + 1))
    }

    /// From when on a ritual comes: `nil` where it waits for nothing, the distant future while it waits.
    ///
    /// One that has begun stays on, whatever is forgotten or taken back later.
    static func begin(
        of ritual: Ritual,
        _ outcomes: OutcomeLog,
        kept: Instant?,
        _ through: Instant
    ) -> Instant? {
        guard let rule = ritual.afterKept else {
            return nil
        }
        let first = ritual.zone.instant(of: CivilDateTime(rule.from, .midnight))
        if let kept, kept <= through, kept >= first {
            return kept
        }
        return KeptWeeksProgress(rule, outcomes).begins.map {
            ritual.zone.instant(of: CivilDateTime($0, .midnight))
        } ?? .distantFuture
    }
}
