import CivilTime
import Delivery
import Emitters
import Planning

extension DeliveryEnd {
    /// Decides how a delivery goes on after an attempt that ended at `now`.
    ///
    /// What failed is tried again by the schedule, what was rejected once more, and nothing after
    /// the nudge's expiry. A try that would fall into the quiet hours of its partners waits for their
    /// end. Where none is made any more, the detail says why.
    ///
    /// - Parameters:
    ///   - delivery: as it was before the attempt.
    ///   - attempt: what it came to.
    ///   - health: what is known of the channel after it.
    ///   - quiet: the quiet hours to be kept.
    ///   - now: when it ended.
    ///   - generator: draws the wait.
    init(
        of delivery: Delivery,
        after attempt: DeliveryAttempt,
        _ health: ChannelHealth,
        quiet: PartnerQuiet?,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        let schedule = RetrySchedule()
        // What is shown and not wanted is taken back whenever it can be.
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
                    isOften ? "tried \(made) times" : "its time is over before another try"
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

    /// How long to wait for another try at least; `nil` where none is made.
    private static func wait(after result: DeliveryAttempt.Result, made: Int) -> Duration? {
        switch result {
        case .delivered, .refused, .gone: nil
        case .rejected: made < 2 ? .zero : nil
        case .failed(let retryAfter): retryAfter ?? .zero
        }
    }
}
