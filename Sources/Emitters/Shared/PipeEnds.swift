import Glibc

/// Both ends of a pipe, which no program that is started inherits.
struct PipeEnds {
    let read: Int32
    let write: Int32

    /// Makes the pipe; `nil`, with an errno, where that cannot be.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            return nil
        }
        (read, write) = (ends[0], ends[1])
        _ = fcntl(read, F_SETFD, FD_CLOEXEC)
        _ = fcntl(write, F_SETFD, FD_CLOEXEC)
    }
}
