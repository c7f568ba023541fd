import CivilTime
import Synchronization

/// When something that has no alarm of its own wants to be woken next.
final class PlannedWake: Sendable {
    private let next = Mutex<Instant?>(nil)

    var time: Instant? {
        get { next.withLock { $0 } }
        set { next.withLock { $0 = newValue } }
    }
}
