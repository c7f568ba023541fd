package import CivilTime
import Household

/// A time at which an occurrence could be.
package struct Proposal: Hashable, Sendable {
    /// What stands against a time.
    package enum Obstacle: Hashable, Sendable {
        /// Somebody is busy.
        case busy(String)
        /// It lies in somebody's quiet hours.
        case quietHours(String)
        /// Something else is then.
        case taken(String)
    }

    package var start: ZonedTime
    /// By how much it is later than the usual time of day; negative where it is earlier.
    package var shift: Duration
    /// What stands against the usual time on its date; `nil` where nothing does.
    package var obstacle: Obstacle?

    /// Why it is proposed: `the usual time`, `1 h earlier: Sam is busy at the usual time`.
    package var reason: String {
        guard shift != .zero else {
            return "the usual time"
        }
        let length = Phrase.length(shift < .zero ? .zero - shift : shift)
        let distance = "\(length) \(shift < .zero ? "earlier" : "later") than usual"
        return switch obstacle {
        case .busy(let name): "\(distance): \(name) is busy at the usual time"
        case .quietHours(let name): "\(distance): the usual time is in \(name)'s quiet hours"
        case .taken(let title): "\(distance): '\(title)' is at the usual time"
        case nil: distance
        }
    }
}
