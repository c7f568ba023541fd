import CSystemd
import Glibc
import PlainText

/// Reports the daemon's state to the service manager (sd_notify(3)), if there is one.
struct ServiceNotifier: Sendable {
    /// The timeout of the service manager's watchdog (`WatchdogSec=`); `nil` where there is none.
    var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0 else {
            return nil
        }
        return .microseconds(Int64(clamping: microseconds))
    }

    func ready(_ status: String) {
        notify("READY=1\nSTATUS=\(status.escapingControls())")
    }

    func status(_ status: String) {
        notify("STATUS=\(status.escapingControls())")
    }

    /// `MONOTONIC_USEC` tells this reload from the one before it (systemd 253 and later).
    func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
        notify("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    func stopping() {
        notify("STOPPING=1\nSTATUS=Stopping")
    }

    func alive() {
        notify("WATCHDOG=1")
    }

    private func notify(_ state: String) {
        _ = sd_notify(0, state)
    }
}
