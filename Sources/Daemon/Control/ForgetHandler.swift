import CivilTime
import ControlAPI
import Delivery
import Household

/// Answers `forget`: erases records of the past for good.
struct ForgetHandler {
    let snapshot: Snapshot
    let planning: PlannerActor

    func forget(_ request: ForgetRequest) async throws -> ForgetMessage {
        let erasure = try erasure(request)
        if let degraded = snapshot.degraded {
            throw Problem(.conflict, detail: "nothing can be erased now: \(degraded.reason)")
        }
        let erased = try await planning.erase(erasure)
        if case .ritual(let ritual, false) = erasure, erased.isNothing, erased.kept == 0 {
            throw Problem(unknownRitual: ritual, snapshot.household)
        }
        return ForgetMessage(erased, request)
    }

    private func erasure(_ request: ForgetRequest) throws(Problem) -> Erasure {
        let household = snapshot.household
        switch (request.ritual, request.before, request.notes ?? false) {
        case (let ritual?, nil, false):
            return .ritual(ritual, isKept: household.ritual(ritual) != nil)
        case (nil, let date?, false):
            let start = CivilDateTime(date, .midnight)
            let instant = household.zone.instant(of: start)
            guard instant <= snapshot.now else {
                throw Problem(.badRequest, detail: "before: '\(date)' is after today")
            }
            return .before(start, instant)
        case (nil, nil, true): return .notes
        default:
            throw Problem(.badRequest, detail: "one of 'ritual', 'before' and 'notes' is needed")
        }
    }
}
