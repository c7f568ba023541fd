import CCurl
import Glibc

/// The reply to a request or to a mail.
struct TransferReply: Hashable, Sendable {
    /// Why there is no whole reply, in libcurl's words, which name no address; `nil` if there is
    /// one.
    var failure: String?
    /// Whether every attempt would fail in the same way, because the address cannot be used.
    var isHopeless = false
    /// The status of HTTP, or of an SMTP server's last reply; 0 where none came.
    var status: Int
    /// `Retry-After` as it was sent.
    var retryAfter: String?
    /// `Date` as it was sent, which is the time of the server's clock.
    var date: String?
    /// `ETag` as it was sent.
    var etag: String?
    /// The body, decompressed, of which so much is kept as was asked for; for SMTP the last reply.
    var body: [UInt8] = []
    /// Whether the body was longer than what is kept.
    var isCut = false
    var latency: Duration = .zero
}

extension TransferReply {
    private static let cannotConnect: Int32 = 7
    private static let noTLS: Int32 = 64
    /// CURLE_UNSUPPORTED_PROTOCOL and CURLE_URL_MALFORMAT.
    private static let ofTheAddress: Set<Int32> = [1, 3]

    /// Reads the result of libcurl; `refusal` is the failure where no address of the peer was
    /// allowed.
    init(_ reply: ccurl_reply, refusal: String) {
        self.init(
            failure: reply.peer_refused ? refusal : Self.failure(of: reply),
            isHopeless: reply.peer_refused
                || Self.isHopeless(code: reply.code, hasConnected: reply.has_connected),
            status: reply.status,
            retryAfter: reply.retry_after.map { String(cString: $0) },
            date: reply.date.map { String(cString: $0) },
            etag: reply.etag.map { String(cString: $0) },
            body: Array(UnsafeBufferPointer(start: reply.body, count: reply.body_length)),
            isCut: reply.truncated,
            latency: .microseconds(reply.total_microseconds)
        )
    }

    /// Whether a transfer that ended with a CURLcode would end so each time: its address is at
    /// fault, and there was no connection.
    ///
    /// The code alone is not enough: libcurl reports CURLE_UNSUPPORTED_PROTOCOL also for a reply
    /// that is not HTTP, which a server that is just starting, or its proxy, may send.
    static func isHopeless(code: Int32, hasConnected: Bool) -> Bool {
        !hasConnected && ofTheAddress.contains(code)
    }

    private static func failure(of reply: ccurl_reply) -> String? {
        guard let words = reply.error else {
            return nil
        }
        let text = String(cString: words)
        let lowered = text.prefix(1).lowercased() + text.dropFirst()
        return switch reply.code {
        case noTLS: "the server offers no STARTTLS"
        case cannotConnect where reply.os_errno != 0:
            "\(lowered): \(String(cString: strerror(Int32(reply.os_errno))))"
        default: lowered
        }
    }
}

/// A request to libcurl, with the texts that it points to.
struct Transfer {
    /// The most bytes of a reply that are kept.
    static let mostKept = 64 * 1_024

    var request = ccurl_request()
    var limits: ccurl_limits
    private var texts: [UnsafeMutablePointer<CChar>] = []

    /// Makes a request to `url` that takes `timeout` at most, and trusts `caFile`, where it is
    /// given, instead of the system's certificates.
    init(to url: String, timeout: Duration, caFile: String?, keeping most: Int = Self.mostKept) {
        let milliseconds = max(1, timeout.milliseconds)
        limits = ccurl_limits(
            timeout_ms: milliseconds,
            connect_timeout_ms: milliseconds,
            max_reply_bytes: most,
            on_bytes: nil,
            context: nil,
            silence_ms: 0
        )
        request.url = text(url)
        request.ca_file = text(caFile)
    }

    /// Copies a text to a C string that lives until the request is sent.
    mutating func text(_ text: String?) -> UnsafePointer<CChar>? {
        guard let text, let copy = strdup(text) else {
            return nil
        }
        texts.append(copy)
        return UnsafePointer(copy)
    }

    /// Calls `send` with the request and a body, and then frees the texts; so it is called once.
    mutating func send(
        _ body: [UInt8],
        _ send: (UnsafePointer<ccurl_request>, ccurl_limits) -> Void
    ) {
        defer { texts.forEach { free($0) } }
        body.withUnsafeBytes { bytes in
            request.body = bytes.baseAddress
            request.body_length = bytes.count
            send(&request, limits)
        }
    }
}
