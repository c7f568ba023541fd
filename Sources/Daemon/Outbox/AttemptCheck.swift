package import CivilTime
package import Delivery
package import Household
import Planning

/// Decides what becomes of a delivery that is due, before its channel is asked.
///
/// It reads the ledger and writes nothing, so that a simulation can run the very same code.
package struct AttemptCheck {
    package enum Ruling: Hashable, Sendable {
        /// Nothing speaks against an attempt.
        case attempt
        /// The delivery ends, or waits, without one.
        case end(DeliveryEnd)
        /// Its partners can be reached at different times, so each gets a delivery of their own.
        case separate
    }

    private let household: Household
    private let ledger: any LedgerReading
    private let now: Instant

    package init(_ household: Household, ledger: any LedgerReading, now: Instant) {
        self.household = household
        self.ledger = ledger
        self.now = now
    }

    /// Decides what becomes of a delivery.
    ///
    /// - Parameters:
    ///   - delivery: the delivery.
    ///   - replaces: whether a later message of its channel takes the place of an earlier one; `nil` where
    ///     there is no such channel.
    ///   - disabled: since when its channel is off, and why; `nil` where it is not.
    ///   - isByHand: whether a person asked for it to be tried at once.
    /// - Returns: the ruling.
    /// - Throws: `LedgerError` where the ledger cannot be read.
    package func ruling(
        on delivery: Delivery,
        replaces: Bool?,
        disabled: ChannelHealth.Disabled?,
        isByHand: Bool
    ) throws -> Ruling {
        let isShown = delivery.kind == .show
        if isShown, delivery.nudge.expires < now {
            let waited = delivery.held == nil ? nil : delivery.detail
            let detail = "the nudge had expired" + (waited.map { "; it had waited: \($0)" } ?? "")
            return .end(DeliveryEnd(delivery.id, as: .expired, detail: detail))
        }
        guard let replaces else {
            let reason = "the config has no such channel"
            return .end(DeliveryEnd(delivery.id, as: .dead, detail: reason))
        }
        if let disabled {
            let reason = "the channel is off since \(disabled.since): \(disabled.reason)"
            return .end(DeliveryEnd(delivery.id, as: .dead, detail: reason))
        }
        guard isShown else {
            guard replaces, try isReplaced(delivery) else {
                return .attempt
            }
            let reason = "a later message took its place"
            return .end(DeliveryEnd(delivery.id, as: .withdrawn, detail: reason))
        }
        return isByHand ? .attempt : try ruling(onShowing: delivery)
    }

    /// The ruling on a message that may not be needed, or be kept back by quiet hours.
    private func ruling(onShowing delivery: Delivery) throws -> Ruling {
        if delivery.fallback != nil {
            let first = try ledger.firstWay(of: delivery.nudge.id)
            if let end = DeliveryEnd(sparing: delivery, first, at: now) {
                return .end(end)
            }
        }
        guard let quiet = PartnerQuiet(for: delivery.nudge, in: household) else {
            return .attempt
        }
        return switch quiet.end(at: now) {
        case .none: .attempt
        case .all(let end): .end(DeliveryEnd(of: delivery, waitingFor: quiet, until: end))
        case .apart: .separate
        }
    }

    /// Whether another message about the occurrence, for the same partner, came after this one.
    private func isReplaced(_ delivery: Delivery) throws -> Bool {
        try ledger.deliveries(about: delivery.nudge.occurrence.key).contains {
            $0.channel == delivery.channel && $0.nudge.partner == delivery.nudge.partner
                && $0.nudge.occurrence.key == delivery.nudge.occurrence.key
                && $0.nudge.due > delivery.nudge.due
                && ($0.state == .delivered || $0.kind == .withdraw)
        }
    }
}
