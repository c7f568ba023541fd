import Delivery
import Planning

extension Outbox {
    /// Withdraws nudges that are shown and no longer in the ledger.
    func takeBack(_ shown: [Delivery]) async {
        for (channel, deliveries) in Dictionary(grouping: shown, by: \.channel) {
            await lanes[channel]?.emitter.current?.withdraw(deliveries.map(\.nudge))
        }
    }
}
