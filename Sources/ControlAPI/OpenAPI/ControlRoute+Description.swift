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
        case .upcoming, .next, .today, .status, .why, .outbox: asked
        case .done: telling("Say that a ritual was kept.", OutcomeRequest.self)
        case .skip: telling("Let an occurrence pass.", OutcomeRequest.self)
        case .snooze: telling("Be reminded again later.", SnoozeRequest.self)
        case .move: telling("Hold an occurrence at another time.", MoveRequest.self)
        case .undo: telling("Take back what was said of an occurrence.", OutcomeRequest.self)
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
        case .history, .hold, .release: nil
        }
    }

    private func telling(_ summary: String, _ request: any Decodable.Type) -> RouteDescription {
        RouteDescription(summary: summary, request: request, reply: OutcomeMessage.self)
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
        default: nil
        }
    }
}
