package import Planning

/// `GET /v1/events`: something that has just happened, one server-sent event each.
///
/// The field `event` is the name of the case, and `data` is the JSON of its message.
package enum EventMessage: Hashable, Sendable {
    case decision(DecisionMessage)
    case word(WordMessage)
    case hold(HoldMessage)
    case delivery(DeliveryMessage)
    case config(ConfigTakenMessage)

    package static let contentType = "text/event-stream"

    package var name: String {
        switch self {
        case .decision: "decision"
        case .word: "word"
        case .hold: "hold"
        case .delivery: "delivery"
        case .config: "config"
        }
    }

    /// The JSON of the message, on one line and without control characters.
    package func data() throws -> String {
        switch self {
        case .decision(let message): try ControlJSON.text(of: message)
        case .word(let message): try ControlJSON.text(of: message)
        case .hold(let message): try ControlJSON.text(of: message)
        case .delivery(let message): try ControlJSON.text(of: message)
        case .config(let message): try ControlJSON.text(of: message)
        }
    }

    /// The event as it is sent.
    package func text(id: Int) throws -> String {
        "id: \(id)\nevent: \(name)\ndata: \(try data())\n\n"
    }

    /// Reads an event; `nil` where a newer daemon sends one that this version does not know.
    package init?(name: String, data: String) throws {
        let bytes = data.utf8
        switch name {
        case "decision": self = .decision(try ControlJSON.read(DecisionMessage.self, from: bytes))
        case "word": self = .word(try ControlJSON.read(WordMessage.self, from: bytes))
        case "hold": self = .hold(try ControlJSON.read(HoldMessage.self, from: bytes))
        case "delivery": self = .delivery(try ControlJSON.read(DeliveryMessage.self, from: bytes))
        case "config": self = .config(try ControlJSON.read(ConfigTakenMessage.self, from: bytes))
        default: return nil
        }
    }
}

extension PlannerStep {
    /// The events that followers of `/v1/events` get for the step.
    package func events(_ plan: Plan) -> [EventMessage] {
        (outcomes + undone).map { .word(WordMessage($0, plan.household)) }
            + (holds + resumed).map { .hold(HoldMessage($0, plan)) }
            + decisions.map { .decision(DecisionMessage($0)) }
    }
}
