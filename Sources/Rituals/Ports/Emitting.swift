/// A way out: hands a nudge to one configured channel.
///
/// An emitter does not retry and does not log: it makes one attempt and says what it came to. It
/// returns within its own time limit, and never blocks the caller's executor.
package protocol Emitting: Sendable {
    /// Makes one attempt at handing over `nudge`.
    func deliver(_ nudge: Nudge) async -> DeliveryAttempt

    /// Takes back what is still shown of `nudges`, where the channel can.
    func withdraw(_ nudges: [Nudge]) async
}

extension Emitting {
    package func withdraw(_ nudges: [Nudge]) async {}
}
