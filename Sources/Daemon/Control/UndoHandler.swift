import ControlAPI
import Delivery
import Household
import Planning

/// Answers `undo`: takes the last outcome, hold or release back.
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
        switch word {
        case .outcome(let outcome):
            let event = PlannerEvent.undo(outcome.occurrence, by: speaker, at: now)
            return Mutation(event: event) { done in
                guard let undone = done.step.undone.first else {
                    throw Problem(.conflict, detail: "it was taken back already")
                }
                let decisions = try snapshot.ledger.decisions(about: undone.occurrence)
                return UndoMessage(undone, decisions, done.plan, at: now)
            }
        case .hold(let hold):
            return Mutation(event: .takeBack(hold, by: speaker, at: now)) { done in
                guard !done.step.unsaid.isEmpty || !done.step.resumed.isEmpty else {
                    throw Problem(.conflict, detail: "it was taken back already")
                }
                return UndoMessage(hold, done.plan)
            }
        case .moment(let moment):
            return Mutation(event: .takeBackMoment(moment, at: now)) { done in
                guard !done.step.removedMoments.isEmpty else {
                    throw Problem(.conflict, detail: "it was taken back already")
                }
                return UndoMessage(moment)
            }
        case .mark(let mark):
            return Mutation(event: .takeBackMark(mark, at: now)) { done in
                guard !done.step.undoneMarks.isEmpty else {
                    throw Problem(.conflict, detail: "it was taken back already")
                }
                return UndoMessage(mark)
            }
        }
    }

    private func lastWord(_ request: UndoRequest) throws(Problem) -> SaidWord? {
        guard let named = request.occurrence else {
            return SaidWord(
                lastIn: snapshot.plan,
                of: request.ritual,
                by: request.partner,
                at: snapshot.now
            )
        }
        guard let ritual = request.ritual else {
            throw Problem(.badRequest, detail: "an occurrence needs its ritual")
        }
        let start = try snapshot.plan.start(of: ritual, named: named) ?? named.local
        let key = OccurrenceKey(ritual: ritual, start: start)
        return snapshot.plan.outcomes.last(of: key, by: request.partner).map { .outcome($0) }
    }
}
