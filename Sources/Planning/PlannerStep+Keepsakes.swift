import CivilTime
import Household

// Good moments, and what is said of prompts: nothing that was decided changes by them.

extension PlannerStep {
    /// Takes an event of that kind into a plan, and notes what is to be written of it.
    mutating func takeKeepsake(_ event: PlannerEvent, in plan: inout Plan) {
        switch event {
        case .keep(let moment): keep(moment, in: &plan)
        case .takeBackMoment(let moment, _):
            if plan.keepsakes.remove(moment) {
                removedMoments.append(moment)
            }
        case .mark(let mark): take(mark, in: &plan)
        case .takeBackMark(let mark, _): takeBack(mark, in: &plan)
        default: break
        }
    }

    private mutating func keep(_ moment: Moment, in plan: inout Plan) {
        guard plan.keepsakes.hasRoomForMoment(at: plan.through) else {
            return
        }
        plan.keepsakes.add(moment, after: plan.outcomes.count)
        moments.append(moment)
    }

    /// Takes what is said of a prompt; the other thing that was said of it no longer holds.
    private mutating func take(_ mark: PromptMark, in plan: inout Plan) {
        guard plan.keepsakes.mark(mark.kind, of: mark.prompt, in: mark.deck) == nil,
            plan.keepsakes.hasRoomForMark
        else {
            return
        }
        for kind in PromptMark.Kind.allCases {
            if let other = plan.keepsakes.mark(kind, of: mark.prompt, in: mark.deck) {
                takeBack(other, in: &plan)
            }
        }
        plan.keepsakes.add(mark, after: plan.outcomes.count)
        marks.append(mark)
    }

    private mutating func takeBack(_ mark: PromptMark, in plan: inout Plan) {
        if let undone = plan.keepsakes.takeBack(mark, at: plan.through) {
            undoneMarks.append(undone)
        }
    }
}
