import CSystemd
import Glibc

/// Ends the process by SIGTERM and SIGINT while it starts, whatever it hangs in.
///
/// Every thread has them blocked, so that the alarm clock can read them later. Until then a thread
/// waits for them, and lets them do what they do to any program.
final class StartSignals: Sendable {
    private let over: Int32

    /// Starts the thread.
    ///
    /// - Throws: `SystemError` where the system gives no descriptor.
    init() throws(SystemError) {
        over = try SystemError.check("eventfd", eventfd(0, Int32(EFD_CLOEXEC)))
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        let flags = Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC)
        let signals = try SystemError.check("signalfd", signalfd(-1, &set, flags))
        Waiter { [over] in
            Self.wait(for: signals, until: over)
            close(signals)
            close(over)
        }.start()
    }

    /// Leaves the signals to the alarm clock; those that have come are left for it, too.
    func finish() {
        var one: UInt64 = 1
        _ = write(over, &one, 8)
    }

    private static func wait(for signals: Int32, until over: Int32) {
        var files = [over, signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&files, 2, -1) < 0, errno == EINTR {}
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard files[0].revents == 0, read(signals, &info, size) == size else {
            return
        }
        let number = Int32(info.ssi_signo)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        kill(getpid(), number)
        // For the first process of a container, which no signal ends.
        _exit(128 + number)
    }
}
