import CivilTime
import ControlAPI
import Rituals
import Settings
import Wire

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
    /// Reads a config's text, as a reload would, under the name that its diagnostics carry.
    let readConfig: @Sendable (_ text: String, _ file: String) -> ReadConfig

    /// The routes that this version answers; the others are `not-served`.
    static let served: Set<ControlRoute> = [
        .upcoming, .next, .today, .status, .why, .outbox, .done, .skip, .snooze, .move, .signal,
        .sendTest, .reload, .check, .openAPI,
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
            return try await take(route == .done ? .done : .skipped, request)
        case .snooze:
            return try await snooze(ControlJSON.readRequest(SnoozeRequest.self, from: body))
        case .move:
            return try await move(ControlJSON.readRequest(MoveRequest.self, from: body))
        case .signal:
            return try await signal(ControlJSON.readRequest(SignalRequest.self, from: body))
        case .sendTest:
            return try await sendTest(ControlJSON.readRequest(SendTestRequest.self, from: body))
        case .reload: return try await reloadConfig()
        case .check:
            return try await check(ControlJSON.readRequest(CheckRequest.self, from: body))
        case .openAPI:
            try query.check(known: [])
            return try OpenAPIDocument.text(serving: Self.served)
        case .history, .events, .undo, .hold, .release:
            throw Problem(.notServed, detail: "this version does not serve '\(route.path)'")
        }
    }
}
