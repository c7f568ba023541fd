package import CivilTime

/// An attempt as the ledger keeps it.
package struct AttemptRecord: Hashable, Sendable {
    /// The number of the attempt; the delivery's first is 1.
    package var number: Int
    package var begun: Instant
    /// When the attempt ended; `nil` while it is under way, or if a crash interrupted it.
    package var ended: Instant?
    /// The state of the delivery after the attempt; `nil` where `ended` is.
    package var state: Delivery.State?
    package var detail: String?
    package var status: Int?
    package var latency: Duration?
    package var reply: String?

    package init(
        number: Int,
        begun: Instant,
        ended: Instant? = nil,
        state: Delivery.State? = nil,
        detail: String? = nil,
        status: Int? = nil,
        latency: Duration? = nil,
        reply: String? = nil
    ) {
        self.number = number
        self.begun = begun
        self.ended = ended
        self.state = state
        self.detail = detail
        self.status = status
        self.latency = latency
        self.reply = reply
    }
}
