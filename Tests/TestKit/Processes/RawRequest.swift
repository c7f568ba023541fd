import Foundation
import Glibc

/// Sends bytes as they are to a server behind a Unix socket, which no client would send.
package enum RawRequest {
    /// Returns all that was answered until the server closed.
    ///
    /// It waits on a thread of its own, so that a server of the same process can answer.
    package static func send(_ bytes: String, to path: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try exchange(bytes, with: path) })
            }
        }
    }

    private static func exchange(_ bytes: String, with path: String) throws -> String {
        let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else {
            throw ProcessError("socket", errno: errno)
        }
        defer { close(file) }
        var timeout = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { field in
            field.copyBytes(from: path.utf8.prefix(field.count - 1))
        }
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(file, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            throw ProcessError("cannot connect to '\(path)'", errno: errno)
        }
        _ = Array(bytes.utf8).withUnsafeBytes { buffer in
            Glibc.send(file, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(file, &chunk, chunk.count, 0)
            guard count > 0 else {
                break
            }
            received += chunk[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }

    package static func post(
        _ path: String,
        headers: [String] = ["Content-Type: application/json"],
        body: String = ""
    ) -> String {
        text("POST", path, headers: headers, body: body)
    }

    /// Returns a request with a body, after which the server closes.
    ///
    /// `headers` are whole lines. One that says what the body is stands in the place of the usual.
    package static func text(
        _ method: String,
        _ path: String,
        headers: [String] = ["Content-Type: application/json"],
        body: String = ""
    ) -> String {
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: home.example", "Connection: close"] + headers
            + ["Content-Length: \(body.utf8.count)", "", body]
        return lines.joined(separator: "\r\n")
    }
}
