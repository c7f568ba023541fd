import CivilTime
import ControlAPI
import Household
import Planning

/// Calls a pause: `timeout`.
struct PauseHandler {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    func timeout(_ request: TimeoutRequest) throws -> Mutation<PauseMessage> {
        let (household, now) = (snapshot.household, snapshot.now)
        if let partner = request.partner {
            try household.check(partner: partner)
        }
        guard let ritual = ritual(of: request.partner ?? sitting) else {
            throw Problem.noPause
        }
        let partner = try household.speaker(request.partner, of: ritual.id, sitting: sitting)
        let wait = try request.in.map { span throws(Problem) in
            guard let length = PauseTerms.length(span) else {
                throw Problem(.badRequest, detail: "'\(span)' is not \(PauseTerms.allowed)")
            }
            return length
        }
        let event = PlannerEvent.pause(ritual: ritual.id, by: partner, wait: wait, at: now)
        return Mutation(event: event) { done in
            guard let pause = done.plan.openPause(of: ritual.id, at: done.plan.through) else {
                throw Problem(
                    .conflict,
                    detail: "'\(ritual.id)' was called as often today as it may be; "
                        + "no more are taken until tomorrow"
                )
            }
            let isNew = !done.step.outcomes.isEmpty
            return PauseMessage(
                pause,
                done.plan,
                wait: isNew ? wait ?? ritual.pause?.returnsAfter : nil,
                unchanged: !isNew
            )
        }
    }

    /// The first ritual that is paused with this partner, or with anybody.
    private func ritual(of partner: String?) -> Ritual? {
        let household = snapshot.household
        let pauses = household.rituals.filter { ritual in
            guard ritual.isEnabled, case .signal(let trigger) = ritual.occasion else {
                return false
            }
            return trigger.signal == PauseTerms.signal && trigger.pause != nil
        }
        return pauses.first { ritual in
            partner.map { id in household.partners(of: ritual).contains { $0.id == id } } ?? true
        } ?? pauses.first
    }
}
