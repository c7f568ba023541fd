import CSystemd
import Glibc

/// Tells one waiting thread that something is done, unless a peer hangs up before (eventfd(2), poll(2)).
final class HangupSignal: Sendable {
    private let file: Int32

    init() throws(SystemError) {
        file = try SystemError.check("eventfd", eventfd(0, Int32(EFD_CLOEXEC)))
    }

    deinit {
        close(file)
    }

    func signal() {
        eventfd_write(file, 1)
    }

    /// Waits without a time limit until it is done.
    func wait() {
        _ = wait(unlessHungUp: -1)
    }

    /// Waits until it is done, or the peer of a connected socket has gone.
    ///
    /// A peer that has only closed its writing side still waits for what it asked.
    ///
    /// - Parameter socket: the socket; a negative one is not looked at.
    /// - Returns: false where the peer has gone first.
    func wait(unlessHungUp socket: Int32) -> Bool {
        var entries = [
            pollfd(fd: file, events: Int16(POLLIN), revents: 0),
            // A hangup and an error are told unasked.
            pollfd(fd: socket, events: 0, revents: 0),
        ]
        while true {
            let count = poll(&entries, nfds_t(entries.count), -1)
            if count == -1, errno != EINTR {
                return true
            }
            if count > 0 {
                return entries[0].revents != 0
            }
        }
    }
}
