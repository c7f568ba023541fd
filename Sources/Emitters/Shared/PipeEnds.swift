import CSystemd
import Glibc

/// Both ends of a pipe, which no program that is started inherits.
struct PipeEnds {
    let read: Int32
    let write: Int32

    /// Makes the pipe; `nil`, with an errno, where that cannot be.
    init?() {
        var ends: [Int32] = [-1, -1]
        // In one call: a program that another channel starts in between would hold the pipe open.
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            return nil
        }
        (read, write) = (ends[0], ends[1])
    }
}
