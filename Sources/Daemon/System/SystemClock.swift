import CSystemd
import CivilTime
import Glibc

/// The wall clock of the machine: the one place in the daemon that reads it.
struct SystemClock: Sendable {
    /// The present, to the whole second that has been reached.
    func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(secondsSinceEpoch: Int64(time.tv_sec))
    }
}
