package import CivilTime
package import ControlAPI

/// The events of a daemon, one after another, for as long as somebody reads what is made of them.
package protocol EventSource: AnyObject {
    /// Waits for what comes next, but not beyond `deadline`.
    func next(until deadline: Instant?) -> EventStep
}

/// What comes next of a daemon's events.
package enum EventStep: Hashable, Sendable {
    /// The daemon answers, for the first time or again.
    case connected
    case event(EventMessage)
    /// The daemon is not there, or has gone; it is tried again meanwhile, ever more rarely.
    case gone(ControlClientError)
    /// The deadline has passed.
    case time
    /// Nobody reads the output any more.
    case closed
}
