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
        plan.holds.add(hold, after: plan.outcomes.count)
        step.holds.append(hold)
        silence(hold, &step)
        tellOthers(since: before, &step) { $0.tell(of: hold) }
    }

    /// Takes a hold back, or its release: then it stands until its end again.
    mutating func takeBack(_ hold: Hold, by partner: String?, _ step: inout PlannerStep) {
        let before = plan
        guard hold.released == nil else {
            resume(hold, &step)
            if let standing = step.resumed.first {
                tellOthers(since: before, &step) { $0.tell(of: standing) }
            }
            return
        }
        guard plan.holds.remove(hold) else {
            return
        }
        step.unsaid.append(hold)
        if let replaced = plan.holds.replaced(by: hold, at: through) {
            resume(replaced, &step)
        }
        tellOthers(since: before, &step) { $0.tell(ofRelease: hold.ritual, by: partner) }
    }

    private mutating func resume(_ hold: Hold, _ step: inout PlannerStep) {
        if hold.until > through, let standing = plan.holds.resume(hold) {
            step.resumed.append(standing)
            silence(standing, &step)
        }
    }

    /// Keeps in what is not out yet of a hold that has begun.
    private func silence(_ hold: Hold, _ step: inout PlannerStep) {
        if hold.from <= through {
            step.withdrawnRituals +=
                hold.ritual.map { [$0] } ?? plan.tracks.map(\.ritual.id) + [Wording.digestRitual]
        }
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
        plan.holds.end(by: release, after: plan.outcomes.count)
        step.releases.append(release)
    }
}
