package import Planning

/// Delivers nudges on one configured channel.
///
/// An emitter does not retry and does not log: it makes one attempt and returns the result. It
/// returns within its own timeout, and never blocks the caller's executor.
package protocol Emitting: Sendable {
    /// A fingerprint of the settings of an endpoint elsewhere, the same on every run; `nil` where
    /// there is none.
    ///
    /// An endpoint that keeps failing gets a cool-down, and one that is gone is disabled until its
    /// fingerprint changes. The fingerprint reveals nothing about the settings.
    var endpoint: String? { get }

    /// Why no attempt can be made now, such as `no notification server yet`; `nil` where one can.
    ///
    /// As long as there is a reason, the nudge waits and no attempt is counted, until the channel
    /// reports that it is `ready` (`ChannelEvent`) or there is something new to deliver.
    func obstacle() async -> String?

    /// Hears the answers that are given on the channel's service; `nil` where none can be heard.
    var listener: (any Listening)? { get }

    /// Why `nudge` is not to be shown now; `nil` where it is.
    ///
    /// As long as there is a reason, the nudge waits and no attempt is counted, until the channel
    /// reports that it is `ready` (`ChannelEvent`).
    func hold(on nudge: Nudge) async -> HeldBack?

    /// Makes one attempt at handing over `nudge`.
    func deliver(_ nudge: Nudge) async -> DeliveryAttempt

    /// Whether a message about an occurrence takes the place of the one before, so that removing
    /// the one before would remove it.
    var replaces: Bool { get }

    /// Removes messages that are still shown, if the channel can; `delivered` means that none is
    /// shown any more.
    @discardableResult
    func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt

    /// Shows `nudges` again where they are not shown any more: all that were delivered here and are
    /// still open, the latest of each occurrence and partner.
    func restore(_ nudges: [Nudge]) async

    /// Removes messages that could not be answered once this program has ended.
    func leave() async
}

extension Emitting {
    package var endpoint: String? { nil }
    package var listener: (any Listening)? { nil }

    package func obstacle() async -> String? { nil }
    package var replaces: Bool { false }
    package func hold(on nudge: Nudge) async -> HeldBack? { nil }
    package func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        DeliveryAttempt(.refused, detail: "what was sent there cannot be taken back")
    }
    package func restore(_ nudges: [Nudge]) async {}
    package func leave() async {}
}
