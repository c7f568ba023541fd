import Delivery
import Household
import Planning

extension Outbox {
    /// Withdraws nudges that are shown and no longer in the ledger.
    ///
    /// Elsewhere than on a desktop, only those that have not expired are; one attempt is made, and
    /// nobody waits for it.
    func takeBack(_ shown: [Delivery]) async {
        let now = now()
        for (channel, deliveries) in Dictionary(grouping: shown, by: \.channel) {
            guard let emitter = lanes[channel]?.emitter.current,
                let known = household.channels.first(where: { $0.id == channel }), known.takesBack
            else {
                continue
            }
            guard known.type != .desktop else {
                await emitter.withdraw(deliveries.map { ShownMessage($0) })
                continue
            }
            let fresh = deliveries.filter { $0.nudge.expires >= now }.map { ShownMessage($0) }
            if !fresh.isEmpty {
                Task.pooled { await emitter.withdraw(fresh) }
            }
        }
    }
}
