import CivilTime
import ControlAPI
import Delivery
import Household

extension DeliveryMessage {
    /// The message of a delivery after an attempt, or after the decision to make none.
    init(
        _ delivery: Delivery,
        after end: DeliveryEnd,
        at now: Instant,
        _ household: Household
    ) {
        self.init(delivery, zone: household.zone.identifier)
        state = end.state
        attempts += end.attempt == nil ? 0 : 1
        nextAttempt = end.nextAttempt
        held = end.isHeld ? held ?? now : nil
        detail = end.detail
        updated = now
    }
}
