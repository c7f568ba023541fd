package import Planning

/// An event that a channel reports.
package struct ChannelEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Attempts can be made now; before, none could, or the channel has lost what it showed.
        case ready
        /// A nudge was answered where it is shown, by a partner where that is known.
        case answered(Nudge, NudgeAnswer, by: String? = nil)
        /// A partner dismissed a nudge without an answer; the nudge must not be shown again.
        case dismissed(Nudge)
        /// A partner was seen to look at a nudge, which stays where it is shown.
        case seen(Nudge)
        /// What a partner should know of the channel now; `nil` where there is nothing to know.
        case notice(String?)
        /// An action of a partner failed; the reason has no address and no text of the nudge.
        case failed(String)
    }

    /// The id of the channel.
    package var channel: String
    package var kind: Kind

    package init(channel: String, _ kind: Kind) {
        self.channel = channel
        self.kind = kind
    }
}

/// The answer of a partner to a nudge, given where it is shown.
package enum NudgeAnswer: Hashable, Sendable {
    case done
    case skipped
    /// The nudge is shown again after the duration.
    case later(Duration)
    /// One of the times that the nudge proposes is to be, by its number from 0.
    case chosen(Int)
}
