import CSystemd
import Delivery
import Foundation
import Synchronization

/// The thread that runs a channel's desktop session.
///
/// The thread sleeps in poll(2) on the bus connection and on an eventfd, the bell, that signals new
/// jobs. The sleep has no timeout, so that nothing wakes an idle thread; only a server that did not
/// answer is asked again after a while. A server that hangs blocks no other channel. The thread
/// ends when its owner releases this object.
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
                    session.askServerAgain()
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
    /// A queue of jobs for the thread, and the bell that wakes the thread.
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

/// The desktop sessions of the channels, each made once and kept over every reload of the config.
final class Desktops: Sendable {
    private let environment: [String: String]
    private let folder: String?
    private let tell: @Sendable (ChannelEvent) -> Void
    private let threads = Mutex<[String: DesktopThread]>([:])

    /// Makes an empty register of sessions.
    ///
    /// - Parameters:
    ///   - environment: The process's environment, which names the session bus.
    ///   - folder: The folder for the files that keep ids over restarts; `nil` keeps none.
    ///   - tell: Receives what partners answer.
    init(
        environment: [String: String],
        folder: String?,
        tell: @escaping @Sendable (ChannelEvent) -> Void
    ) {
        self.environment = environment
        self.folder = folder
        self.tell = tell
    }

    /// Returns the thread of a channel's session, which the first call starts.
    func thread(for channel: String) throws(EmitterError) -> DesktopThread {
        let (environment, tell) = (environment, tell)
        let memory = ShownMemory(path: folder.map { "\($0)/desktop-\(channel).json" })
        return try threads.withLock { threads throws(EmitterError) in
            if let thread = threads[channel] {
                return thread
            }
            let thread = try DesktopThread {
                DesktopSession(
                    connect: { () throws(NotificationBus.Failure) in try .session(environment) },
                    memory: memory,
                    tell: { tell(ChannelEvent(channel: channel, $0)) }
                )
            }
            threads[channel] = thread
            return thread
        }
    }
}
