package import CivilTime

/// An attempt as the ledger keeps it.
package struct AttemptRecord: Hashable, Sendable {
    /// The delivery's first is 1.
    package var number: Int
    package var begun: Instant
    /// `nil` while it is under way, and for good where a crash cut it off.
    package var ended: Instant?
    /// What it made of the delivery; `nil` without an end.
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
