import CSystemd
import CivilTime
import Glibc
import Synchronization

/// Waits for what may wake the daemon, on one thread that sleeps in poll(2) until then.
///
/// The due instant is one absolute `CLOCK_REALTIME` timer, so suspend and clock changes need no
/// arithmetic; `TFD_TIMER_CANCEL_ON_SET` says when the clock was set. Signals arrive through a
/// signalfd and must be blocked in every thread: call `blockSignals()` before the first is made.
final class AlarmClock: Sendable {
    private let due: Int32
    private let watchdog: Int32
    private let signals: Int32
    private let zones: ZoneWatch?
    private let armed = Mutex<Instant?>(nil)

    /// The signals that the alarm clock reads instead of their handlers.
    private static var signalSet: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            sigaddset(&set, signal)
        }
        return set
    }

    /// Blocks the signals for this thread and those it makes; a closed pipe is no longer fatal.
    static func blockSignals() {
        var set = signalSet
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// - Parameters:
    ///   - watchdogInterval: how often to wake for the service manager; `nil` for never.
    ///   - zones: what to watch for changes of the zones' rules; `nil` for nothing.
    /// - Throws: `SystemError` where the system gives no timer or signal descriptor.
    init(watchdogInterval: Duration?, zones: ZoneWatch?) throws(SystemError) {
        self.zones = zones
        let flags = Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC)
        due = try SystemError.check("timerfd_create", timerfd_create(CLOCK_REALTIME, flags))
        watchdog = try SystemError.check("timerfd_create", timerfd_create(CLOCK_MONOTONIC, flags))
        var set = Self.signalSet
        signals = try SystemError.check(
            "signalfd",
            signalfd(-1, &set, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
        )
        if let watchdogInterval {
            var time = itimerspec()
            let parts = watchdogInterval.components
            time.it_interval.tv_sec = Int(parts.seconds)
            time.it_interval.tv_nsec = Int(parts.attoseconds / 1_000_000_000)
            time.it_value = time.it_interval
            try SystemError.check("timerfd_settime", timerfd_settime(watchdog, 0, &time, nil))
        }
    }

    deinit {
        close(due)
        close(watchdog)
        close(signals)
    }

    /// Asks to be woken at `instant`, at once if it has passed; `nil` asks for nothing.
    ///
    /// It replaces what was asked before, and costs no system call where that is the same.
    func set(_ instant: Instant?) {
        armed.withLock { armed in
            guard armed != instant else {
                return
            }
            armed = instant
            arm(instant)
        }
    }

    private func arm(_ instant: Instant?) {
        var time = itimerspec()
        // A timer at zero is one that never rings, but is still told when the clock is set, so
        // long as it is armed: far in the future stands for never.
        let farthest: Int64 = 253_402_300_799
        let seconds = instant?.secondsSinceEpoch ?? farthest
        time.it_value.tv_sec = Int(max(1, min(seconds, farthest)))
        let flags = Int32(TFD_TIMER_ABSTIME) | Int32(TFD_TIMER_CANCEL_ON_SET)
        _ = timerfd_settime(due, flags, &time, nil)
    }

    /// Starts the thread.
    ///
    /// What wakes it is passed to `wake`, in order, until that returns false.
    func start(_ wake: @escaping @Sendable (Wakeup) -> Bool) {
        armed.withLock { arm($0) }
        let thread = Waiter { [self] in
            while true {
                for wakeup in wait() where !wake(wakeup) {
                    return
                }
            }
        }
        thread.start()
    }

    private func wait() -> [Wakeup] {
        // poll(2) passes over a negative one.
        let files = [due, watchdog, signals, zones?.file ?? -1]
        var polled = files.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), -1) > 0 else {
            return []
        }
        var wakeups: [Wakeup] = []
        if polled[2].revents != 0 {
            wakeups += readSignals()
        }
        if polled[0].revents != 0 {
            wakeups.append(readDue())
        }
        if polled[1].revents != 0 {
            var count: UInt64 = 0
            _ = read(watchdog, &count, 8)
            wakeups.append(.watchdog)
        }
        if polled[3].revents != 0, zones?.readChanges() == true {
            wakeups.append(.zonesChanged)
        }
        return wakeups
    }

    private func readDue() -> Wakeup {
        var count: UInt64 = 0
        let isCanceled = read(due, &count, 8) == -1 && errno == ECANCELED
        armed.withLock { armed in
            if isCanceled {
                arm(armed)
            } else {
                armed = nil
            }
        }
        return isCanceled ? .clockSet : .due
    }

    private func readSignals() -> [Wakeup] {
        var wakeups: [Wakeup] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while read(signals, &info, size) == size {
            wakeups.append(info.ssi_signo == UInt32(SIGHUP) ? .reload : .stop)
        }
        return wakeups
    }
}
