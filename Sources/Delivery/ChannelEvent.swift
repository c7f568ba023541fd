package import Planning

/// What a channel says without being asked.
package struct ChannelEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// An attempt can be made, where before none could or what was shown is gone.
        case ready
        /// A partner answered a nudge where it is shown.
        case answered(Nudge, NudgeAnswer)
        /// A partner put a nudge out of sight without an answer; it is not to be shown again.
        case dismissed(Nudge)
        /// What a partner asked for could not be done; the reason names no address and no words.
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
    /// Shown again after the length given.
    case later(Duration)
}
