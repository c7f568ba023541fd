import CivilTime
import ControlAPI
import Rituals
import Wire

extension Responder {
    /// Deliveries, newest first.
    func outbox(_ query: OutboxQuery) async throws -> String {
        let states = query.states.compactMap(Delivery.State.init)
        let deliveries = try keeper.ledger.deliveries(
            in: states.isEmpty ? Set(Delivery.State.allCases) : Set(states),
            limit: query.count ?? 50
        )
        let zone = await keeper.household.zone.identifier
        return try ControlJSON.text(of: deliveries.map { DeliveryMessage($0, zone: zone) })
    }
}
