package import Planning

/// A message that was delivered, and is to be taken back.
package struct ShownMessage: Hashable, Sendable {
    /// The first partner's nudge, which names all partners that the message is for.
    package var nudge: Nudge
    /// The name that the service gave its message; `nil` where it gave none, or none that is known.
    package var name: String?

    package init(_ nudge: Nudge, name: String? = nil) {
        self.nudge = nudge
        self.name = name
    }

    package init(_ delivery: Delivery) {
        self.init(delivery.nudge, name: delivery.message)
    }
}
