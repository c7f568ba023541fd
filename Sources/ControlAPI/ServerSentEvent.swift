/// One event of `GET /v1/events`, as `text/event-stream` (WHATWG HTML, section 9.2).
package struct ServerSentEvent: Hashable, Sendable {
    package static let contentType = "text/event-stream"

    /// What happened; the data is a `DecisionMessage`, `DeliveryMessage`, `OutcomeMessage` or
    /// `ReloadMessage`.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case decision
        case delivery
        case outcome
        case reload
    }

    package var name: Name
    /// One line of JSON.
    package var data: String

    package init(_ name: Name, _ message: some Encodable) throws {
        self.name = name
        data = try ControlJSON.text(of: message)
    }

    /// The event as it is sent, with the empty line that ends it.
    package var wireText: String { "event: \(name.rawValue)\ndata: \(data)\n\n" }
}
