package import CivilTime
package import Delivery
package import Household
import Planning

/// One delivery: a row of `/v1/outbox`.
///
/// It carries no body, no URL and no token.
package struct DeliveryMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case id, nudge, ritual, title, occurrence, stage, partner, partners, channel, kind, state
        case attempts
        case nextAttempt = "next_attempt"
        case detail, updated, zone
    }

    package var id: Int64
    package var nudge: String
    package var ritual: String
    package var title: String
    package var occurrence: OccurrenceKey
    package var stage: Stage
    package var partner: String
    /// All whom the message is for, `partner` first.
    package var partners: [String]
    package var channel: String
    /// `withdraw` where it was shown and is, or was, to be taken back.
    package var kind: Delivery.Kind
    package var state: Delivery.State
    package var attempts: Int
    package var nextAttempt: Instant?
    /// What the last attempt came to, such as `HTTP 503`.
    package var detail: String?
    package var updated: Instant
    /// The household's zone by its name, in which a person is shown the times.
    package var zone: String
}

extension DeliveryMessage {
    /// - Parameters:
    ///   - delivery: what is said.
    ///   - zone: the household's, in which a person is shown its times.
    package init(_ delivery: Delivery, zone: String) {
        self.init(
            id: delivery.id,
            nudge: delivery.nudge.id,
            ritual: delivery.nudge.ritual,
            title: delivery.nudge.title,
            occurrence: delivery.nudge.occurrence.key,
            stage: delivery.nudge.stage,
            partner: delivery.nudge.partner,
            partners: delivery.nudge.partners,
            channel: delivery.channel,
            kind: delivery.kind,
            state: delivery.state,
            attempts: delivery.attempts,
            nextAttempt: delivery.nextAttempt,
            detail: delivery.detail,
            updated: delivery.updated,
            zone: zone
        )
    }
}

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
        package var begun: Instant
        /// `null` while it is under way, and for good where the daemon ended in the middle of it.
        package var ended: Instant?
        /// What it made of the delivery.
        package var state: Delivery.State?
        package var detail: String?
        /// The number that the other side answered with, such as 204.
        package var status: Int?
        package var milliseconds: Int?
        /// How the other side's answer began.
        package var reply: String?
    }
}

extension DeliveryStoryMessage.Attempt {
    package init(_ attempt: AttemptRecord) {
        self.init(
            number: attempt.number,
            begun: attempt.begun,
            ended: attempt.ended,
            state: attempt.state,
            detail: attempt.detail,
            status: attempt.status,
            milliseconds: attempt.latency?.wholeMilliseconds,
            reply: attempt.reply
        )
    }
}

/// `POST /v1/outbox/retry` and `/v1/outbox/drop`: one delivery by its number.
package struct DeliveryRequest: Hashable, Sendable, Codable {
    package var id: Int64

    package init(id: Int64) {
        self.id = id
    }
}

/// `POST /v1/send-test`: one test nudge now, to one channel.
package struct SendTestRequest: Hashable, Sendable, Codable {
    package var channel: String

    package init(channel: String) {
        self.channel = channel
    }
}

/// The answer, where the channel took it; else it is a `delivery-failed` problem.
package struct SendTestMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case channel, type, detail, status
        case milliseconds = "latency_ms"
        case reply
    }

    package var channel: String
    /// The kind of channel, such as `webhook`.
    package var type: String
    /// What the attempt came to, such as `HTTP 204`.
    package var detail: String
    /// The number that the other side answered with, by HTTP or SMTP.
    package var status: Int?
    package var milliseconds: Int?
    /// How the other side's answer began.
    package var reply: String?
}

extension SendTestMessage {
    package init(_ attempt: DeliveryAttempt, by channel: Channel) {
        self.init(
            channel: channel.id,
            type: channel.type.rawValue,
            detail: attempt.detail,
            status: attempt.status,
            milliseconds: (attempt.latency ?? .zero).wholeMilliseconds,
            reply: attempt.reply
        )
    }
}

extension Duration {
    /// In milliseconds, rounded down.
    fileprivate var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
