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

    /// Makes one attempt at handing over `nudge`.
    func deliver(_ nudge: Nudge) async -> DeliveryAttempt

    /// Takes back what is still shown of `nudges`, where the channel can.
    func withdraw(_ nudges: [Nudge]) async
}

extension Emitting {
    package var endpoint: String? { nil }

    package func withdraw(_ nudges: [Nudge]) async {}
}
