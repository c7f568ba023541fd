/// `GET /v1/outbox/show`: one delivery with its attempts.
package struct DeliveryStoryMessage: Hashable, Sendable, Codable {
    package var delivery: DeliveryMessage
    /// Oldest first.
    package var attempts: [Attempt]

    package init(delivery: DeliveryMessage, attempts: [Attempt]) {
        self.delivery = delivery
        self.attempts = attempts
    }

    /// One attempt, and what the other side answered.
    package struct Attempt: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case number, begun, ended, state, detail, status
            case milliseconds = "latency_ms"
            case reply
        }

        /// From 1.
        package var number: Int
        package var begun: String
        /// `null` while it is under way, and for good where the daemon ended in the middle of it.
        package var ended: String?
        /// What it made of the delivery.
        package var state: String?
        package var detail: String?
        /// The number that the other side answered with, such as 204.
        package var status: Int?
        package var milliseconds: Int?
        /// How the other side's answer began.
        package var reply: String?

        package init(
            number: Int,
            begun: String,
            ended: String? = nil,
            state: String? = nil,
            detail: String? = nil,
            status: Int? = nil,
            milliseconds: Int? = nil,
            reply: String? = nil
        ) {
            self.number = number
            self.begun = begun
            self.ended = ended
            self.state = state
            self.detail = detail
            self.status = status
            self.milliseconds = milliseconds
            self.reply = reply
        }
    }
}

/// `POST /v1/outbox/retry` and `/v1/outbox/drop`: one delivery by its number.
package struct DeliveryRequest: Hashable, Sendable, Codable {
    package var id: Int64

    package init(id: Int64) {
        self.id = id
    }
}

/// `GET /v1/outbox/show`: one delivery by its number.
package struct DeliveryQuery: Hashable, Sendable {
    package static let names = ["id"]

    package var id: Int64

    package init(id: Int64) {
        self.id = id
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: DeliveryQuery.names)
        let text = try query.required("id")
        guard let id = Int64(text), id > 0 else {
            throw Problem(.badRequest, detail: "query 'id' is '\(text)', not a delivery's number")
        }
        self.id = id
    }

    package var items: QueryItems {
        QueryItems(pairs: [("id", "\(id)")])
    }
}
