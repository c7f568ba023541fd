import ControlAPI
import Glibc

/// A connection to the daemon's socket, made only where this user listens there.
final class UnixConnection {
    let file: Int32
    private let patience: Duration

    /// What fits into `sockaddr_un` (unix(7)), its closing NUL left out.
    private static let longestPath = 107

    /// Connects; what is received afterwards may take so long, and zero is for ever.
    init(_ path: String, patience: Duration) throws(ControlClientError) {
        guard path.utf8.count <= Self.longestPath else {
            let limit = "longer than \(Self.longestPath) bytes"
            throw .noDaemon("the path of a socket cannot be \(limit)")
        }
        self.patience = patience
        file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let (seconds, rest) = patience.components
        var limit = timeval(
            tv_sec: Int(seconds),
            tv_usec: Int(rest / 1_000_000_000_000)
        )
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, length)
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, length)
        try connect(path)
        try checkPeer()
    }

    deinit {
        close(file)
    }

    private func connect(_ path: String) throws(ControlClientError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(file, $0, size) }
        }
        guard result == 0 else {
            throw .noDaemon(String(cString: strerror(errno)))
        }
    }

    /// Asks the kernel who listens, before anything is sent.
    private func checkPeer() throws(ControlClientError) {
        // `struct ucred` of unix(7): process, user, group.
        var peer: [UInt32] = [0, .max, .max]
        var length = socklen_t(peer.count * MemoryLayout<UInt32>.size)
        guard getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0, peer[1] == geteuid()
        else {
            throw .foreign(user: peer[1])
        }
    }

    func send(_ bytes: [UInt8]) throws(ControlClientError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // What was refused before it was read whole is answered all the same.
            if count < 0, errno == EPIPE || errno == ECONNRESET {
                return
            }
            guard count >= 0 || errno == EINTR else {
                throw failure()
            }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Waits for the next bytes; `nil` at the end.
    func receive() throws(ControlClientError) -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(file, &piece, piece.count, 0)
            guard count < 0 else {
                return count == 0 ? nil : Array(piece[..<count])
            }
            if errno != EINTR {
                throw failure()
            }
        }
    }

    private func failure() -> ControlClientError {
        errno == EAGAIN
            ? .broken("there was no reply within \(patience.components.seconds) s")
            : .broken(String(cString: strerror(errno)))
    }
}
