import Foundation
import Glibc
import Synchronization

/// Listens on a Unix socket in a directory of its own, and answers one request with fixed bytes.
final class OneShotServer: Sendable {
    let socketPath: String
    private let directory: String
    private let received = Mutex("")
    private let finished = DispatchSemaphore(value: 0)

    init(replying reply: String) throws {
        var template = Array("/tmp/ritualctl-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw POSIXError(.EIO)
        }
        directory = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        socketPath = "\(directory)/control.sock"
        let listener = try OneShotServer.listen(at: socketPath)
        Thread.detachNewThread { [self] in
            let connection = accept(listener, nil, nil)
            let request = OneShotServer.readRequest(connection)
            received.withLock { $0 = request }
            _ = Array(reply.utf8).withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            close(connection)
            close(listener)
            finished.signal()
        }
    }

    deinit {
        unlink(socketPath)
        rmdir(directory)
    }

    /// What was received, once the request is answered.
    func request() -> String {
        finished.wait()
        return received.withLock { $0 }
    }

    /// A socket on which nobody answers.
    static func listen(at path: String) throws -> Int32 {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard bound == 0, Glibc.listen(listener, 1) == 0 else {
            throw POSIXError(.EADDRNOTAVAIL)
        }
        return listener
    }

    /// Reads a head and as many bytes of body as its Content-Length says.
    private static func readRequest(_ connection: Int32) -> String {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !isWhole(text) {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else {
                break
            }
            text += String(decoding: chunk[..<count], as: UTF8.self)
        }
        return text
    }

    private static func isWhole(_ text: String) -> Bool {
        guard let head = text.range(of: "\r\n\r\n") else {
            return false
        }
        let length = text.lowercased().range(of: "content-length: ").flatMap {
            Int(text[$0.upperBound...].prefix { $0.isNumber })
        }
        return text[head.upperBound...].utf8.count >= length ?? 0
    }
}
