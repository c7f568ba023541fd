import Foundation
import Glibc
import Synchronization

/// A server on loopback that does to each connection what a bad one would.
final class HostileServer: Sendable {
    enum Manner: Sendable {
        /// Sends the bytes, then says nothing more and hangs up only when the test ends.
        case sends(String, thenHangs: Bool = false)
        /// Closes with a reset once the request is there.
        case resets
        /// Sends a head and then a body without end, until the peer has gone.
        case floods
    }

    private struct State {
        var open: [Int32] = []
        var flooded = 0
        var connections = 0
        var isOver = false
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    init(_ manner: Manner) throws {
        struct CannotListen: Error {}
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) | listen(listener, 16)
                    | getsockname(listener, address, &size)
            }
        }
        guard status == 0 else {
            throw CannotListen()
        }
        port = address.sin_port.bigEndian
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else {
                    break
                }
                self.treat(connection, manner)
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        hangUp()
    }

    /// Closes the connections that hang, and from now on each one that comes.
    func hangUp() {
        state.withLock { state in
            state.open.forEach { _ = close($0) }
            state.open = []
            state.isOver = true
        }
    }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// How many bytes of a flood were taken before the peer had gone.
    var flooded: Int { state.withLock { $0.flooded } }
    var connections: Int { state.withLock { $0.connections } }

    private func treat(_ connection: Int32, _ manner: Manner) {
        state.withLock { $0.connections += 1 }
        var request = [UInt8](repeating: 0, count: 65_536)
        _ = recv(connection, &request, request.count, 0)
        switch manner {
        case .sends(let text, let hangs):
            _ = push(Array(text.utf8), to: connection)
            guard hangs else {
                break
            }
            let isKept = state.withLock { state in
                state.open += state.isOver ? [] : [connection]
                return !state.isOver
            }
            guard !isKept else {
                return
            }
        case .resets:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                connection,
                SOL_SOCKET,
                SO_LINGER,
                &linger,
                socklen_t(MemoryLayout<linger>.size)
            )
        case .floods:
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 8589934592\r\n\r\n"
            _ = push(Array(head.utf8), to: connection)
            let chunk = [UInt8](repeating: 0x61, count: 32_768)
            while push(chunk, to: connection) {
                state.withLock { $0.flooded += chunk.count }
            }
        }
        close(connection)
    }

    private func push(_ bytes: [UInt8], to connection: Int32) -> Bool {
        send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}
