import Glibc

/// A thread of its own for a call that blocks; the pool of Swift's tasks must not.
struct Waiter {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    /// Lets the thread that calls sleep; only while the daemon ends.
    static func pause(milliseconds: Int32) {
        // An interruption may only make it longer than it would be without one.
        while poll(nil, 0, milliseconds) == -1, errno == EINTR {}
    }

    /// Starts the thread, detached.
    func start() {
        let box = Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_create(
            &thread,
            &attributes,
            { argument in
                if let argument {
                    Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            },
            box.toOpaque()
        )
        pthread_attr_destroy(&attributes)
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
