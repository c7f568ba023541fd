package import CivilTime

/// The health of a channel by the results of its attempts, with a circuit breaker.
///
/// After five failures in a row the breaker opens, and no attempt is made until a cool-down is
/// over. Then one attempt is made: a success closes the breaker, a failure opens it for twice as
/// long, up to five minutes. A cool-down is not longer, because a nudge may be waiting that the
/// other side would accept by now.
package struct ChannelHealth: Hashable, Sendable {
    package enum Breaker: String, Hashable, Sendable, CaseIterable {
        /// Every attempt is made when it is due.
        case closed
        /// The channel is in a cool-down, in which no attempt is made.
        case open
        /// The cool-down is over; the next attempt shows whether the other side has recovered.
        case halfOpen = "half-open"
    }

    /// Since when and why a channel is disabled: the other side is gone.
    package struct Disabled: Hashable, Sendable {
        package var since: Instant
        /// What the other side answered, such as `HTTP 410`.
        package var reason: String

        package init(since: Instant, reason: String) {
            self.since = since
            self.reason = reason
        }
    }

    /// The number of failures in a row that opens the breaker.
    package static let failuresToOpen = 5
    package static let firstCoolDown = Duration.seconds(30)
    package static let longestCoolDown = Duration.seconds(5 * 60)

    /// The channel's name.
    package var channel: String
    package var lastSuccess: Instant?
    package var lastFailure: Instant?
    /// The result of the last attempt, such as `HTTP 503`.
    package var detail: String?
    package var failuresInARow = 0
    /// The end of the cool-down; `nil` where the breaker is closed.
    package var coolDownUntil: Instant?
    package var disabled: Disabled?
    /// The fingerprint of the settings that this health is about; `nil` for a channel without an
    /// endpoint, or with one that nothing was sent to.
    package var endpoint: String?
    package var updated: Instant

    package init(channel: String, endpoint: String? = nil, updated: Instant) {
        self.channel = channel
        self.endpoint = endpoint
        self.updated = updated
    }

    /// The state of the breaker at `now`.
    package func breaker(at now: Instant) -> Breaker {
        guard let coolDownUntil else {
            return .closed
        }
        // A cool-down that began while the clock was ahead of `now` is over.
        return now < coolDownUntil && updated <= now ? .open : .halfOpen
    }

    /// Records the result of an attempt that ended at `now`.
    ///
    /// A `refused` attempt says nothing about the health of the other side. Only a channel with an
    /// endpoint gets a cool-down or is disabled.
    package mutating func note(_ attempt: DeliveryAttempt, at now: Instant) {
        updated = now
        detail = attempt.detail
        switch attempt.result {
        case .delivered:
            lastSuccess = now
            failuresInARow = 0
            coolDownUntil = nil
            disabled = nil
        case .refused:
            lastFailure = now
        case .gone:
            lastFailure = now
            failuresInARow += 1
            if endpoint != nil {
                disabled = Disabled(since: now, reason: attempt.detail)
            }
        case .failed, .rejected:
            lastFailure = now
            failuresInARow += 1
            if endpoint != nil, failuresInARow >= Self.failuresToOpen {
                coolDownUntil = now + Self.coolDown(after: failuresInARow)
            }
        }
    }

    private static func coolDown(after failures: Int) -> Duration {
        let doublings = min(failures - failuresToOpen, 10)
        return min(firstCoolDown * (1 << doublings), longestCoolDown)
    }
}
