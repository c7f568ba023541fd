import CivilTime
import Household

/// A rung of a ladder as one partner is told it.
struct PartnerRung: Hashable, Sendable {
    var rung: Rung
    /// How many of the ladder's steps may be asked for by then; `nil` where none is.
    var stepsDue: Int?

    /// What is open is asked for again each week, so many weeks at most, until the next step.
    private static let weeks = 8

    /// The rungs with those that ask again for what is open, farthest first.
    ///
    /// - Parameters:
    ///   - rungs: the rungs as the partner's tone likes them.
    ///   - asksAgain: whether the partner is asked again between two steps.
    /// - Returns: the rungs in order.
    static func all(of rungs: [Rung], asksAgain: Bool) -> [PartnerRung] {
        let steps = rungs.filter { $0.name != nil }
        guard !steps.isEmpty else {
            return rungs.map { PartnerRung(rung: $0) }
        }
        var all = rungs.map { rung in
            PartnerRung(rung: rung, stepsDue: steps.firstIndex(of: rung).map { $0 + 1 })
        }
        var taken = Set(rungs.map { days($0.before) })
        for (index, step) in steps.enumerated() where asksAgain && step.time != nil {
            let next = index + 1 < steps.count ? days(steps[index + 1].before) : 1
            for week in 1...weeks {
                let before = days(step.before) - 7 * week
                guard before > next, taken.insert(before).inserted else {
                    break
                }
                let rung = Rung(before: Span(days: before), at: step.time)
                all.append(PartnerRung(rung: rung, stepsDue: index + 1))
            }
        }
        return all.sorted { days($0.rung.before) > days($1.rung.before) }
    }

    /// A length in days, to compare; months of thirty days.
    private static func days(_ span: Span) -> Int { span.months * 30 + span.days }
}
