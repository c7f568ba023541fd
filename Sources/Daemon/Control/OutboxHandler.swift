import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// Answers `outbox list`, `show`, `retry` and `drop`.
struct OutboxHandler {
    let snapshot: Snapshot
    let outbox: Outbox
    let planning: PlannerActor

    /// The number of attempts from which on a person cannot retry a delivery, since each attempt is
    /// a row.
    private static let mostAttempts = 100

    /// Deliveries, newest first.
    func list(_ query: OutboxQuery) throws -> [DeliveryMessage] {
        try snapshot.ledger.deliveries(
            in: Set(query.states.isEmpty ? Delivery.State.allCases : query.states),
            limit: query.count ?? 50
        ).map(message)
    }

    /// One delivery with its attempts, and the replies to them.
    func show(_ query: DeliveryQuery) throws -> DeliveryStoryMessage {
        DeliveryStoryMessage(
            delivery: message(try delivery(query.id)),
            attempts: try snapshot.ledger.attempts(at: query.id)
                .map(DeliveryStoryMessage.Attempt.init)
        )
    }

    /// Retries a pending or dead delivery at once.
    func retry(_ request: DeliveryRequest) async throws -> DeliveryMessage {
        let delivery = try delivery(request.id)
        let nudge = delivery.nudge
        guard delivery.attempts < Self.mostAttempts else {
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) was tried \(delivery.attempts) times already; "
                    + "that is the most"
            )
        }
        guard nudge.expires >= snapshot.now else {
            let end = snapshot.household.zone.local(at: nudge.expires).short
            throw Problem(
                .conflict,
                detail:
                    "delivery \(request.id) could be told until \(end); stale words are not sent"
            )
        }
        guard try await outbox.retry(request.id, at: snapshot.now) else {
            let state = try self.delivery(request.id).state.rawValue
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) is \(state); only one that is pending or dead "
                    + "can be tried again"
            )
        }
        return try await changed(request.id)
    }

    /// Gives a delivery up.
    func drop(_ request: DeliveryRequest) async throws -> DeliveryMessage {
        guard try await outbox.drop(request.id, at: snapshot.now) else {
            let state = try delivery(request.id).state.rawValue
            throw Problem(
                .conflict,
                detail: "delivery \(request.id) is \(state) already, so there is nothing to drop"
            )
        }
        return try await changed(request.id)
    }

    private func changed(_ id: Delivery.ID) async throws -> DeliveryMessage {
        await planning.setAlarm()
        return message(try delivery(id))
    }

    private func delivery(_ id: Delivery.ID) throws -> Delivery {
        guard let delivery = try snapshot.ledger.delivery(id) else {
            throw Problem(
                .unknownDelivery,
                detail: "there is no delivery \(id); 'ritualctl outbox list' has the numbers"
            )
        }
        return delivery
    }

    private func message(_ delivery: Delivery) -> DeliveryMessage {
        DeliveryMessage(delivery, zone: snapshot.household.zone.identifier)
    }
}
