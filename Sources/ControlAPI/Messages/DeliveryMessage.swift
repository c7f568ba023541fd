/// One delivery: a row of `/v1/outbox`, and a `delivery` event of `/v1/events`.
///
/// It carries no body, no URL and no token.
package struct DeliveryMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case id, nudge, ritual, title, occurrence, stage, partner, channel, state, attempts
        case nextAttempt = "next_attempt"
        case detail, updated, zone
    }

    package var id: Int64
    package var nudge: String
    package var ritual: String
    package var title: String
    package var occurrence: String
    package var stage: String
    package var partner: String
    package var channel: String
    /// `pending`, `sending`, `delivered`, `dead`, `expired` or `withdrawn`.
    package var state: String
    package var attempts: Int
    package var nextAttempt: String?
    /// What the last attempt came to, such as `HTTP 503`.
    package var detail: String?
    package var updated: String
    /// The household's zone by its name, in which a person is shown the times.
    package var zone: String

    package init(
        id: Int64,
        nudge: String,
        ritual: String,
        title: String,
        occurrence: String,
        stage: String,
        partner: String,
        channel: String,
        state: String,
        attempts: Int,
        nextAttempt: String? = nil,
        detail: String? = nil,
        updated: String,
        zone: String
    ) {
        self.id = id
        self.nudge = nudge
        self.ritual = ritual
        self.title = title
        self.occurrence = occurrence
        self.stage = stage
        self.partner = partner
        self.channel = channel
        self.state = state
        self.attempts = attempts
        self.nextAttempt = nextAttempt
        self.detail = detail
        self.updated = updated
        self.zone = zone
    }
}
