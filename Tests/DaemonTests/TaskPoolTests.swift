import Synchronization
import Testing

@testable import Daemon

@Suite struct TaskPoolTests {
    private actor Counter {
        var count = 0

        func increase() {
            count += 1
        }
    }

    @Test func `many tasks over few threads all come to their end`() async throws {
        let pool = TaskPool(width: 2)
        let counter = Counter()
        await withTaskExecutorPreference(pool) {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2_000 {
                    group.addTask { await counter.increase() }
                }
            }
        }
        #expect(await counter.count == 2_000)
    }

    @Test func `a task that blocks leaves the other threads to the others`() async {
        let pool = TaskPool(width: 2)
        let semaphore = Semaphore()
        let blocked = Task(executorPreference: pool) {
            semaphore.wait()
            return true
        }
        let free = await Task(executorPreference: pool) { true }.value
        #expect(free)
        semaphore.signal()
        #expect(await blocked.value)
    }

    @Test func `what a body throws comes out where it was started`() {
        struct Expected: Error {}
        #expect(throws: Expected.self) {
            try TaskPool.run { throw Expected() }
        }
    }
}
