import CivilTime
import Household

/// Decides what is due: each stage that is suppressed, then what each partner is told.
struct DueDecisions {
    let plan: Plan
    /// The household before the present event changed it; `nil` where it does not.
    let former: Household?

    /// Decides stages, given in any order, at the time that the plan has reached.
    ///
    /// - Returns: a decision for each stage that is not ignored, and one for each digest.
    func decisions(on due: [DueStage]) -> [Decision] {
        let now = plan.through
        var decisions: [Decision] = []
        var told: [String: [DueStage]] = [:]
        for stage in due.sorted(by: { $0.precedes($1) }) {
            switch plan.ruling(on: stage, at: now) {
            case .ignored: break
            case .suppressed(let why): decisions.append(stage.silent(why, at: now))
            case .told: told[stage.partner.id, default: []].append(stage)
            }
        }
        for partner in plan.household.partners {
            guard let stages = told[partner.id] else {
                continue
            }
            let composer = NudgeComposer(
                plan: plan,
                former: former,
                partner: partner,
                now: now
            )
            decisions += composer.decisions(on: stages)
        }
        return decisions
    }
}
