package import CivilTime

/// What is known of a channel from its deliveries.
///
/// It says when the channel is given rest: after five failures in a row its breaker opens, and no
/// attempt is made until the rest is over. Then one is, to see; it closes the breaker, or opens it
/// for twice as long, up to five minutes. No longer, because a nudge may be waiting that the
/// other side would take by now.
package struct ChannelHealth: Hashable, Sendable {
    package enum Breaker: String, Hashable, Sendable, CaseIterable {
        /// All is well: every attempt is made when it is due.
        case closed
        /// The channel rests.
        case open
        /// The rest is over; the next attempt shows whether the other side has recovered.
        case halfOpen = "half-open"
    }

    /// A channel that is switched off, because the other side wants nothing more.
    package struct Disabled: Hashable, Sendable {
        package var since: Instant
        /// Such as `HTTP 410`.
        package var reason: String

        package init(since: Instant, reason: String) {
            self.since = since
            self.reason = reason
        }
    }

    /// So many failures in a row open the breaker.
    package static let patience = 5
    package static let firstRest = Duration.seconds(30)
    package static let longestRest = Duration.seconds(5 * 60)

    /// The channel's name.
    package var channel: String
    package var lastSuccess: Instant?
    package var lastFailure: Instant?
    /// What the last attempt came to, such as `HTTP 503`.
    package var detail: String?
    package var failuresInARow = 0
    /// Until when the channel rests; `nil` where its breaker is closed.
    package var coolDownUntil: Instant?
    package var disabled: Disabled?
    /// The fingerprint of the settings that this is known of; `nil` for a channel without an
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
        // A rest that a clock ahead of the present one had begun is over.
        return now < coolDownUntil && updated <= now ? .open : .halfOpen
    }

    /// Takes up what an attempt came to that ended at `now`.
    ///
    /// What the emitter itself refused says nothing of the other side, and only a channel with an
    /// endpoint is given rest or switched off.
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
            if endpoint != nil, failuresInARow >= Self.patience {
                coolDownUntil = now + Self.rest(after: failuresInARow)
            }
        }
    }

    private static func rest(after failures: Int) -> Duration {
        let doublings = min(failures - patience, 10)
        return min(firstRest * (1 << doublings), longestRest)
    }
}
