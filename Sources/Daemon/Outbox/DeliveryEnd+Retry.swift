package import CivilTime
package import Delivery
import Emitters
import Planning

extension DeliveryEnd {
    /// Decides the state of a delivery after an attempt that ended at `now`.
    ///
    /// A failed attempt is retried by the schedule, a rejected one once, and none after the nudge's
    /// expiry. A retry that would fall into the partners' quiet hours waits for their end. Where
    /// there is no retry, the detail says why.
    ///
    /// - Parameters:
    ///   - delivery: the delivery as it was before the attempt.
    ///   - attempt: the result of the attempt.
    ///   - health: the health of the channel after the attempt.
    ///   - quiet: the quiet hours to respect.
    ///   - now: when the attempt ended.
    ///   - generator: draws the wait.
    package init(
        of delivery: Delivery,
        after attempt: DeliveryAttempt,
        _ health: ChannelHealth,
        quiet: PartnerQuiet?,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        let schedule = RetrySchedule()
        // A withdrawal never expires: a message that is not wanted is removed as soon as that
        // succeeds.
        let expires = delivery.kind == .show ? delivery.nudge.expires : .distantFuture
        let ended = delivery.kind == .show ? Delivery.State.delivered : .withdrawn
        let made = delivery.attempts - delivery.attemptsBefore + 1
        var state = attempt.result == .delivered ? ended : .dead
        var details = [attempt.detail]
        var next: Instant?
        if let wait = Self.wait(after: attempt.result, made: made) {
            next = schedule.next(
                afterAttempts: made,
                at: now,
                retryAfter: wait,
                expires: expires,
                using: &generator
            )
            if next == nil {
                let isOften = made > schedule.waits.count
                details.append(
                    isOften ? "tried \(made) times" : "the nudge expires before another attempt"
                )
            }
        }
        if let tried = next {
            state = .pending
            if let quiet, case .all(let end) = quiet.end(at: tried) {
                let isWanted = end <= expires
                details.append(isWanted ? quiet.waits : quiet.outlast)
                next = isWanted ? end : nil
                state = isWanted ? .pending : .dead
            }
        }
        self.init(
            delivery.id,
            as: state,
            detail: details.joined(separator: "; "),
            nextAttempt: next,
            attempt: attempt,
            health: health
        )
    }

    /// The shortest wait before a retry; `nil` where there is none.
    private static func wait(after result: DeliveryAttempt.Result, made: Int) -> Duration? {
        switch result {
        case .delivered, .refused, .gone: nil
        case .rejected: made < 2 ? .zero : nil
        case .failed(let retryAfter): retryAfter ?? .zero
        }
    }
}

extension DeliveryEnd {
    /// Makes the end of a delivery that its channel puts off: at the latest it ends with its nudge.
    package init(of delivery: Delivery, heldBack held: HeldBack, at now: Instant) {
        let end = delivery.nudge.expires + .seconds(1)
        self.init(
            delivery.id,
            as: .pending,
            detail: held.reason,
            nextAttempt: min(held.again.map { now + $0 } ?? end, end),
            isHeld: true
        )
    }
}
