/// What one attempt at a delivery came to.
package struct DeliveryAttempt: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        case delivered
        /// Worth another try, not before the length given (`Retry-After`), where the other side named one.
        case failed(retryAfter: Duration?)
        /// Refused, though perhaps only for the moment: worth one more try, and no third.
        case rejected
        /// Refused for good.
        case refused
        /// Refused for good, and so will all that comes after it: the channel is to be switched off.
        case gone
    }

    package var result: Result
    /// What happened, such as `HTTP 204` or `connection refused`; free of URLs, tokens and bodies.
    package var detail: String
    /// The number that the other side answered with, by HTTP or SMTP; `nil` where there was none.
    package var status: Int?
    /// How long it took; `nil` where the emitter did not measure it.
    package var latency: Duration?
    /// How the other side's answer began, its first 512 bytes at most, without the channel's secrets.
    ///
    /// It may repeat the nudge, and whatever else the other side likes, so it is for the ledger and
    /// whoever asks for this very delivery, never for a log or a list.
    package var reply: String?
    /// What a program printed, for the log: a few lines without the nudge's words.
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
