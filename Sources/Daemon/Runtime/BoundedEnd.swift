import Emitters
import Glibc
import Synchronization

/// Ends the process within a fixed time after a stop signal, whatever its peers do.
///
/// Attempts under way have one second, and everything else has 0.7 seconds more. Then the process
/// exits, even where a desktop or a request still hangs. It waits only for a write to the ledger.
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

    /// Starts the countdown on a thread of its own; `givingUp` is called when the attempts' time is
    /// over.
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

    /// Announces a write to the ledger; returns false where the process is exiting already.
    func beginWriting() -> Bool {
        state.withLock { state in
            if case .over = state {
                return false
            }
            state = .writing
            return true
        }
    }

    /// Announces that the write is complete.
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
