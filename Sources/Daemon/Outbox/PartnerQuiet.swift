import CivilTime
import Delivery
import Household
import Planning

/// The quiet hours that a nudge must keep: those of its partners, each by their own clock.
struct PartnerQuiet: Sendable {
    /// How the quiet hours of all partners stand at one time.
    enum End: Hashable, Sendable {
        /// Nobody's lie there.
        case none
        /// Everybody's do, and end at the same time.
        case all(Instant)
        /// Some partners may be told now, or earlier than others.
        case apart
    }

    private let partners: [Partner]

    /// The quiet hours of a nudge's partners; `nil` where there are none, and for what is urgent.
    init?(for nudge: Nudge, in household: Household) {
        partners = nudge.partners.compactMap(household.partner)
        guard !nudge.isUrgent, partners.contains(where: { $0.quietHours != nil }) else {
            return nil
        }
    }

    /// When they end, where they lie at `instant`.
    func end(at instant: Instant) -> End {
        let ends = Set(partners.map { $0.quietHours?.deferring(instant, in: $0.zone) ?? instant })
        guard let end = ends.first, ends.count == 1 else {
            return .apart
        }
        return end > instant ? .all(end) : .none
    }

    /// Whose they are: `alex's`, `alex's and sam's`.
    private var whose: String { Phrase.list(partners.map { "\($0.id)'s" }) }
    /// What the outbox says of a nudge that waits for their end.
    var waits: String { "waits for the end of \(whose) quiet hours" }
    /// What it says of one that could not be told after them.
    var outlast: String { "its time is over before \(whose) quiet hours are" }
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
