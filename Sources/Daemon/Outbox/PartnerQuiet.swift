import CivilTime
import Delivery
import Household
import Planning

/// The quiet hours that a nudge must keep: those of its partner, by the partner's clock.
struct PartnerQuiet: Sendable {
    let hours: QuietHours
    let zone: Zone
    let partner: String

    /// The quiet hours of a nudge's partner; `nil` where there are none, and for what is urgent.
    init?(for nudge: Nudge, in household: Household) {
        guard !nudge.isUrgent, let partner = household.partner(nudge.partner),
            let hours = partner.quietHours
        else {
            return nil
        }
        self.hours = hours
        zone = partner.zone
        self.partner = partner.id
    }

    /// When they end, where they lie at `instant`, else `nil`.
    func end(at instant: Instant) -> Instant? {
        let end = hours.deferring(instant, in: zone)
        return end > instant ? end : nil
    }

    /// What the outbox says of a nudge that waits for their end.
    var waits: String { "waits for the end of \(partner)'s quiet hours" }
    /// What it says of one that could not be told after them.
    var outlast: String { "its time is over before \(partner)'s quiet hours are" }
}

extension DeliveryEnd {
    /// How a delivery goes on whose turn has come in quiet hours that end at `end`.
    init(of delivery: Delivery, waitingFor quiet: PartnerQuiet, until end: Instant) {
        if end <= delivery.nudge.expires {
            self.init(delivery.id, as: .pending, detail: quiet.waits, nextAttempt: end)
        } else {
            self.init(delivery.id, as: .expired, detail: quiet.outlast)
        }
    }
}
