import Delivery
import Planning

extension Outbox {
    /// Takes back what is shown and no longer known to the ledger.
    func takeBack(_ shown: [Delivery]) async {
        for (channel, deliveries) in Dictionary(grouping: shown, by: \.channel) {
            await lanes[channel]?.emitter.current?.withdraw(deliveries.map(\.nudge))
        }
    }
}
