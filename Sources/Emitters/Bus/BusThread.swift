import CSystemd
import Delivery
import Foundation
import Synchronization

/// A session with the peers on one bus, which belongs to one thread.
protocol BusSession: SendableMetatype {
    /// `nil` where there is no connection.
    var bus: NotificationBus? { get }
    /// The time without events after which the owner calls `wake`; `nil` for never.
    var longestWait: Duration? { get }
    /// Processes the messages that the connection has received, without waiting for more.
    func turn()
    func wake()
}

/// The thread that runs a session with a bus.
///
/// The thread sleeps in poll(2) on the bus connection and on an eventfd, the bell, that signals new
/// jobs. The sleep has no timeout, so that nothing wakes an idle thread; only a server that did not
/// answer is asked again after a while. A server that hangs blocks no other channel. The thread
/// ends when its owner releases this object.
final class BusThread<Session: BusSession>: Sendable {
    private let mailbox: Mailbox

    /// Starts the thread, which makes its session and then serves it.
    init(_ make: @escaping @Sendable () -> Session) throws(EmitterError) {
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
                    session.wake()
                }
            }
        }
    }

    deinit {
        mailbox.post(nil)
    }

    /// Runs `body` on the thread, in the order of the calls, and returns what it returns.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Session) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            mailbox.post { continuation.resume(returning: body($0)) }
        }
    }

    /// Has `body` run on the thread, and does not wait for it.
    func post(_ body: @escaping @Sendable (Session) -> Void) {
        mailbox.post(body)
    }
}

extension BusThread {
    /// A queue of jobs for the thread, and the bell that wakes the thread.
    private final class Mailbox: Sendable {
        typealias Job = @Sendable (Session) -> Void

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

        /// Enqueues a job; `nil` closes the queue.
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

        /// Takes the jobs out of the queue; `nil` once the queue is closed and empty.
        func take() -> [Job]? {
            state.withLock { state in
                defer { state.jobs = [] }
                return state.isClosed && state.jobs.isEmpty ? nil : state.jobs
            }
        }

        /// Sleeps until the bell rings or the connection has an event; returns false on a timeout.
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
