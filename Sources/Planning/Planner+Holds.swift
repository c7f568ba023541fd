import CivilTime
import Household

// A hard week: silence that breaks no streak, and after which nothing is told again.

extension Planner {
    /// Takes a hold, in place of those of the same scope, and tells the others.
    mutating func take(_ hold: Hold, _ step: inout PlannerStep) {
        guard hold.until > max(hold.from, through),
            plan.holds.standing(hold, at: through) == nil,
            plan.holds.hasRoom(for: hold, at: through)
        else {
            return
        }
        let before = plan
        end(hold.ritual, &step)
        plan.holds.add(hold)
        step.holds.append(hold)
        if hold.from <= through {
            // What is not out yet stays in.
            step.withdrawnRituals +=
                hold.ritual.map { [$0] } ?? plan.tracks.map(\.ritual.id) + [Wording.digestRitual]
        }
        tellOthers(since: before, &step) { $0.tell(of: hold) }
    }

    /// Ends the holds of a ritual, or of everything, and tells the others.
    mutating func release(_ ritual: String?, by partner: String?, _ step: inout PlannerStep) {
        let before = plan
        end(ritual, &step)
        tellOthers(since: before, &step) { $0.tell(ofRelease: ritual, by: partner) }
    }

    private mutating func end(_ ritual: String?, _ step: inout PlannerStep) {
        let release = Release(ritual: ritual, at: through)
        guard plan.holds.all.contains(where: release.ends) else {
            return
        }
        plan.holds.end(by: release)
        step.releases.append(release)
    }
}
