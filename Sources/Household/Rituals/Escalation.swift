/// What becomes of a nudge that nobody has answered or seen: after how long it goes by other channels.
///
/// A ritual and a partner may have one; of each key the ritual's counts.
package struct Escalation: Hashable, Sendable {
    /// The ids of the channels that get the nudge then, which are told nothing before; `nil` for the
    /// partner's other channels, empty for none.
    package var channels: [String]?
    /// How long an answer is awaited.
    package var after: Duration?

    /// How long an answer is awaited where the config does not say.
    package static let usualWait = Duration.seconds(30 * 60)

    package init(channels: [String]? = nil, after: Duration? = nil) {
        self.channels = channels
        self.after = after
    }
}
