import Emitters
import Glibc
import Synchronization

/// Ends the process in time once it was asked to, whatever its peers do.
///
/// Attempts under way have one second. What hangs after that, a desktop or a question, does not get
/// another: the process exits around it. Only a ledger that is being written is waited for.
final class BoundedEnd: Sendable {
    /// How long attempts under way are waited for, and then everything else, in milliseconds.
    private static let limits: (attempts: Int32, rest: Int32) = (1_000, 700)

    private enum State {
        case running
        case begun
        case writing
        /// The process is about to exit.
        case over
    }

    private let state = Mutex(State.running)
    private let written = Semaphore()

    /// Starts the time, on a thread of its own; `givingUp` is called when that of the attempts is over.
    func begin(givingUp: @escaping @Sendable () async -> Void) {
        let isFirst = state.withLock { state in
            guard case .running = state else {
                return false
            }
            state = .begun
            return true
        }
        guard isFirst else {
            return
        }
        Waiter { [self] in
            Waiter.pause(milliseconds: Self.limits.attempts)
            Task.pooled {
                await givingUp()
                RunningPrograms.end()
            }
            Waiter.pause(milliseconds: Self.limits.rest)
            exitNow()
        }.start()
    }

    /// Says that the ledger is being written; false where it is too late for that.
    func beginWriting() -> Bool {
        state.withLock { state in
            if case .over = state {
                return false
            }
            state = .writing
            return true
        }
    }

    /// Says that all is written.
    func endWriting() {
        written.signal()
    }

    private func exitNow() -> Never {
        let isWriting = state.withLock { state in
            if case .writing = state {
                return true
            }
            state = .over
            return false
        }
        if isWriting {
            written.wait()
        }
        RunningPrograms.end()
        _exit(0)
    }
}
