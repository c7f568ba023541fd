import CivilTime
import ControlAPI
import Household
import Planning

// What the couple says.

extension Responder {
    func snooze(_ request: OutcomeRequest) async throws -> String {
        guard let span = request.for else {
            throw Problem(.badRequest, detail: "the body is not as expected: 'for' is missing")
        }
        let now = now()
        let until = await planning.household.zone.instant(span, after: now)
        guard until > now, until <= now + .seconds(7 * 86_400) else {
            throw Problem(
                .badRequest,
                detail: "'\(span)' is not between 1 second and 7 days"
            )
        }
        return try await take(.later(until: until), request)
    }

    func move(_ request: OutcomeRequest) async throws -> String {
        guard let target = request.to else {
            throw Problem(.badRequest, detail: "the body is not as expected: 'to' is missing")
        }
        return try await take(.moved(to: target), request)
    }

    /// Says `kind` of the occurrence that a request means, and answers with what is known then.
    func take(_ kind: Outcome.Kind, _ request: OutcomeRequest) async throws -> String {
        let partner = try speaker(request.partner, of: request.ritual, await planning.household)
        let now = now()
        let key = try await planning.planner.plan.occurrence(
            of: request.ritual,
            named: request.occurrence,
            saying: kind,
            at: now
        )
        let outcome = Outcome(
            occurrence: key,
            kind: kind,
            partner: partner,
            note: try ownWords(request.note, called: "the note"),
            said: now
        )
        let said = await planning.planner.plan.outcomes
        guard said.standing(outcome) != nil || said.hasRoom(for: outcome) else {
            throw Problem(
                .conflict,
                detail:
                    "\(key) has \(OutcomeLog.mostWords) words about it already; no more are taken"
            )
        }
        let step = try await planning.perform(.said(outcome))
        let planner = await planning.planner
        let word = planner.plan.outcomes.standing(outcome) ?? outcome
        return try ControlJSON.text(of: OutcomeMessage(word, step, planner, at: now))
    }

    func signal(_ request: SignalRequest) async throws -> String {
        let now = now()
        let step = try await planning.perform(.signal(request.name, at: now))
        let planner = await planning.planner
        let began = step.outcomes.compactMap { planner.plan.shown($0.occurrence) }
        return try ControlJSON.text(
            of: SignalMessage(
                name: request.name,
                began: began.map { OccurrenceMessage($0, planner) }
            )
        )
    }

    /// A note or a reason; `nil` where it is empty.
    func ownWords(_ text: String?, called what: String) throws(Problem) -> String? {
        guard let text, !text.isEmpty else {
            return nil
        }
        if let refusal = OwnWords.refusal(of: text, called: what) {
            throw Problem(.badRequest, detail: refusal)
        }
        return text
    }

    /// Who says it: the partner whom a request names, or whoever sits at this machine; `nil` for all.
    ///
    /// Of a ritual that is not for them, whoever sits here speaks for those whom it is for.
    func speaker(
        _ named: String?,
        of ritual: String?,
        _ household: Household
    ) throws(Problem) -> String? {
        if let named {
            try check(named, household)
            return named
        }
        let concerned = ritual.flatMap(household.ritual).map(household.partners(of:))
        return (concerned ?? household.partners).map(\.id)
            .first { $0 == config.current.machine.partner }
    }

    func check(_ partner: String, _ household: Household) throws(Problem) {
        guard household.partner(partner) != nil else {
            throw Problem(unknownPartner: partner, household)
        }
    }
}
