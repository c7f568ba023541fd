import CivilTime
import Delivery
package import Household
package import Planning

/// The quiet hours and rests that a nudge must respect: those of its partners, each by their own clock.
package struct PartnerQuiet: Sendable {
    /// The state of all partners' quiet hours at an instant.
    enum End: Hashable, Sendable {
        /// No partner has quiet hours then.
        case none
        /// All partners have quiet hours then, which end at the same time.
        case all(Instant)
        /// Some partners can get the nudge now, or earlier than others.
        case apart
    }

    private let partners: [Partner]
    private let isUrgent: Bool
    private let rests: Rests

    /// Makes the quiet hours of a nudge's partners; fails where there are neither those nor rests, which an
    /// urgent nudge respects alone, and where the config has none of the partners.
    package init?(for nudge: Nudge, in household: Household) {
        partners = nudge.partners.compactMap(household.partner)
        isUrgent = nudge.isUrgent
        // A digest is of several rituals, none of them urgent.
        rests =
            household.ritual(nudge.occurrence.key.ritual).map { household.rests(of: $0) }
            ?? household.rests
        let isQuiet = !isUrgent && partners.contains { $0.quietHours != nil }
        guard !partners.isEmpty, isQuiet || !rests.isEmpty else {
            return nil
        }
    }

    /// Returns the state of the quiet hours at `instant`.
    func end(at instant: Instant) -> End {
        let ends = Set(partners.map { $0.wakes(at: instant, isUrgent: isUrgent, rests) })
        guard let end = ends.first, ends.count == 1 else {
            return .apart
        }
        return end > instant ? .all(end) : .none
    }

    /// The partners in the possessive: `alex's`, `alex's and sam's`.
    private var whose: String { Phrase.list(partners.map { "\($0.id)'s" }) }
    /// The detail of a delivery that waits for the end of the quiet hours.
    var waits: String { "waits for the end of \(whose) quiet hours" }
    /// The detail of a delivery whose nudge expires before the quiet hours end.
    var outlast: String { "the nudge expires before \(whose) quiet hours end" }
}

extension DeliveryEnd {
    /// Makes the end of a delivery that is due in quiet hours, which end at `end`.
    init(of delivery: Delivery, waitingFor quiet: PartnerQuiet, until end: Instant) {
        if end <= delivery.nudge.expires {
            self.init(delivery.id, as: .pending, detail: quiet.waits, nextAttempt: end)
        } else {
            self.init(delivery.id, as: .expired, detail: quiet.outlast)
        }
    }
}
