package import CivilTime
package import Delivery
import Household
package import Planning

/// Finds which occurrences of a nudge are still open: a merged nudge is about several, and each of
/// them is answered on its own.
package struct OpenNudges {
    private let planner: Planner
    private let ledger: any LedgerReading
    private let now: Instant

    /// How many deliveries are looked through for what is still open.
    private static let most = 1_000

    package init(planner: Planner, ledger: any LedgerReading, now: Instant) {
        self.planner = planner
        self.ledger = ledger
        self.now = now
    }

    /// Returns the occurrences of a nudge that are still open: not answered, put off, moved or held
    /// since.
    func occurrences(in nudge: Nudge) throws -> [OccurrenceKey] {
        let holds = planner.plan.holds.current(at: now)
        return try ledger.decisions(toldBy: nudge.id)
            // The decision for a digest itself is about no occurrence of its own.
            .filter { $0.key.stage != .digest }
            .filter { decision in
                let key = decision.key.occurrence
                // A notice may be about the hold itself, so the hold does not close it.
                let isHeld =
                    decision.key.stage.kind != .notice
                    && holds.contains { $0.covers(key.ritual, at: now) }
                return !isHeld
                    && nudge.isOpen(about: key, toldAt: decision.decided, in: planner.plan, at: now)
            }
            .map(\.key.occurrence)
    }

    /// The open ones of what was delivered to a channel, in the order they were due; also those that were
    /// to be taken back before they were opened again.
    ///
    /// A notice is not opened again: another one has told what has happened since.
    package func shown(on channel: String) throws -> [Delivery] {
        try latest(on: channel)
            .filter { $0.kind == .show || $0.nudge.stage.kind != .notice }
            .filter { try $0.nudge.expires >= now && !occurrences(in: $0.nudge).isEmpty }
            .sorted { ($0.nudge.due, $0.nudge.id) < ($1.nudge.due, $1.nudge.id) }
    }

    /// The latest nudge of each occurrence and partner, but for those put out of sight.
    ///
    /// One for several partners is none any more where one of them was told again since.
    private func latest(on channel: String) throws -> [Delivery] {
        let all = try ledger.deliveries(
            in: [.delivered, .withdrawn, .pending, .dead],
            limit: Self.most
        )
        var latest: [String: Delivery] = [:]
        let spots = { (delivery: Delivery) in
            delivery.nudge.partners.map { "\(delivery.nudge.occurrence.key) \($0)" }
        }
        let shown = all.filter {
            $0.channel == channel && ($0.state == .delivered || $0.kind == .withdraw)
        }
        for delivery in shown {
            for spot in spots(delivery)
            where latest[spot].map({ $0.nudge.due < delivery.nudge.due }) ?? true {
                latest[spot] = delivery
            }
        }
        return shown.filter { delivery in
            delivery.dismissed == nil
                && spots(delivery).allSatisfy { latest[$0]?.id == delivery.id }
        }
    }
}
