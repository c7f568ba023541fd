package import CivilTime
package import Delivery
package import Household
import Planning

/// One delivery: a row of `/v1/outbox`.
///
/// The message has no body, no URL and no token.
package struct DeliveryMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case id, nudge, ritual, title, occurrence, stage, partner, partners, channel, kind, state
        case attempts
        case nextAttempt = "next_attempt"
        case held
        case unlessShown = "unless_shown"
        case unlessAnswered = "unless_answered"
        case detail, updated, zone
    }

    package var id: Int64
    package var nudge: String
    package var ritual: String
    package var title: String
    package var occurrence: OccurrenceKey
    package var stage: Stage
    package var partner: String
    /// All partners whom the delivery is for, `partner` first.
    package var partners: [String]
    package var channel: String
    /// `withdraw` where the nudge was shown and is to be removed, or was.
    package var kind: Delivery.Kind
    package var state: Delivery.State
    package var attempts: Int
    package var nextAttempt: Instant?
    /// Since when the channel puts the nudge off, for the reason in `detail`: nobody is at the machine,
    /// or nobody wants to be disturbed.
    package var held: Instant?
    /// When the nudge goes by this channel unless one of the first has shown it.
    package var unlessShown: Instant?
    /// When the nudge goes by this channel unless somebody has answered it or seen it.
    package var unlessAnswered: Instant?
    /// The result of the last attempt, such as `HTTP 503`.
    package var detail: String?
    package var updated: Instant
    /// The household's zone by its name, in which a person is shown the times.
    package var zone: String
}

extension DeliveryMessage {
    /// Makes the message of a delivery.
    ///
    /// - Parameters:
    ///   - delivery: the delivery.
    ///   - zone: the name of the household's zone, in which a person is shown the times.
    package init(_ delivery: Delivery, zone: String) {
        self.init(
            id: delivery.id,
            nudge: delivery.nudge.id,
            ritual: delivery.nudge.ritual,
            title: delivery.nudge.title,
            occurrence: delivery.nudge.occurrence.key,
            stage: delivery.nudge.stage,
            partner: delivery.nudge.partner,
            partners: delivery.isCalendar ? [] : delivery.nudge.partners,
            channel: delivery.channel,
            kind: delivery.kind,
            state: delivery.state,
            attempts: delivery.attempts,
            nextAttempt: delivery.nextAttempt,
            held: delivery.state == .pending ? delivery.held : nil,
            unlessShown: delivery.fallback?.unlessShown,
            unlessAnswered: delivery.fallback?.unlessAnswered,
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
        /// When the attempt ended; `null` while it is under way, or if the daemon ended during it.
        package var ended: Instant?
        /// The state of the delivery after the attempt.
        package var state: Delivery.State?
        package var detail: String?
        /// The status of the reply, such as 204.
        package var status: Int?
        package var milliseconds: Int?
        /// The beginning of the other side's reply.
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

/// The answer of `POST /v1/send-test`; a nudge that did not get through is a `delivery-failed`
/// problem.
package struct SendTestMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case channel, type, detail, status
        case milliseconds = "latency_ms"
        case reply
    }

    package var channel: String
    /// The kind of channel, such as `webhook`.
    package var type: String
    /// The result of the attempt, such as `HTTP 204`.
    package var detail: String
    /// The status of the reply, by HTTP or SMTP.
    package var status: Int?
    package var milliseconds: Int?
    /// The beginning of the other side's reply.
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
    /// The length in milliseconds, rounded down.
    fileprivate var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
