import Glibc

/// Writes whole lines to a descriptor, and gives up rather than wait for ever.
///
/// A line of at most `PIPE_BUF` bytes is one write(2), which pipe(7) keeps whole among other
/// writers; a longer one is written in pieces of that size. SIGPIPE must be ignored by the
/// program, else a reader that is gone ends it.
struct LineWriter {
    enum Failure: Error, Hashable {
        /// Nobody made room in time.
        case full
        /// What the system said.
        case system(String)
    }

    private static let piece = 4_096

    let descriptor: Int32
    let patienceInMilliseconds: Int32

    /// Writes `line` and a line feed.
    func write(_ line: [UInt8]) throws(Failure) {
        var rest = (line + [UInt8(ascii: "\n")])[...]
        while !rest.isEmpty {
            try waitForRoom()
            let piece = rest.prefix(Self.piece)
            let written = piece.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR && errno != EAGAIN {
                throw .system(String(cString: strerror(errno)))
            }
        }
    }

    /// With room for one piece, a write does not block, whatever the descriptor's flags say.
    private func waitForRoom() throws(Failure) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let ready = poll(&entry, 1, patienceInMilliseconds)
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
