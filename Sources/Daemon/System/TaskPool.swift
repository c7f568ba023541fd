import Glibc
import Synchronization

/// Runs the daemon's tasks on a few threads that sleep while there is nothing to do.
///
/// Swift on Linux runs tasks on libdispatch's global queues, and once those have been used they wake
/// the process every second, for as long as it lives, to count their threads. A daemon that waits
/// for hours must not. Tasks with this executor as their preference (SE-0417), and what they call,
/// run here: a worker waits on a condition variable, without a time limit.
final class TaskPool: TaskExecutor {
    static let shared = TaskPool(width: 3)
    /// Works out what takes long, so that the threads of `shared` are there for the timer.
    ///
    /// Nothing that runs here waits for an actor: one whose turn is queued here would be held up.
    static let questions = TaskPool(width: 2)

    private struct State {
        var jobs: [UnownedJob] = []
        var idle = 0
        var workers = 0
    }

    private let width: Int
    private let state = Mutex(State())
    /// Counts the jobs that no worker has taken up yet.
    private let waiting = Semaphore()

    init(width: Int) {
        self.width = width
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wantsWorker = state.withLock { state in
            state.jobs.append(job)
            guard state.jobs.count > state.idle, state.workers < width else {
                return false
            }
            state.workers += 1
            return true
        }
        if wantsWorker {
            Waiter { [self] in work() }.start()
        }
        waiting.signal()
    }

    /// Runs `body` on the pool, and waits for its end on the thread that calls.
    ///
    /// A program that begins so never touches the queues that Swift would begin on.
    static func run(_ body: @escaping @Sendable () async throws -> Void) throws {
        let result = Mutex<Result<Void, any Error>>(.success(()))
        let done = Semaphore()
        Task.pooled {
            do {
                try await body()
            } catch {
                result.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        try result.withLock { $0 }.get()
    }

    private func work() -> Never {
        while true {
            state.withLock { $0.idle += 1 }
            waiting.wait()
            let job = state.withLock { state in
                state.idle -= 1
                return state.jobs.isEmpty ? nil : state.jobs.removeFirst()
            }
            job?.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}

extension Task where Failure == Never {
    /// Starts a task on the daemon's own pool; every task that is not a child has to be made so.
    @discardableResult
    static func pooled(_ operation: sending @escaping () async -> Success) -> Self {
        Task(executorPreference: TaskPool.shared, operation: operation)
    }
}
