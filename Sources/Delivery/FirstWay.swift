package import CivilTime
import Planning

/// How the deliveries of a nudge fare that come before its fallbacks.
package struct FirstWay: Hashable, Sendable {
    /// A channel that shows the nudge; `nil` where none does.
    package var shownOn: String?
    /// A channel on which a partner was seen to look at it, or put it away; `nil` where there is none.
    package var seenOn: String?
    /// Whether any of them may still be shown.
    package var isUnderWay: Bool

    package init(shownOn: String? = nil, seenOn: String? = nil, isUnderWay: Bool = false) {
        self.shownOn = shownOn
        self.seenOn = seenOn
        self.isUnderWay = isUnderWay
    }
}

extension DeliveryEnd {
    /// Decides that a fallback is not needed, or not yet; fails where it is.
    ///
    /// An answer needs no rule here: it withdraws what is pending.
    ///
    /// - Parameters:
    ///   - delivery: the delivery, which may be one of the first.
    ///   - first: how the deliveries fare that come before it.
    ///   - now: the time.
    package init?(sparing delivery: Delivery, _ first: FirstWay, at now: Instant) {
        guard let fallback = delivery.fallback else {
            return nil
        }
        if let channel = first.seenOn {
            self.init(
                delivery.id,
                as: .withdrawn,
                detail: "not needed: it was seen on '\(channel)'"
            )
            return
        }
        guard first.shownOn != nil || first.isUnderWay else {
            return nil
        }
        let dates = [first.shownOn == nil ? fallback.unlessShown : nil, fallback.unlessAnswered]
            .compactMap(\.self)
        if dates.contains(where: { $0 <= now }) {
            return nil
        }
        let shown = first.shownOn.map { "shown on '\($0)'" }
        if let next = dates.min() {
            let detail = shown.map { "\($0), and not answered yet" } ?? "not shown yet"
            self.init(delivery.id, as: .pending, detail: detail, nextAttempt: next)
        } else {
            self.init(
                delivery.id,
                as: .withdrawn,
                detail: "not needed: \(shown ?? "it is under way")"
            )
        }
    }
}
