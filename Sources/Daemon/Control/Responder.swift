import CivilTime
import ControlAPI
import Emitters
import Rituals
import Settings

/// Answers the requests of the control API, whatever carries them.
struct Responder: Sendable {
    let keeper: Keeper
    let courier: Courier
    let config: ConfigBox
    let started: Instant
    let ledgerPath: String
    let tzdata: String?
    let now: @Sendable () -> Instant
    let reload: @Sendable () async -> ReadConfig

    /// What `upcoming` shows where neither a count nor a number of days is asked for.
    static let defaultCount = 10

    /// The routes that this version answers; the others are `not-served`.
    static let served: Set<ControlRoute> = [
        .upcoming, .next, .today, .status, .why, .outbox, .done, .skip, .snooze, .move, .signal,
        .sendTest, .reload, .openAPI,
    ]

    /// Returns the JSON that answers a request, or throws the problem it is.
    func respond(
        to route: ControlRoute,
        query: QueryItems,
        body: [UInt8]
    ) async throws(Problem) -> String {
        do {
            return try await answer(route, query, body)
        } catch let problem as Problem {
            throw problem
        } catch let unclear as UnclearOccurrence {
            throw Problem(unclear)
        } catch {
            throw Problem(.failed, detail: "\(error)")
        }
    }

    private func answer(
        _ route: ControlRoute,
        _ query: QueryItems,
        _ body: [UInt8]
    ) async throws -> String {
        switch route {
        case .upcoming: return try await upcoming(UpcomingQuery(query))
        case .next:
            try query.check(known: [])
            return try await next()
        case .today:
            try query.check(known: [])
            return try await today()
        case .status:
            try query.check(known: [])
            return try await status()
        case .why: return try await why(WhyQuery(query))
        case .outbox: return try await outbox(OutboxQuery(query))
        case .done, .skip:
            let request = try ControlJSON.readRequest(OutcomeRequest.self, from: body)
            return try await say(request, route == .done ? .done : .skipped)
        case .snooze:
            return try await snooze(ControlJSON.readRequest(SnoozeRequest.self, from: body))
        case .move:
            return try await move(ControlJSON.readRequest(MoveRequest.self, from: body))
        case .signal:
            return try await signal(ControlJSON.readRequest(SignalRequest.self, from: body))
        case .sendTest:
            return try await sendTest(ControlJSON.readRequest(SendTestRequest.self, from: body))
        case .reload: return try await reloadConfig()
        case .openAPI:
            try query.check(known: [])
            return try OpenAPIDocument.text(serving: Self.served)
        case .history, .events, .undo, .hold, .release:
            throw Problem(.notServed, detail: "this version does not serve '\(route.path)'")
        }
    }

    // MARK: - What is coming

    private func upcoming(_ query: UpcomingQuery) async throws -> String {
        let planner = await keeper.planner
        if let ritual = query.ritual, planner.household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, planner.household)
        }
        if let partner = query.partner {
            try check(partner, planner.household)
        }
        let now = now()
        let count = query.count ?? (query.days == nil ? Self.defaultCount : nil)
        let found = Agenda(planner).upcoming(
            after: now,
            count: count,
            until: query.days.map { now + .seconds(Int64($0) * 86_400) },
            ritual: query.ritual,
            partner: query.partner
        )
        return try ControlJSON.text(of: found.map(OccurrenceMessage.init))
    }

    private func next() async throws -> String {
        let planner = await keeper.planner
        let next = Agenda(planner).upcoming(after: now(), count: 1).first
        return try ControlJSON.text(of: NextMessage(next: next.map(OccurrenceMessage.init)))
    }

    private func today() async throws -> String {
        let planner = await keeper.planner
        let now = now()
        let zone = planner.household.zone
        let date = zone.local(at: now).date
        let entries = planner.occurrences(on: date).map { entry in
            let standing = planner.standing(of: entry.key, at: now)
            return TodayMessage.Entry(entry, state: OccurrenceState(standing))
        }
        return try ControlJSON.text(
            of: TodayMessage(
                date: date.description,
                zone: zone.identifier,
                occurrences: entries
            )
        )
    }

    // MARK: - What happened

    private func say(_ request: OutcomeRequest, _ kind: Outcome.Kind) async throws -> String {
        try await take(
            kind,
            ritual: request.ritual,
            occurrence: request.occurrence,
            partner: request.partner,
            note: request.note
        )
    }

    private func snooze(_ request: SnoozeRequest) async throws -> String {
        let span: Span
        do {
            span = try Span(parsing: request.for)
        } catch {
            throw Problem(.badRequest, detail: "\(error)")
        }
        let now = now()
        let zone = await keeper.household.zone
        let until = zone.instant(span, after: now)
        guard until > now, until <= now + .seconds(7 * 86_400) else {
            throw Problem(
                .badRequest,
                detail: "'\(request.for)' is not between 1 second and 7 days"
            )
        }
        return try await take(
            .snoozed(until: until),
            ritual: request.ritual,
            occurrence: request.occurrence,
            partner: request.partner,
            note: request.note
        )
    }

    private func move(_ request: MoveRequest) async throws -> String {
        let target: CivilDateTime
        do {
            target = try CivilDateTime(parsing: request.to)
        } catch {
            throw Problem(.badRequest, detail: "\(error)")
        }
        return try await take(
            .moved(to: target),
            ritual: request.ritual,
            occurrence: request.occurrence,
            partner: request.partner,
            note: request.note
        )
    }

    private func take(
        _ kind: Outcome.Kind,
        ritual: String,
        occurrence: String?,
        partner: String?,
        note: String?
    ) async throws -> String {
        let household = await keeper.household
        if let partner {
            try check(partner, household)
        }
        var named: CivilDateTime?
        if let occurrence {
            named = try? CivilDateTime(parsing: occurrence)
            guard named != nil else {
                throw Problem(
                    .badRequest,
                    detail: "'\(occurrence)' is not a local start such as 2026-01-09T19:00"
                )
            }
        }
        let now = now()
        let key = try await keeper.planner.occurrence(
            of: ritual,
            named: named,
            saying: kind,
            at: now
        )
        let outcome = Outcome(
            occurrence: key,
            kind: kind,
            partner: partner,
            note: note,
            said: now
        )
        try await keeper.take(.said(outcome))
        let planner = await keeper.planner
        return try ControlJSON.text(of: OutcomeMessage(outcome, planner, at: now))
    }

    private func signal(_ request: SignalRequest) async throws -> String {
        let now = now()
        let step = try await keeper.take(.signal(request.name, at: now))
        let planner = await keeper.planner
        let began = step.outcomes.compactMap { planner.shown($0.occurrence) }
        return try ControlJSON.text(
            of: SignalMessage(name: request.name, began: began.map(OccurrenceMessage.init))
        )
    }
}
