package import CivilTime
package import Planning

/// Handing one nudge to one channel, together with those of other partners that are the same message there.
package struct Delivery: Hashable, Sendable, Identifiable {
    /// What is to be done with the message.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case show
        /// It was shown and is no longer wanted: it is to be taken away again.
        case withdraw
    }

    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Waits for its next attempt.
        case pending
        /// An attempt was begun and its end is not known.
        case sending
        case delivered
        /// Given up: the channel refused it for good.
        case dead
        /// Given up: its time has passed.
        case expired
        /// No longer wanted: the couple has already answered. It was not shown, or is not shown any more.
        case withdrawn
    }

    package var id: Int64
    /// The first partner's, for all of the partners that the message is for.
    package var nudge: Nudge
    package var channel: String
    package var kind: Kind
    package var state: State
    /// How many attempts were begun, in all.
    package var attempts: Int
    /// How many of them were made before it was last tried again by hand, which begins its retries anew.
    package var attemptsBefore: Int
    /// When the next attempt may be made; `nil` in a state that has none.
    package var nextAttempt: Instant?
    /// What the last attempt came to, such as `HTTP 503`; free of URLs, tokens and bodies.
    package var detail: String?
    /// When its partner put it out of sight without an answer; `nil` where they did not, and once it is shown
    /// again.
    package var dismissed: Instant?
    package var updated: Instant

    package init(
        id: Int64,
        nudge: Nudge,
        channel: String,
        kind: Kind = .show,
        state: State,
        attempts: Int,
        attemptsBefore: Int = 0,
        nextAttempt: Instant?,
        detail: String?,
        dismissed: Instant? = nil,
        updated: Instant
    ) {
        self.id = id
        self.nudge = nudge
        self.channel = channel
        self.kind = kind
        self.state = state
        self.attempts = attempts
        self.attemptsBefore = attemptsBefore
        self.nextAttempt = nextAttempt
        self.detail = detail
        self.dismissed = dismissed
        self.updated = updated
    }
}
