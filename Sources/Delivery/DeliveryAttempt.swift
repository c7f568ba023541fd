/// The result of one attempt at a delivery.
package struct DeliveryAttempt: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        case delivered
        /// A failure that may pass; the next attempt waits at least `retryAfter`, where the other
        /// side gave one.
        case failed(retryAfter: Duration?)
        /// Refused, perhaps only for the moment: there is a second attempt, and no third.
        case rejected
        /// Refused for good.
        case refused
        /// Refused for good, as everything after it will be: the channel has to be disabled.
        case gone
    }

    package var result: Result
    /// What happened, such as `HTTP 204` or `connection refused`; free of URLs, tokens and bodies.
    package var detail: String
    /// The status of the reply, by HTTP or SMTP; `nil` where there was none.
    package var status: Int?
    /// How long the attempt took; `nil` where the emitter did not measure it.
    package var latency: Duration?
    /// The beginning of the other side's reply, at most 512 bytes, without the channel's secrets.
    ///
    /// The reply may repeat the nudge, so it goes only into the ledger and into answers about this
    /// one delivery, never into a log or a list.
    package var reply: String?
    /// The name that the service gave its message, by which it can be taken back.
    package var message: String?
    /// The first lines that a program printed, for the log, without the nudge's text.
    package var output: [String] = []

    package init(
        _ result: Result,
        detail: String,
        status: Int? = nil,
        latency: Duration? = nil,
        reply: String? = nil
    ) {
        self.result = result
        self.detail = detail
        self.status = status
        self.latency = latency
        self.reply = reply
    }
}
