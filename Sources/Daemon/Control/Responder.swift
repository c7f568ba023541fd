import CivilTime
import ControlAPI
import Planning
import Settings

/// Answers the requests of the control API, whatever carries them.
struct Responder: Sendable {
    let planning: PlannerActor
    let outbox: Outbox
    let config: CurrentConfig
    let started: Instant
    let ledgerPath: String
    let tzdata: String?
    let now: @Sendable () -> Instant
    let reload: @Sendable () async -> ConfigReload.Outcome
    /// Reads a config's text, as a reload would, under the name that its diagnostics carry.
    let readConfig: @Sendable (_ text: String, _ file: String) -> ReadConfig

    /// No array of an answer has more rows.
    static let mostRows = UpcomingQuery.counts.upperBound
    /// After so many steps of one answer whatever else waits for its thread has its turn.
    static let turn = 256

    /// Works out an answer from a copy of the planner, beside the threads on which it runs.
    ///
    /// `work` calls no actor.
    func aside(_ work: @Sendable () async throws -> String) async throws -> String {
        try await withTaskExecutorPreference(TaskPool.questions) {
            try Task.checkCancellation()
            return try await work()
        }
    }

    /// Lets others have the thread after each `turn` of steps, and ends what was cancelled.
    static func pause(after step: Int) async throws {
        if step.isMultiple(of: turn) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

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
        } catch is CancellationError {
            throw Problem(.failed, detail: "the question was given up before it was answered")
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
        case .history: return try await history(HistoryQuery(query))
        case .outbox: return try await outbox(OutboxQuery(query))
        case .outboxShow: return try await showDelivery(DeliveryQuery(query))
        default: return try await told(route, body)
        }
    }

    /// Answers what brings a body.
    private func told(_ route: ControlRoute, _ body: [UInt8]) async throws -> String {
        switch route {
        case .done, .skip:
            let request = try ControlJSON.readRequest(OutcomeRequest.self, from: body)
            return try await take(route == .done ? .done : .skipped, request)
        case .snooze:
            return try await snooze(ControlJSON.readRequest(OutcomeRequest.self, from: body))
        case .move:
            return try await move(ControlJSON.readRequest(OutcomeRequest.self, from: body))
        case .signal:
            return try await signal(ControlJSON.readRequest(SignalRequest.self, from: body))
        case .sendTest:
            return try await sendTest(ControlJSON.readRequest(SendTestRequest.self, from: body))
        case .reload: return try await reloadConfig()
        case .check:
            return try await check(ControlJSON.readRequest(CheckRequest.self, from: body))
        case .undo:
            return try await undo(ControlJSON.readRequest(UndoRequest.self, from: body))
        case .hold:
            return try await hold(ControlJSON.readRequest(HoldRequest.self, from: body))
        case .release:
            return try await release(ControlJSON.readRequest(ReleaseRequest.self, from: body))
        case .forget:
            return try await forget(ControlJSON.readRequest(ForgetRequest.self, from: body))
        case .outboxRetry:
            return try await retry(ControlJSON.readRequest(DeliveryRequest.self, from: body))
        case .outboxDrop:
            return try await drop(ControlJSON.readRequest(DeliveryRequest.self, from: body))
        default:
            throw Problem(.notServed, detail: "this version does not serve '\(route.path)'")
        }
    }
}
