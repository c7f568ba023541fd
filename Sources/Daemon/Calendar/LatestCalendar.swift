import ControlAPI
import Synchronization

/// The calendar that is put at an address, as it is now: written by who makes it, read by who sends it.
final class LatestCalendar: Sendable {
    private let text = Mutex<[UInt8]?>(nil)

    /// `nil` where it was not made yet.
    var current: [UInt8]? { text.withLock { $0 } }

    func take(_ new: [UInt8]) {
        text.withLock { $0 = new }
    }
}
