import CivilTime
import Delivery
import Emitters
import Household
import Ledger
import Planning
import TestKit

extension Life {
    /// What a channel makes of a nudge.
    private enum Answer {
        case delivered, failed, refused
        /// It arrived, and the answer was lost.
        case failedAfterArrival
    }

    /// Makes every attempt that is due, in the order of the outbox.
    func hand(over ledger: TappedLedger) throws {
        while true {
            let channels = try ledger.channels(dueAt: clock)
            for channel in channels {
                for delivery in try ledger.deliveries(dueAt: clock, on: channel, limit: 16) {
                    try attempt(delivery, ledger)
                }
            }
            if channels.isEmpty {
                return
            }
        }
    }

    private func attempt(_ delivery: Delivery, _ ledger: TappedLedger) throws {
        guard delivery.kind == .show else {
            return try takeBack(delivery, ledger)
        }
        if delivery.nudge.expires < clock {
            try ledger.finish(DeliveryEnd(delivery.id, as: .expired, detail: ""), at: clock)
            note("expired \(delivery.nudge.key) by \(delivery.channel)")
            return
        }
        // A message for several partners is one arrival for each.
        let places = delivery.nudge.keys.map {
            Oracle.Place(nudge: $0.nudgeID, channel: delivery.channel)
        }
        places.forEach(oracle.isBeginning)
        guard try ledger.begin(delivery.id, at: clock) else {
            places.forEach { oracle.hasFinished($0, isDurable: true) }
            note("withdrawn \(delivery.nudge.key) by \(delivery.channel)")
            return
        }
        try die(at: .before)
        let answer = answer(of: delivery.channel)
        if answer == .delivered || answer == .failedAfterArrival {
            oracle.arrived(delivery.nudge, places, at: clock)
            note("arrived \(delivery.nudge.key) by \(delivery.channel)")
        }
        try die(at: .after)
        if dice.chance(5) {
            world = world + .seconds(dice.roll(1...30))
        }
        try settle(delivery, answer, ledger)
        if answer == .failedAfterArrival {
            places.forEach(oracle.mayComeAgain)
        }
        let isDurable = ledger.store.degradedReason == nil
        places.forEach { oracle.hasFinished($0, isDurable: isDurable) }
    }

    /// What is shown and not wanted any more is taken away, sooner or later.
    private func takeBack(_ delivery: Delivery, _ ledger: TappedLedger) throws {
        guard try ledger.begin(delivery.id, at: clock) else {
            return
        }
        try die(at: .before)
        let isAway = !downChannels.contains(delivery.channel)
        try die(at: .after)
        let end = DeliveryEnd(
            delivery.id,
            as: isAway ? .withdrawn : .pending,
            detail: "",
            nextAttempt: isAway ? nil : clock + .seconds(3_600)
        )
        try ledger.finish(end, at: clock)
        note("\(end.state) \(delivery.nudge.key) from \(delivery.channel)")
    }

    private func settle(
        _ delivery: Delivery,
        _ answer: Answer,
        _ ledger: TappedLedger
    ) throws {
        let (state, next): (Delivery.State, Instant?) =
            switch answer {
            case .delivered: (.delivered, nil)
            case .refused: (.dead, nil)
            case .failed, .failedAfterArrival: retry(delivery)
            }
        try ledger.finish(
            DeliveryEnd(delivery.id, as: state, detail: "\(answer)", nextAttempt: next),
            at: clock
        )
        if state != .delivered {
            note("\(answer): \(delivery.nudge.key) by \(delivery.channel): \(state)")
        }
    }

    private func retry(_ delivery: Delivery) -> (Delivery.State, Instant?) {
        let next = RetrySchedule().next(
            afterAttempts: delivery.attempts + 1,
            at: clock,
            expires: delivery.nudge.expires,
            using: &dice
        )
        return (next == nil ? .dead : .pending, next)
    }

    private func answer(of channel: String) -> Answer {
        if downChannels.contains(channel) {
            return dice.chance(20) ? .failedAfterArrival : .failed
        }
        return dice.chance(1) ? .refused : .delivered
    }

    private func die(at point: AttemptPoint) throws {
        if deathInAttempt == point {
            deathInAttempt = nil
            throw ProcessDied()
        }
    }
}
