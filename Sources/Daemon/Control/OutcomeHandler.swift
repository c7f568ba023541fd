import CivilTime
import ControlAPI
import Household
import Planning

/// What is said of an occurrence: `done`, `skip`, `snooze` and `move`, and a signal that begins one.
struct OutcomeHandler {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    func snooze(_ request: OutcomeRequest) throws -> Mutation<OutcomeMessage> {
        guard let span = request.for else {
            throw Problem(.badRequest, detail: "the body is not as expected: 'for' is missing")
        }
        let now = snapshot.now
        let until = snapshot.household.zone.instant(span, after: now)
        guard until > now, until <= now + .seconds(7 * 86_400) else {
            throw Problem(.badRequest, detail: "'\(span)' is not between 1 second and 7 days")
        }
        return try take(.later(until: until), request)
    }

    func move(_ request: OutcomeRequest) throws -> Mutation<OutcomeMessage> {
        guard let target = request.to else {
            throw Problem(.badRequest, detail: "the body is not as expected: 'to' is missing")
        }
        return try take(.moved(to: target), request)
    }

    /// Says `kind` of the occurrence that a request means.
    func take(
        _ kind: Outcome.Kind,
        _ request: OutcomeRequest
    ) throws -> Mutation<OutcomeMessage> {
        let (plan, now) = (snapshot.plan, snapshot.now)
        let outcome = Outcome(
            occurrence: try plan.occurrence(
                of: request.ritual,
                named: request.occurrence,
                saying: kind,
                at: now
            ),
            kind: kind,
            partner: try speaker(of: request, saying: kind),
            note: try OwnWords.read(request.note, called: "the note"),
            said: now
        )
        guard plan.outcomes.standing(outcome) != nil || plan.outcomes.hasRoom(for: outcome) else {
            throw Problem(
                .conflict,
                detail: "\(outcome.occurrence) has \(OutcomeLog.mostWords) words about it already; "
                    + "no more are taken"
            )
        }
        return Mutation(event: .said(outcome)) { done in
            let word = done.plan.outcomes.standing(outcome) ?? outcome
            return OutcomeMessage(word, done.step, done.plan, at: now)
        }
    }

    /// Who says a word: where it counts for one of several, it must be known for whom.
    private func speaker(
        of request: OutcomeRequest,
        saying kind: Outcome.Kind
    ) throws(Problem) -> String? {
        let household = snapshot.household
        guard request.both != true else {
            guard request.partner == nil else {
                throw Problem(.badRequest, detail: "'partner' cannot stand beside 'both'")
            }
            return nil
        }
        let named = try household.speaker(request.partner, of: request.ritual, sitting: sitting)
        if named == nil, kind == .done, let ritual = household.ritual(request.ritual),
            ritual.needs != .anyone, household.partners(of: ritual).count > 1
        {
            throw Problem(unknownSpeakerOf: ritual, household.partners(of: ritual))
        }
        return named
    }

    /// Something happened, such as `both-home`, that may begin occurrences.
    func signal(_ request: SignalRequest) -> Mutation<SignalMessage> {
        Mutation(event: .signal(request.name, at: snapshot.now)) { done in
            let began = done.step.outcomes.compactMap { done.plan.shown($0.occurrence) }
            return SignalMessage(
                name: request.name,
                began: began.map { OccurrenceMessage($0, done.plan) }
            )
        }
    }
}
