import CivilTime
import ControlAPI
import Delivery
import Household

extension Responder {
    /// Erases for good what lies behind.
    func forget(_ request: ForgetRequest) async throws -> String {
        let household = await planning.household
        let erasure = try erasure(request, household)
        if let degraded = await planning.degradedReason {
            throw Problem(.conflict, detail: "nothing can be erased now: \(degraded)")
        }
        let erased = try await planning.erase(erasure)
        if case .ritual(let ritual, false) = erasure, erased.isNothing, erased.spared == 0 {
            throw Problem(unknownRitual: ritual, household)
        }
        return try ControlJSON.text(of: ForgetMessage(erased, request))
    }

    private func erasure(
        _ request: ForgetRequest,
        _ household: Household
    ) throws(Problem) -> Erasure {
        switch (request.ritual, request.before, request.notes ?? false) {
        case (let ritual?, nil, false):
            return .ritual(ritual, isKept: household.ritual(ritual) != nil)
        case (nil, let date?, false):
            let start = CivilDateTime(date, .midnight)
            let instant = household.zone.instant(of: start)
            guard instant <= now() else {
                throw Problem(.badRequest, detail: "before: '\(date)' is after today")
            }
            return .before(start, instant)
        case (nil, nil, true): return .notes
        default:
            throw Problem(.badRequest, detail: "one of 'ritual', 'before' and 'notes' is needed")
        }
    }
}
