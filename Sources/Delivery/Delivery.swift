package import CivilTime
package import Planning

/// The delivery of one nudge on one channel, with nudges of other partners that are the same
/// message there.
package struct Delivery: Hashable, Sendable, Identifiable {
    /// Whether the message is to be shown or to be removed.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case show
        /// The message was shown and is no longer wanted, so the channel has to remove it.
        case withdraw
    }

    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// The delivery waits for its next attempt.
        case pending
        /// An attempt was begun and its end is not known.
        case sending
        case delivered
        /// Given up: the channel refused it for good, every retry failed, or the channel is
        /// disabled or gone.
        case dead
        /// Given up: the nudge has expired.
        case expired
        /// No longer wanted, mostly because a partner has answered; the message was not shown, or
        /// is not shown any more.
        case withdrawn
    }

    package var id: Int64
    /// The first partner's nudge, which names all partners that the message is for.
    package var nudge: Nudge
    package var channel: String
    package var kind: Kind
    package var state: State
    /// How many attempts were begun, in all.
    package var attempts: Int
    /// How many attempts were made before the retries last began anew, because a person asked for
    /// one or the message is to be removed.
    package var attemptsBefore: Int
    /// When the next attempt may be made; `nil` in a state that has none.
    package var nextAttempt: Instant?
    /// The result of the last attempt, such as `HTTP 503`; free of URLs, tokens and bodies.
    package var detail: String?
    /// When a partner dismissed the message without an answer; `nil` where nobody did, and once it
    /// is shown again.
    package var dismissed: Instant?
    /// The name that the service gave its message, in the reply to the last attempt that arrived.
    package var message: String?
    /// When a partner was seen to look at the message; `nil` where the channel does not tell.
    package var seen: Instant?
    /// Since when the channel puts the message off, for the reason in `detail`: nobody is there, or
    /// nobody wants to be disturbed; `nil` where it does not.
    package var held: Instant?
    /// When the delivery is made, if the channels that come first fail; `nil` for one of the first.
    package var fallback: Fallback?
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
        message: String? = nil,
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
        self.message = message
        self.updated = updated
    }
}

extension Delivery {
    /// The channel by which the calendar is put at its address: no channel of a config can be called so.
    package static let calendarChannel = "[calendar]"

    /// Whether it puts the calendar at its address, and so is for nobody.
    package var isCalendar: Bool { channel == Self.calendarChannel }
}
