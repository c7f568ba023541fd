import Glibc

/// A counting semaphore of the system (sem_overview(7)): to wait on it costs nothing.
final class Semaphore: @unchecked Sendable {
    // Its address must not change, so it lives outside of Swift's values.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() {
        sem_post(semaphore)
    }

    func wait() {
        while sem_wait(semaphore) == -1, errno == EINTR {}
    }
}
