import ControlAPI
import Delivery
import Household
import Planning

/// Takes the last word back.
struct UndoHandler {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    func undo(_ request: UndoRequest) throws -> Mutation<UndoMessage> {
        try snapshot.household.check(kept: request.ritual)
        if let partner = request.partner {
            try snapshot.household.check(partner: partner)
        }
        guard let word = try lastWord(request) else {
            let of = request.ritual.map { " of '\($0)'" } ?? ""
            let by = request.partner.map { " by \($0)" } ?? ""
            throw Problem(.conflict, detail: "nothing was said\(of)\(by) that could be taken back")
        }
        let now = snapshot.now
        let speaker = request.partner ?? (word.partner == sitting ? sitting : nil)
        return Mutation(event: .undo(word.occurrence, by: speaker, at: now)) { done in
            guard let undone = done.step.undone.first else {
                throw Problem(.conflict, detail: "it was taken back already")
            }
            let decisions = try snapshot.ledger.decisions(about: undone.occurrence)
            return UndoMessage(undone, decisions, done.plan, at: now)
        }
    }

    private func lastWord(_ request: UndoRequest) throws(Problem) -> Outcome? {
        let outcomes = snapshot.plan.outcomes
        if let named = request.occurrence {
            guard let ritual = request.ritual else {
                throw Problem(.badRequest, detail: "an occurrence needs its ritual")
            }
            let key = OccurrenceKey(ritual: ritual, start: named)
            return outcomes.last(of: key, by: request.partner)
        }
        let rituals = request.ritual.map { [$0] } ?? snapshot.household.rituals.map(\.id)
        return outcomes.last(ofRituals: rituals, by: request.partner)
    }
}
