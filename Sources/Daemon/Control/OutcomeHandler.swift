import CivilTime
import ControlAPI
import Household
import Planning

/// Answers `done`, `skip`, `snooze` and `move`, and a signal, which can begin occurrences.
struct OutcomeHandler {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    func snooze(_ request: OutcomeRequest) throws -> Mutation<OutcomeMessage> {
        guard request.for != nil || request.to != nil else {
            throw Problem(.badRequest, detail: "the body is not as expected: 'for' is missing")
        }
        let now = snapshot.now
        return try take(.later(until: now), request) { key, zone in
            let until =
                request.to.map { $0.instant(in: zone, at: key.start.time) }
                ?? zone.instant(request.for ?? .zero, after: now)
            guard until > now, until <= now + .seconds(7 * 86_400) else {
                let given = request.to.map { "\($0)" } ?? request.for.map { "\($0)" } ?? ""
                throw Problem(
                    .badRequest,
                    detail: "'\(given)' is not between 1 second and 7 days"
                )
            }
            return .later(until: until)
        }
    }

    func move(_ request: OutcomeRequest) throws -> Mutation<OutcomeMessage> {
        let now = snapshot.plan.household.zone.local(at: snapshot.now)
        if let target = request.to {
            return try take(.moved(to: target.local(in: .utc)), request) { key, zone in
                .moved(to: target.local(in: zone, at: key.start.time))
            }
        }
        guard let span = request.for else {
            throw Problem(.badRequest, detail: "the body is not as expected: 'to' is missing")
        }
        return try take(.moved(to: now), request) { key, _ in
            let stands = snapshot.plan.shown(key)?.start.local ?? key.start
            return .moved(to: stands.adding(span))
        }
    }

    /// Says that an occurrence was kept, or a step of what is to be prepared for it was done.
    func done(_ request: OutcomeRequest) throws -> Mutation<OutcomeMessage> {
        guard let step = request.step else {
            return try take(.done, request)
        }
        if let ritual = snapshot.household.ritual(request.ritual), ritual.isEnabled,
            !ritual.ladder.steps.contains(where: { $0.name == step })
        {
            throw Problem(unknownStep: step, of: ritual)
        }
        return try take(.step(step), request)
    }

    /// Says something of the occurrence that a request means.
    ///
    /// `kind` is the outcome. Where `word` is given, `kind` only selects the occurrence, and `word`
    /// then returns the outcome.
    func take(
        _ kind: Outcome.Kind,
        _ request: OutcomeRequest,
        word: ((OccurrenceKey, Zone) throws -> Outcome.Kind)? = nil
    ) throws -> Mutation<OutcomeMessage> {
        let (plan, now) = (snapshot.plan, snapshot.now)
        if request.step != nil, !kind.isStep {
            throw Problem(.badRequest, detail: "'step' goes with 'done' alone")
        }
        let key = try plan.occurrence(
            of: request.ritual,
            named: plan.start(of: request.ritual, named: request.occurrence),
            saying: kind,
            at: now,
            isChecked: false
        )
        let zone = plan.household.ritual(key.ritual)?.zone ?? plan.household.zone
        let said = try word?(key, zone) ?? kind
        try plan.check(said, of: key, at: now)
        let outcome = Outcome(
            occurrence: key,
            kind: said,
            partner: try speaker(of: request, saying: said),
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
        let before = plan.shown(key)?.start
        return Mutation(event: .said(outcome), isPreview: request.preview == true) { done in
            let word = done.plan.outcomes.standing(outcome) ?? outcome
            return OutcomeMessage(word, done.step, done.plan, from: before, at: now)
        }
    }

    /// Returns who is speaking; throws where each partner has to say *done* and the request names
    /// none.
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

    /// Takes a signal such as `both-home`, which may begin occurrences.
    func signal(_ request: SignalRequest) throws -> Mutation<SignalMessage> {
        guard snapshot.household.signals.contains(request.name) else {
            throw Problem(unknownSignal: request.name, snapshot.household)
        }
        return Mutation(event: .signal(request.name, at: snapshot.now)) { done in
            let began = done.step.outcomes.compactMap { done.plan.shown($0.occurrence) }
            return SignalMessage(
                name: request.name,
                began: began.map { OccurrenceMessage($0, done.plan) }
            )
        }
    }
}

extension Outcome.Kind {
    fileprivate var isStep: Bool {
        if case .step = self { true } else { false }
    }
}
