import Rituals

// What is shown and no longer wanted.

extension Courier {
    /// How many deliveries are looked through for what rituals still show.
    private static let most = 1_000

    /// Takes back what is still shown of an occurrence.
    func withdraw(_ withdrawal: Withdrawal) async {
        let shown = (try? ledger.deliveries(about: withdrawal.occurrence)) ?? []
        await takeBack(
            shown.filter { delivery in
                withdrawal.partner == nil || withdrawal.partner == delivery.nudge.partner
            }
        )
    }

    /// Takes back what is still shown of rituals that are silent now, or kept no longer.
    func withdraw(rituals: Set<String>) async {
        let shown = (try? ledger.deliveries(in: [.delivered], limit: Self.most)) ?? []
        await takeBack(shown.filter { rituals.contains($0.nudge.ritual) })
    }

    private func takeBack(_ shown: [Delivery]) async {
        for (channel, deliveries) in Dictionary(grouping: shown, by: \.channel) {
            await emitters[channel]?.withdraw(deliveries.map(\.nudge))
        }
    }
}
