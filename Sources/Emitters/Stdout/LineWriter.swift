import Glibc
import Synchronization

/// Writes whole lines to a descriptor, and gives up after a timeout.
///
/// A line of at most `PIPE_BUF` bytes is one write(2), which pipe(7) keeps whole among other
/// writers; a longer line is written in pieces of that size. A line of which only a part was
/// written before the timeout is finished before the next line. The program has to ignore SIGPIPE,
/// else a reader that is gone ends it.
final class LineWriter: Sendable {
    enum Failure: Error, Hashable {
        /// Nobody read within the timeout.
        case full
        /// The system's own error.
        case system(String)
    }

    /// A line of which a part is written.
    private struct Begun {
        let line: [UInt8]
        /// The bytes that are still to be written, line feed included.
        var rest: ArraySlice<UInt8>

        init(_ line: [UInt8]) {
            self.line = line
            rest = (line + [UInt8(ascii: "\n")])[...]
        }

        var isUntouched: Bool { rest.count > line.count }
    }

    private struct State {
        var begun: Begun?
        /// A line that timed out and was finished later; to write it once more does nothing.
        var ended: [UInt8]?
    }

    private static let piece = 4_096

    private let descriptor: Int32
    private let timeout: Int32
    private let state = Mutex(State())

    /// Makes a writer to `descriptor`; no room for a piece within `timeout` is a failure.
    init(descriptor: Int32, timeout: Duration) {
        self.descriptor = descriptor
        self.timeout = Int32(clamping: timeout.milliseconds)
    }

    /// Writes `line` and a line feed.
    func write(_ line: [UInt8]) throws(Failure) {
        try state.withLock { state throws(Failure) in
            if let other = state.begun, other.line != line {
                try finish(&state)
                state.ended = other.line
            }
            guard state.ended != line else {
                state.ended = nil
                return
            }
            state.begun = state.begun ?? Begun(line)
            try finish(&state)
        }
    }

    /// Writes the rest of the line that was begun.
    private func finish(_ state: inout State) throws(Failure) {
        guard var begun = state.begun else {
            return
        }
        do throws(Failure) {
            while !begun.rest.isEmpty {
                try waitForRoom()
                begun.rest = begun.rest.dropFirst(try write(begun.rest.prefix(Self.piece)))
            }
            state.begun = nil
        } catch {
            state.begun = begun.isUntouched ? nil : begun
            throw error
        }
    }

    /// Returns how much of a piece was written.
    private func write(_ piece: ArraySlice<UInt8>) throws(Failure) -> Int {
        let written = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written >= 0 || errno == EINTR || errno == EAGAIN else {
            throw .system(String(cString: strerror(errno)))
        }
        return max(0, written)
    }

    /// Waits for room for one piece, so that a write does not block, whatever the descriptor's
    /// flags.
    private func waitForRoom() throws(Failure) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let ready = poll(&entry, 1, timeout)
            if ready > 0 {
                return
            }
            guard ready < 0 else {
                throw .full
            }
            guard errno == EINTR else {
                throw .system(String(cString: strerror(errno)))
            }
        }
    }
}
