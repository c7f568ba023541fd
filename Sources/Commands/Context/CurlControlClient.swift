import CCurl
import ControlAPI
import Glibc

/// HTTP over a Unix socket, through libcurl.
struct CurlControlClient: ControlClient {
    let socketPath: String

    /// How long a reply may take, in milliseconds: a test nudge as long as its channel's own limit,
    /// and two plans of a year some time to be made.
    private static func timeout(_ path: String) -> Int64 {
        switch ControlRoute(path: path) {
        case .sendTest: 120_000
        case .check: 60_000
        default: 15_000
        }
    }

    /// What fits into `sockaddr_un` (unix(7)), its closing NUL left out.
    private static let longestPath = 107
    private static let biggestReply = 16 << 20

    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply {
        guard socketPath.utf8.count <= Self.longestPath else {
            let limit = "longer than \(Self.longestPath) bytes"
            throw .noDaemon("the path of a socket cannot be \(limit)")
        }
        let limits = ccurl_limits(
            timeout_ms: Self.timeout(request.path),
            connect_timeout_ms: 5_000,
            max_reply_bytes: Self.biggestReply,
            on_bytes: nil,
            context: nil
        )
        var reply = ccurl_reply()
        defer { ccurl_reply_free(&reply) }
        let code = ccurl_perform(
            request.method,
            "http://localhost\(request.target)",
            "Content-Type: \(ControlJSON.contentType)\nAccept: \(ControlJSON.contentType)",
            request.body,
            request.body.count,
            socketPath,
            nil,
            limits,
            &reply
        )
        guard code == 0 else {
            throw failure(reply)
        }
        guard !reply.truncated else {
            throw .broken("the reply is bigger than \(Self.biggestReply >> 20) MiB")
        }
        let bytes = reply.body.map {
            Array(UnsafeBufferPointer(start: $0, count: reply.body_length))
        }
        return ControlReply(status: reply.status, body: bytes ?? [])
    }

    private func failure(_ reply: ccurl_reply) -> ControlClientError {
        guard !reply.peer_refused else {
            return .foreign(user: reply.peer_user)
        }
        let words = reply.error.map { String(cString: $0) } ?? "no reply"
        // CURLE_COULDNT_CONNECT: nobody has taken the request.
        guard reply.code == 7 else {
            return .broken(words.prefix(1).lowercased() + words.dropFirst())
        }
        guard reply.os_errno != 0 else {
            return .noDaemon(words)
        }
        return .noDaemon(String(cString: strerror(Int32(truncatingIfNeeded: reply.os_errno))))
    }
}
