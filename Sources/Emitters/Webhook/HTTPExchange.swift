import CCurl
import Glibc

/// One HTTP request; the URL in it may hold a token and is not to be printed.
struct HTTPRequest: Sendable {
    var method = "POST"
    var url: String
    /// Names and values, in order; a value has no line break in it.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]
}

/// What came back of a request.
struct HTTPReply: Hashable, Sendable {
    /// Why there is no whole reply, in libcurl's words, which name no address; `nil` if there is.
    var failure: String?
    /// Whether it would fail in the same way each time: the address is none that can be asked.
    var isHopeless = false
    /// The status, or 0 where none came.
    var status: Int
    /// `Retry-After` as it was sent.
    var retryAfter: String?
}

extension HTTPRequest {
    /// The most of a reply that is kept.
    private static let mostKept = 64 * 1_024

    /// Makes the request and waits for its end, at most for `timeout`.
    func perform(timeout: Duration) -> HTTPReply {
        let lines = headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        let milliseconds = max(1, timeout.milliseconds)
        let limits = ccurl_limits(
            timeout_ms: milliseconds,
            connect_timeout_ms: milliseconds,
            max_reply_bytes: Self.mostKept,
            on_bytes: nil,
            context: nil
        )
        var reply = ccurl_reply()
        defer { ccurl_reply_free(&reply) }
        ccurl_perform(method, url, lines, body, body.count, nil, nil, limits, &reply)
        return HTTPReply(reply)
    }
}

extension HTTPReply {
    /// CURLE_UNSUPPORTED_PROTOCOL and CURLE_URL_MALFORMAT.
    private static let hopeless: Set<Int32> = [1, 3]

    fileprivate init(_ reply: ccurl_reply) {
        self.init(
            failure: reply.error.map { words in
                let text = String(cString: words)
                guard reply.os_errno != 0, reply.code == 7 else {
                    return text
                }
                return "\(text): \(String(cString: strerror(Int32(reply.os_errno))))"
            },
            isHopeless: Self.hopeless.contains(reply.code),
            status: reply.status,
            retryAfter: reply.retry_after.map { String(cString: $0) }
        )
    }
}
