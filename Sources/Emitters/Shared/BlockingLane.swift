import Foundation
import Synchronization

/// Runs blocking calls on threads of their own, at most `width` at a time.
///
/// Each channel has a lane, so that a peer that hangs blocks only its own channel. A thread ends
/// once there is no more work, so an idle lane has no threads.
package final class BlockingLane: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let width: Int
    private let state = Mutex(State())

    package init(width: Int) {
        self.width = max(1, width)
    }

    /// Runs `body` once a thread is free, in the order of the calls, and returns what it returns.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            enqueue { continuation.resume(returning: body()) }
        }
    }

    private func enqueue(_ work: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            guard state.running < width else {
                state.waiting.append(work)
                return false
            }
            state.running += 1
            return true
        }
        guard starts else {
            return
        }
        Thread.detachNewThread { [self] in
            var next: (@Sendable () -> Void)? = work
            while let work = next {
                work()
                next = takeNext()
            }
        }
    }

    private func takeNext() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
