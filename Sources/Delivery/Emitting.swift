package import Planning

/// A way out: hands a nudge to one configured channel.
///
/// An emitter does not retry and does not log: it makes one attempt and says what it came to. It
/// returns within its own time limit, and never blocks the caller's executor.
package protocol Emitting: Sendable {
    /// A fingerprint of the settings of an endpoint elsewhere, the same on every run; `nil` where
    /// there is none.
    ///
    /// An endpoint that fails again and again is given rest, and one that is gone is disabled until
    /// its fingerprint is another. The fingerprint tells nothing of the settings.
    var endpoint: String? { get }

    /// Why no attempt can be made now, such as `no notification server yet`; `nil` where one can.
    ///
    /// As long as there is a reason the nudge waits without an attempt being counted, until the
    /// channel says that it is `ready` (`ChannelEvent`) or something new is to be delivered.
    func obstacle() async -> String?

    /// Makes one attempt at handing over `nudge`.
    func deliver(_ nudge: Nudge) async -> DeliveryAttempt

    /// Takes back what is still shown of `nudges`, where the channel can; *delivered* where nothing is shown of
    /// them any more.
    @discardableResult
    func withdraw(_ nudges: [Nudge]) async -> DeliveryAttempt

    /// Shows `nudges` again where they are not shown any more: all that were delivered here and are
    /// still open, the latest of each occurrence and partner.
    func restore(_ nudges: [Nudge]) async

    /// Takes down what could not be answered once this program has ended.
    func leave() async
}

extension Emitting {
    package var endpoint: String? { nil }

    package func obstacle() async -> String? { nil }
    package func withdraw(_ nudges: [Nudge]) async -> DeliveryAttempt {
        DeliveryAttempt(.refused, detail: "what was sent there cannot be taken back")
    }
    package func restore(_ nudges: [Nudge]) async {}
    package func leave() async {}
}
