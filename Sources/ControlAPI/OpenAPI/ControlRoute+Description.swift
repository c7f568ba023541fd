/// What `/v1/openapi.json` says of a route.
struct RouteDescription {
    struct Parameter {
        var name: String
        var text: String
        var schema = Schema.string
        var isRequired = false
    }

    var summary: String
    var parameters: [Parameter] = []
    var request: (any Decodable.Type)?
    /// The type of the reply; `nil` where it is not a message.
    var reply: (any Decodable.Type)?
    var contentType = ControlJSON.contentType
}

extension ControlRoute {
    /// The description, or `nil` for a route whose shape is not settled yet.
    var described: RouteDescription? {
        switch self {
        case .upcoming, .next, .today, .status, .why, .outbox, .outboxShow, .history: asked
        case .hold, .release, .undo, .forget, .outboxRetry, .outboxDrop: told
        case .done: telling("Say that a ritual was kept.", OutcomeRequest.self)
        case .skip: telling("Let an occurrence pass.", OutcomeRequest.self)
        case .snooze: telling("Be reminded again later.", SnoozeRequest.self)
        case .move: telling("Hold an occurrence at another time.", MoveRequest.self)
        case .signal:
            RouteDescription(
                summary: "Say that something happened.",
                request: SignalRequest.self,
                reply: SignalMessage.self
            )
        case .sendTest:
            RouteDescription(
                summary: "Send one test nudge to a channel.",
                request: SendTestRequest.self,
                reply: SendTestMessage.self
            )
        case .reload:
            RouteDescription(summary: "Read the config again.", reply: ReloadMessage.self)
        case .check:
            RouteDescription(
                summary: "What a config would change; nothing is applied.",
                request: CheckRequest.self,
                reply: PlanChangesMessage.self
            )
        case .events:
            RouteDescription(
                summary: "Decisions, deliveries and outcomes as they happen.",
                contentType: ServerSentEvent.contentType
            )
        case .openAPI: RouteDescription(summary: "This description.")
        }
    }

    private func telling(_ summary: String, _ request: any Decodable.Type) -> RouteDescription {
        RouteDescription(summary: summary, request: request, reply: OutcomeMessage.self)
    }

    private var told: RouteDescription? {
        switch self {
        case .hold:
            RouteDescription(
                summary: "Hold a ritual, or everything, until a date.",
                request: HoldRequest.self,
                reply: HoldMessage.self
            )
        case .release:
            RouteDescription(
                summary: "End a hold before its time.",
                request: ReleaseRequest.self,
                reply: HoldMessage.self
            )
        case .undo:
            RouteDescription(
                summary: "Take back the last word about an occurrence.",
                request: UndoRequest.self,
                reply: UndoMessage.self
            )
        case .forget:
            RouteDescription(
                summary: "Erase for good what lies behind.",
                request: ForgetRequest.self,
                reply: ForgetMessage.self
            )
        case .outboxRetry:
            RouteDescription(
                summary: "Try a delivery again, now.",
                request: DeliveryRequest.self,
                reply: DeliveryMessage.self
            )
        case .outboxDrop:
            RouteDescription(
                summary: "Give a delivery up.",
                request: DeliveryRequest.self,
                reply: DeliveryMessage.self
            )
        default: nil
        }
    }

    private var asked: RouteDescription? {
        switch self {
        case .upcoming:
            RouteDescription(
                summary: "What is coming, in order.",
                parameters: [
                    .init(name: "count", text: "At most that many.", schema: .integer),
                    .init(name: "days", text: "Within that many days.", schema: .integer),
                    .init(name: "ritual", text: "Only this ritual."),
                    .init(name: "partner", text: "Only what is for this partner."),
                ],
                reply: [OccurrenceMessage].self
            )
        case .next: RouteDescription(summary: "The next occurrence.", reply: NextMessage.self)
        case .today: RouteDescription(summary: "Today's agenda.", reply: TodayMessage.self)
        case .status: RouteDescription(summary: "How the daemon is.", reply: StatusMessage.self)
        case .why:
            RouteDescription(
                summary: "What was decided about the occurrences of a ritual on a date, and why.",
                parameters: [
                    .init(name: "ritual", text: "The ritual's id.", isRequired: true),
                    .init(name: "date", text: "A local date; default: of the latest to begin."),
                ],
                reply: WhyMessage.self
            )
        case .outbox:
            RouteDescription(
                summary: "Deliveries, newest first.",
                parameters: [
                    .init(
                        name: "state",
                        text: "Only these states, separated by commas: "
                            + OutboxQuery.states.joined(separator: ", ")
                    ),
                    .init(name: "count", text: "At most that many.", schema: .integer),
                ],
                reply: [DeliveryMessage].self
            )
        case .outboxShow:
            RouteDescription(
                summary: "One delivery with its attempts.",
                parameters: [
                    .init(
                        name: "id",
                        text: "The delivery's number.",
                        schema: .integer,
                        isRequired: true
                    )
                ],
                reply: DeliveryStoryMessage.self
            )
        case .history:
            RouteDescription(
                summary: "What happened in a span of dates.",
                parameters: [
                    .init(name: "days", text: "So many dates up to 'until'.", schema: .integer),
                    .init(name: "from", text: "The first local date."),
                    .init(name: "until", text: "The last local date; default: today."),
                    .init(name: "ritual", text: "Only this ritual."),
                ],
                reply: HistoryMessage.self
            )
        default: nil
        }
    }
}
