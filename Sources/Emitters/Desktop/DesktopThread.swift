import CSystemd
import Foundation
import Synchronization

/// The thread on which a channel's desktop session lives.
///
/// It sleeps in poll(2), without a time limit, over the bus connection and a bell that rings for
/// work; so nothing wakes it while nothing happens, and a server that hangs holds up nobody else.
/// Only one that did not say what it can do is asked again after a while.
/// It ends when this is let go.
final class DesktopThread: Sendable {
    private let mailbox: Mailbox

    /// Starts the thread, which makes its session and then serves it.
    init(_ make: @escaping @Sendable () -> DesktopSession) throws(EmitterError) {
        let bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard bell >= 0 else {
            throw .system(String(cString: strerror(errno)))
        }
        let mailbox = Mailbox(bell)
        self.mailbox = mailbox
        Thread.detachNewThread {
            let session = make()
            while let jobs = mailbox.take() {
                for job in jobs {
                    job(session)
                }
                session.turn()
                if !mailbox.wait(beside: session.bus, atMost: session.longestWait) {
                    session.lookAgain()
                }
            }
        }
    }

    deinit {
        mailbox.post(nil)
    }

    /// Runs `body` on the thread, in the order of the calls, and returns what it returns.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (DesktopSession) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            mailbox.post { continuation.resume(returning: body($0)) }
        }
    }
}

extension DesktopThread {
    /// Work for the thread, and a bell that rings for it.
    private final class Mailbox: Sendable {
        typealias Job = @Sendable (DesktopSession) -> Void

        private struct State {
            var jobs: [Job] = []
            var isClosed = false
        }

        private let bell: Int32
        private let state = Mutex(State())

        init(_ bell: Int32) {
            self.bell = bell
        }

        deinit {
            close(bell)
        }

        /// Leaves a job, or with `nil` the word that there will be no more.
        func post(_ job: Job?) {
            state.withLock { state in
                if let job {
                    state.jobs.append(job)
                } else {
                    state.isClosed = true
                }
            }
            var one: UInt64 = 1
            _ = write(bell, &one, 8)
        }

        /// What is to be done now; `nil` where there will never be more.
        func take() -> [Job]? {
            state.withLock { state in
                defer { state.jobs = [] }
                return state.isClosed && state.jobs.isEmpty ? nil : state.jobs
            }
        }

        /// Sleeps until the bell rings or the connection has something to say; false where neither
        /// did in time.
        func wait(beside bus: NotificationBus?, atMost longest: Duration?) -> Bool {
            var entries = [pollfd(fd: bell, events: Int16(POLLIN), revents: 0)]
            var milliseconds: Int32 = -1
            if let waiting = bus?.waiting {
                entries.append(waiting.entry)
                milliseconds = waiting.milliseconds
            }
            if let longest {
                let most = Int32(clamping: longest.milliseconds)
                milliseconds = milliseconds < 0 ? most : min(milliseconds, most)
            }
            let ready = poll(&entries, nfds_t(entries.count), milliseconds)
            if ready > 0, entries[0].revents != 0 {
                var count: UInt64 = 0
                _ = read(bell, &count, 8)
            }
            return ready != 0
        }
    }
}
