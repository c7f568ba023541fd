import Glibc

@testable import Emitters

/// A port on loopback that knows whether anybody has connected to it.
final class QuietListener: Sendable {
    let port: UInt16
    private let listener: Int32

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let file = listener
        let answer = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                min(bind(file, pointer, size), listen(file, 8), getsockname(file, pointer, &size))
            }
        }
        guard answer == 0 else {
            throw EmitterError.system(String(cString: strerror(errno)))
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(listener)
    }

    /// Whether a connection waits or has waited to be accepted.
    func wasReached() -> Bool {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else {
            return false
        }
        close(connection)
        return true
    }
}
