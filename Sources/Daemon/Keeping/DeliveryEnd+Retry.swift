import CivilTime
import Emitters
import Rituals

extension DeliveryEnd {
    /// Decides how a delivery goes on after an attempt that ended at `now`.
    ///
    /// What failed is tried again by the schedule, what was rejected once more, and nothing after
    /// the nudge's expiry; `health` is what is known of the channel after the attempt.
    init(
        of delivery: Delivery,
        after attempt: DeliveryAttempt,
        _ health: ChannelHealth,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        let made = delivery.attempts - delivery.attemptsBefore + 1
        var next: Instant?
        if let wait = Self.wait(after: attempt.result, made: made) {
            next = RetrySchedule().next(
                afterAttempts: made,
                at: now,
                retryAfter: wait,
                expires: delivery.nudge.expires,
                using: &generator
            )
        }
        // Without a next time it is given up: its time runs out, or it was tried often enough.
        let state: Delivery.State =
            attempt.result == .delivered ? .delivered : next == nil ? .dead : .pending
        self.init(
            delivery.id,
            as: state,
            detail: attempt.detail,
            nextAttempt: next,
            attempt: attempt,
            health: health
        )
    }

    /// How long to wait for another try at least; `nil` where none is made.
    private static func wait(after result: DeliveryAttempt.Result, made: Int) -> Duration? {
        switch result {
        case .delivered, .refused, .gone: nil
        case .rejected: made < 2 ? .zero : nil
        case .failed(let retryAfter): retryAfter ?? .zero
        }
    }
}
