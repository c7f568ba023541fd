import Foundation
import Glibc

/// The service manager's end of sd_notify(3): what a daemon says of itself, one event for each
/// assignment (`READY=1`).
package final class NotifySocket: Sendable {
    /// What the daemon's `NOTIFY_SOCKET` has to be.
    package let path: String
    package let messages = EventLog<String>("the notify socket")
    private let descriptor: Int32

    package init(at path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            throw ProcessError("cannot listen at \(path)", errno: errno)
        }
        // The thread's own, so that no end closes the other's.
        let receiving = dup(descriptor)
        Thread.detachNewThread { [messages] in
            var buffer = [UInt8](repeating: 0, count: 8192)
            while true {
                let count = recv(receiving, &buffer, buffer.count, 0)
                guard count > 0 else {
                    break
                }
                for line in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
                    messages.append(String(decoding: line, as: UTF8.self))
                }
            }
            messages.finish()
            close(receiving)
        }
    }

    deinit {
        end()
        close(descriptor)
    }

    /// Ends the log once everything sent so far is in it.
    package func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
