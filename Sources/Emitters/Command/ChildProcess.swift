import CSystemd
import Foundation

/// Runs a program to its end, with a text on its standard input.
struct ChildProcess {
    enum Ending: Hashable {
        case exited(Int32)
        case killed(signal: Int32)
        /// The program ran longer than its timeout, and was killed with all it had started.
        case timedOut
        /// The program could not be started or waited for: an errno.
        case failed(Int32)
    }

    /// `MFD_CLOEXEC` of memfd_create(2).
    private static let closeOnExec: UInt32 = 1

    /// The program by name or path, and its arguments.
    var arguments: [String]
    var environment: [String: String]
    var input: [UInt8]

    /// Runs the program and waits for its end, at most for `timeout`; returns how it ended, and the
    /// beginning of its output.
    ///
    /// A process that the program leaves running loses its standard output.
    func run(timeout: Duration) -> (ending: Ending, output: [UInt8]) {
        let stdin = memfd_create("nudge", Self.closeOnExec)
        guard stdin >= 0 else {
            return (.failed(errno), [])
        }
        defer { close(stdin) }
        guard input.isEmpty || write(stdin, input, input.count) == input.count,
            lseek(stdin, 0, SEEK_SET) == 0, var output = ProcessOutput()
        else {
            return (.failed(errno), [])
        }
        defer { output.close() }
        var process: pid_t = 0
        let answer = RunningPrograms.begin(&process) {
            Spawn.start(
                &$0,
                arguments,
                environment: environment,
                input: stdin,
                output: output.writeEnd
            )
        }
        guard answer == 0 else {
            return (.failed(answer), [])
        }
        let ending = Self.wait(for: process, timeout: timeout, &output)
        return (ending, output.wholeLines)
    }

    /// Waits for the process to end, and kills it and its group after `timeout`.
    ///
    /// The process is reaped last: until then no other process can have its id, so that the signal
    /// hits no other.
    private static func wait(
        for process: pid_t,
        timeout: Duration,
        _ output: inout ProcessOutput
    ) -> Ending {
        let ended = pidfd_open(process, 0)
        guard ended >= 0 else {
            let reason = errno
            kill(-process, SIGKILL)
            return RunningPrograms.forget(process) {
                _ = reap(process)
                return .failed(reason)
            }
        }
        defer { close(ended) }
        let isLate = !output.follow(until: ended, timeout: timeout)
        if isLate {
            kill(-process, SIGKILL)
            _ = output.follow(until: ended, timeout: nil)
        }
        let ending = RunningPrograms.forget(process) { reap(process) }
        return isLate ? .timedOut : ending
    }

    private static func reap(_ process: pid_t) -> Ending {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                return .failed(errno)
            }
        }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    }
}

/// The output of a program, read as it comes so that the program never blocks, and kept up to a bound.
struct ProcessOutput {
    private static let most = 16 * 1_024

    let writeEnd: Int32
    private let readEnd: Int32
    private var isOver = false
    /// The beginning of the output, at most `most` bytes.
    private var bytes: [UInt8] = []

    /// Makes the pipe, or fails with an errno.
    init?() {
        var ends: [Int32] = [-1, -1]
        // pipe2(2) sets O_CLOEXEC at once: a program that another channel starts in between would
        // inherit the pipe and hold it open.
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            return nil
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
    }

    /// The output without a last line that was cut off: a secret that is cut in two would not be
    /// recognised and redacted.
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

    /// Reads the output until the process of the pidfd `ended` has ended; returns false if
    /// `timeout` passes first.
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
