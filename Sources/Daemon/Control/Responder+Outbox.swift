import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

extension Responder {
    /// How often a delivery may have been tried and still be tried again by hand: each is a row.
    private static let mostAttempts = 100

    /// Deliveries, newest first.
    func outbox(_ query: OutboxQuery) async throws -> String {
        let deliveries = try planning.ledger.deliveries(
            in: Set(query.states.isEmpty ? Delivery.State.allCases : query.states),
            limit: query.count ?? 50
        )
        let zone = await planning.household.zone.identifier
        return try ControlJSON.text(of: deliveries.map { DeliveryMessage($0, zone: zone) })
    }

    /// One delivery with its attempts, and what was answered.
    func showDelivery(_ query: DeliveryQuery) async throws -> String {
        let delivery = try delivery(query.id)
        let zone = await planning.household.zone.identifier
        return try ControlJSON.text(
            of: DeliveryStoryMessage(
                delivery: DeliveryMessage(delivery, zone: zone),
                attempts: try planning.ledger.attempts(at: delivery.id)
                    .map(DeliveryStoryMessage.Attempt.init)
            )
        )
    }

    /// Has a delivery that waits or was given up tried again, now.
    func retry(_ request: DeliveryRequest) async throws -> String {
        let now = now()
        let delivery = try delivery(request.id)
        let nudge = delivery.nudge
        guard delivery.attempts < Self.mostAttempts else {
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) was tried \(delivery.attempts) times already; "
                    + "no more is kept of it"
            )
        }
        guard nudge.expires >= now else {
            let zone = await planning.household.zone
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) could be told until "
                    + "\(zone.local(at: nudge.expires).short); stale words are not sent"
            )
        }
        guard try planning.ledger.retry(request.id, at: now) else {
            let state = try self.delivery(request.id).state.rawValue
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) is \(state); only one that is pending or dead "
                    + "can be tried again"
            )
        }
        await outbox.retry(request.id, at: now)
        return try await answer(request.id)
    }

    /// Gives a delivery up.
    func drop(_ request: DeliveryRequest) async throws -> String {
        guard try planning.ledger.drop(request.id, at: now()) else {
            let state = try delivery(request.id).state.rawValue
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) is \(state) already, so there is nothing to drop"
            )
        }
        return try await answer(request.id)
    }

    private func answer(_ id: Delivery.ID) async throws -> String {
        await planning.setAlarm()
        let zone = await planning.household.zone.identifier
        return try ControlJSON.text(of: DeliveryMessage(try delivery(id), zone: zone))
    }

    private func delivery(_ id: Delivery.ID) throws -> Delivery {
        guard let delivery = try planning.ledger.delivery(id) else {
            throw Problem(
                .unknownDelivery,
                detail: "there is no delivery \(id); 'ritualctl outbox list' has the numbers"
            )
        }
        return delivery
    }
}
