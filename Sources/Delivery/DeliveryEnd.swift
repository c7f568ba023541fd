package import CivilTime

/// How a delivery goes on after an attempt, or without one.
package struct DeliveryEnd: Hashable, Sendable {
    package var delivery: Delivery.ID
    package var state: Delivery.State
    package var detail: String
    /// Given where the state is `pending`.
    package var nextAttempt: Instant?
    /// The attempt that ended; `nil` where none was made.
    package var attempt: DeliveryAttempt?
    /// What is known of the channel now; `nil` leaves that as it is.
    package var health: ChannelHealth?

    package init(
        _ delivery: Delivery.ID,
        as state: Delivery.State,
        detail: String,
        nextAttempt: Instant? = nil,
        attempt: DeliveryAttempt? = nil,
        health: ChannelHealth? = nil
    ) {
        self.delivery = delivery
        self.state = state
        self.detail = detail
        self.nextAttempt = nextAttempt
        self.attempt = attempt
        self.health = health
    }
}
