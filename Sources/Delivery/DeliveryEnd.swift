package import CivilTime

/// The new state of a delivery after an attempt, or after the decision to make none.
package struct DeliveryEnd: Hashable, Sendable {
    package var delivery: Delivery.ID
    package var state: Delivery.State
    package var detail: String
    /// The time of the next attempt, where the state is `pending`.
    package var nextAttempt: Instant?
    /// Whether the channel puts the delivery off, where the state is `pending`.
    package var isHeld: Bool
    /// The attempt that ended; `nil` where none was made.
    package var attempt: DeliveryAttempt?
    /// The new health of the channel; `nil` leaves the health as it is.
    package var health: ChannelHealth?

    package init(
        _ delivery: Delivery.ID,
        as state: Delivery.State,
        detail: String,
        nextAttempt: Instant? = nil,
        isHeld: Bool = false,
        attempt: DeliveryAttempt? = nil,
        health: ChannelHealth? = nil
    ) {
        self.delivery = delivery
        self.state = state
        self.detail = detail
        self.nextAttempt = nextAttempt
        self.isHeld = isHeld
        self.attempt = attempt
        self.health = health
    }
}
