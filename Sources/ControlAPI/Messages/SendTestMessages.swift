/// `POST /v1/send-test`: one test nudge now, to one channel.
package struct SendTestRequest: Hashable, Sendable, Codable {
    package var channel: String

    package init(channel: String) {
        self.channel = channel
    }
}

/// The answer, where the channel took it; else it is a `delivery-failed` problem.
package struct SendTestMessage: Hashable, Sendable, Codable {
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

    private enum CodingKeys: String, CodingKey {
        case channel, type, detail, status
        case milliseconds = "latency_ms"
        case reply
    }

    package init(
        channel: String,
        type: String,
        detail: String,
        status: Int? = nil,
        milliseconds: Int? = nil,
        reply: String? = nil
    ) {
        self.status = status
        self.milliseconds = milliseconds
        self.reply = reply
        self.channel = channel
        self.type = type
        self.detail = detail
    }
}
