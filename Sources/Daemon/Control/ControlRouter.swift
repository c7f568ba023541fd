import ControlAPI
import Household
import Planning

/// Answers the requests of the control API, independent of the transport.
///
/// The router finds the route, reads the request, takes one snapshot, and has the route's handler
/// answer from the snapshot.
struct ControlRouter: Sendable {
    let planning: PlannerActor
    let outbox: Outbox
    let config: CurrentConfig
    let process: StatusAnswer.Process
    let configs: DaemonHandler.Configs
    /// Knows when partners are busy.
    let busy: PartnerCalendars
    var feed = EventFeed()
    var calendars = CalendarMemory()

    /// Answers a request as it came over the socket: JSON, or problem details (RFC 9457).
    func respond(to request: ControlRequest) async -> ControlReply {
        do throws(Problem) {
            let route = try ControlRoute.find(method: request.method, path: request.path)
            guard !request.isTooLarge else {
                throw Problem(.tooLarge, detail: "the body is longer than 65536 bytes")
            }
            if let stream = try await stream(route, request) {
                return stream
            }
            if let calendar = try await calendar(route, request) {
                return calendar
            }
            let text = try await respond(to: route, query: request.query, body: request.body)
            return ControlReply(status: 200, contentType: ControlJSON.contentType, text: text)
        } catch {
            let text = (try? ControlJSON.text(of: error)) ?? "{}"
            return ControlReply(status: error.status, contentType: Problem.contentType, text: text)
        }
    }

    /// Returns the JSON that answers a request, or throws a `Problem`.
    func respond(
        to route: ControlRoute,
        query: QueryItems,
        body: [UInt8]
    ) async throws(Problem) -> String {
        do {
            return try await route.method == .get ? answer(route, query) : answer(route, body)
        } catch let problem as Problem {
            throw problem
        } catch let unclear as UnclearOccurrence {
            throw Problem(unclear)
        } catch is CancellationError {
            throw Problem(.failed, detail: "the request was cancelled before it was answered")
        } catch {
            throw Problem(.failed, detail: "\(error)")
        }
    }

    /// Returns the reply of a route that streams its body; `nil` for all other routes.
    private func stream(
        _ route: ControlRoute,
        _ request: ControlRequest
    ) async throws(Problem) -> ControlReply? {
        guard route == .events || route == .backup else {
            return nil
        }
        _ = try NoQuery(request.query)
        return try await route == .events
            ? feed.follow(by: request.connection) : BackupAnswer(planning.snapshot()).backup()
    }

    /// Returns the reply of a route that answers with a calendar; `nil` for all other routes.
    private func calendar(
        _ route: ControlRoute,
        _ request: ControlRequest
    ) async throws(Problem) -> ControlReply? {
        switch route {
        case .calendar:
            let query = try CalendarQuery(request.query)
            return try await calendarAnswer().feed(query, unlessTagged: request.knownTag)
        case .export: return try await calendarAnswer().export(ExportQuery(request.query))
        default: return nil
        }
    }

    private func calendarAnswer() async -> CalendarAnswer {
        CalendarAnswer(snapshot: await planning.snapshot(), memory: calendars)
    }

    private func answer(_ route: ControlRoute, _ query: QueryItems) async throws -> String {
        switch route {
        case .upcoming:
            try await aside(UpcomingQuery(query)) {
                try await AgendaAnswers(snapshot: $1, calendars: busy).upcoming($0)
            }
        case .suggest:
            try await aside(SuggestQuery(query)) {
                try await SuggestAnswer(snapshot: $1, calendars: busy).suggest($0)
            }
        case .next:
            try await aside(NoQuery(query)) {
                AgendaAnswers(snapshot: $1, calendars: busy).next()
            }
        case .today:
            try await aside(NoQuery(query)) {
                try await AgendaAnswers(snapshot: $1, calendars: busy).today()
            }
        case .open:
            try await aside(NoQuery(query)) {
                AgendaAnswers(snapshot: $1, calendars: busy).open()
            }
        case .names: try await ask(NoQuery(query)) { NamesMessage($1.household, $1.plan) }
        case .why: try await aside(WhyQuery(query)) { try await WhyAnswer(snapshot: $1).why($0) }
        case .history:
            try await aside(HistoryQuery(query)) {
                try await HistoryAnswer(snapshot: $1).history($0)
            }
        case .days: try await aside(HistoryQuery(query)) { try await DaysAnswer($1).days($0) }
        case .decks: try await aside(NoQuery(query)) { try decks($1).decks() }
        case .deck: try await aside(DeckQuery(query)) { try decks($1).deck($0) }
        case .moments: try await aside(MomentsQuery(query)) { try keepsakes($1).moments($0) }
        case .digest: try await aside(DigestQuery(query)) { keepsakes($1).digest($0) }
        case .status: try await ask(NoQuery(query)) { try await status($1).status() }
        case .outbox: try await ask(OutboxQuery(query)) { try outbox($1).list($0) }
        case .outboxShow: try await ask(DeliveryQuery(query)) { try outbox($1).show($0) }
        default: throw Problem(.notServed, detail: "this version does not serve '\(route.path)'")
        }
    }

    private func answer(_ route: ControlRoute, _ body: [UInt8]) async throws -> String {
        switch route {
        case .done: try await tell(read(body)) { try outcomes($1).done($0) }
        case .skip: try await tell(read(body)) { try outcomes($1).take(.skipped, $0) }
        case .snooze: try await tell(read(body)) { try outcomes($1).snooze($0) }
        case .move: try await tell(read(body)) { try outcomes($1).move($0) }
        case .propose: try await propose(read(body))
        case .signal: try await tell(read(body)) { try outcomes($1).signal($0) }
        case .timeout:
            try await tell(read(body)) {
                try PauseHandler(snapshot: $1, sitting: sitting).timeout($0)
            }
        case .moment: try await tell(read(body)) { try keepsakes($1).keep($0) }
        case .deckMark: try await tell(read(body)) { try decks($1).mark($0) }
        case .undo:
            try await tell(read(body)) {
                try UndoHandler(snapshot: $1, sitting: sitting).undo($0)
            }
        case .hold: try await tell(read(body)) { try holds($1).hold($0) }
        case .release: try await tell(read(body)) { try holds($1).release($0) }
        case .check:
            try await aside(read(body)) { [config, configs] in
                try await CheckAnswer(
                    snapshot: $1,
                    read: configs.read,
                    config: config.current.path
                ).check($0)
            }
        case .forget:
            try await ask(read(body)) {
                try await ForgetHandler(snapshot: $1, planning: planning).forget($0)
            }
        case .outboxRetry: try await ask(read(body)) { try await outbox($1).retry($0) }
        case .outboxDrop: try await ask(read(body)) { try await outbox($1).drop($0) }
        case .sendTest: try await ask(read(body)) { try await daemon($1).sendTest($0) }
        case .reload: try await ask(()) { try await daemon($1).reload() }
        default: throw Problem(.notServed, detail: "this version does not serve '\(route.path)'")
        }
    }

    // MARK: - Handlers

    private var sitting: String? { config.current.machine.partner }

    private func outcomes(_ snapshot: Snapshot) -> OutcomeHandler {
        OutcomeHandler(snapshot: snapshot, sitting: sitting)
    }

    private func decks(_ snapshot: Snapshot) -> DeckAnswer {
        DeckAnswer(snapshot: snapshot, sitting: sitting)
    }

    private func keepsakes(_ snapshot: Snapshot) -> KeepsakeAnswers {
        KeepsakeAnswers(snapshot: snapshot, sitting: sitting)
    }

    private func holds(_ snapshot: Snapshot) -> HoldHandler {
        HoldHandler(snapshot: snapshot, sitting: sitting)
    }

    private func outbox(_ snapshot: Snapshot) -> OutboxHandler {
        OutboxHandler(snapshot: snapshot, outbox: outbox, planning: planning)
    }

    private func daemon(_ snapshot: Snapshot) -> DaemonHandler {
        DaemonHandler(snapshot: snapshot, outbox: outbox, configs: configs, config: config)
    }

    private func status(_ snapshot: Snapshot) async -> StatusAnswer {
        StatusAnswer(
            snapshot: snapshot,
            config: config.current,
            lastAttempts: await outbox.lastAttempts,
            notices: await outbox.notices,
            process: process
        )
    }

    // MARK: - From a request to the text of its answer

    private func read<Request: Decodable>(_ body: [UInt8]) throws(Problem) -> Request {
        try ControlJSON.readRequest(Request.self, from: body)
    }

    /// Has `handler` answer from one snapshot.
    private func ask<Request, Reply: Encodable>(
        _ request: Request,
        _ handler: (Request, Snapshot) async throws -> Reply
    ) async throws -> String {
        try ControlJSON.text(of: await handler(request, await planning.snapshot()))
    }

    /// Has `handler` answer from one snapshot on threads apart from the planner's, for long
    /// answers.
    ///
    /// `handler` must not call the planner's actor.
    private func aside<Request: Sendable, Reply: Encodable>(
        _ request: Request,
        _ handler: @Sendable (Request, Snapshot) async throws -> Reply
    ) async throws -> String {
        let snapshot = await planning.snapshot()
        return try await withTaskExecutorPreference(TaskPool.questions) {
            try Task.checkCancellation()
            return try ControlJSON.text(of: await handler(request, snapshot))
        }
    }

    /// Asks the partners which of the times that suit everyone it is to be.
    private func propose(_ request: ProposeRequest) async throws -> String {
        let answer = SuggestAnswer(snapshot: await planning.snapshot(), calendars: busy)
        var (found, times) = try await answer.propose(request, sitting: sitting)
        let done = try await planning.perform(
            .propose(times, at: await planning.snapshot().now)
        )
        found.asked = done.step.decisions.filter { $0.nudge?.choices.isEmpty == false }
            .map(\.key.partner)
        return try ControlJSON.text(of: found)
    }

    /// Performs the event that `handler` makes of a request, and answers with its result.
    ///
    /// A preview performs the event on a copy of the planner.
    private func tell<Request, Reply: Encodable>(
        _ request: Request,
        _ handler: (Request, Snapshot) throws -> Mutation<Reply>
    ) async throws -> String {
        let snapshot = await planning.snapshot()
        let mutation = try handler(request, snapshot)
        guard !mutation.isPreview else {
            var planner = snapshot.planner
            let step = planner.handle(mutation.event)
            return try ControlJSON.text(
                of: mutation.reply(PlannerActor.Performed(step: step, plan: planner.plan))
            )
        }
        return try ControlJSON.text(of: mutation.reply(await planning.perform(mutation.event)))
    }
}
