import Foundation

/// What a program prints, read as it comes so that it never waits, and kept up to a bound.
struct ProcessOutput {
    private static let most = 16 * 1_024

    let writeEnd: Int32
    private let readEnd: Int32
    private var isOver = false
    /// The first of what was printed.
    private var bytes: [UInt8] = []

    /// Makes the pipe; `nil`, with an errno, where that cannot be.
    init?() {
        guard let pipe = PipeEnds() else {
            return nil
        }
        (readEnd, writeEnd) = (pipe.read, pipe.write)
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
    }

    /// What was printed, without a line that was cut off: its end could be a part of what must not be
    /// seen, and would not be known for it.
    var wholeLines: [UInt8] {
        guard bytes.count == Self.most, let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            return bytes
        }
        return Array(bytes[...end])
    }

    func close() {
        Glibc.close(readEnd)
        Glibc.close(writeEnd)
    }

    /// Reads until `ended`, a pipe of its own, is closed, or the time is up; false in that case.
    mutating func follow(until ended: Int32, timeout: Duration?) -> Bool {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            var watched = [
                pollfd(fd: ended, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOver ? -1 : readEnd, events: Int16(POLLIN), revents: 0),
            ]
            let left = deadline.map { ContinuousClock.now.duration(to: $0).milliseconds }
            if let left, left <= 0 {
                return false
            }
            let count = poll(&watched, 2, left.map { Int32(clamping: $0 + 1) } ?? -1)
            guard count >= 0 || errno == EINTR else {
                return false
            }
            if watched[1].revents != 0 {
                drain()
            }
            if watched[0].revents != 0 {
                drain()
                return true
            }
        }
    }

    private mutating func drain() {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        // A program that prints without end must not keep us from looking at the clock.
        for _ in 0..<64 {
            let count = read(readEnd, &chunk, chunk.count)
            guard count > 0 else {
                isOver = count == 0
                return
            }
            bytes += chunk.prefix(min(count, Self.most - bytes.count))
        }
    }
}
