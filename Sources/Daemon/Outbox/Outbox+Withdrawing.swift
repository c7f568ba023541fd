import Delivery
import Household
import Planning

// What is shown and no longer wanted.

extension Outbox {
    /// How many deliveries are looked through for what rituals still show.
    private static let most = 1_000

    /// Takes back what is still shown of an occurrence, but for what tells of another one too that
    /// is open.
    func withdraw(_ withdrawal: Withdrawal, _ open: OpenNudges) async {
        let shown = (try? ledger.deliveries(about: withdrawal.occurrence)) ?? []
        await takeBack(
            shown.filter { delivery in
                // What the same word has to tell is not shown yet.
                delivery.state != .pending
                    && (withdrawal.partner ?? delivery.nudge.partner) == delivery.nudge.partner
                    && !open.isOpen(delivery.nudge) { $0 != withdrawal.occurrence }
            }
        )
    }

    /// Takes back what is still shown of rituals that are silent now, or kept no longer, but for what
    /// tells of another one too that is open.
    func withdraw(rituals: Set<String>, _ open: OpenNudges) async {
        let shown = (try? ledger.deliveries(in: [.delivered], limit: Self.most)) ?? []
        await takeBack(
            shown.filter { delivery in
                let told = (try? ledger.decisions(toldBy: delivery.nudge.id)) ?? []
                let isMeant = told.contains { rituals.contains($0.key.occurrence.ritual) }
                return isMeant && !open.isOpen(delivery.nudge) { !rituals.contains($0.ritual) }
            }
        )
    }

    func takeBack(_ shown: [Delivery]) async {
        for (channel, deliveries) in Dictionary(grouping: shown, by: \.channel) {
            await lanes[channel]?.emitter.current?.withdraw(deliveries.map(\.nudge))
        }
    }
}

extension OpenNudges {
    /// Whether a nudge still asks for an answer about an occurrence that `counts`.
    ///
    /// What the ledger cannot say is taken back: a notification less is better than one too many.
    fileprivate func isOpen(_ nudge: Nudge, _ counts: (OccurrenceKey) -> Bool) -> Bool {
        ((try? occurrences(in: nudge)) ?? []).contains(where: counts)
    }
}
