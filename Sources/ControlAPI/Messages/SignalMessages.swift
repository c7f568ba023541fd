/// `POST /v1/signal`: something happened, such as `both-home`.
package struct SignalRequest: Hashable, Sendable, Codable {
    package var name: String

    package init(name: String) {
        self.name = name
    }
}

/// The answer: what the signal began.
package struct SignalMessage: Hashable, Sendable, Codable {
    package var name: String
    /// The occurrences that it began; empty where it was outside every window or over its limit.
    package var began: [OccurrenceMessage]

    package init(name: String, began: [OccurrenceMessage]) {
        self.name = name
        self.began = began
    }
}
