import Addresses
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

/// What bounds a request, and whom it may reach.
struct HTTPManners: Hashable, Sendable {
    var timeout: Duration
    /// A file of certificates to trust instead of the system's.
    var caFile: String?
    /// Whether plain http may be spoken with any host.
    var isInsecure = false
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
    /// `Date` as it was sent: what the server's clock showed.
    var date: String?
    /// The first 64 KiB at most, decompressed.
    var body: [UInt8] = []
    var latency: Duration = .zero
}

extension HTTPRequest {
    /// The most of a reply that is kept.
    static let mostKept = 64 * 1_024

    /// Makes the request, which takes its manners' timeout at most; no thread waits for it.
    ///
    /// Plain http goes to private networks only, past any proxy, unless the manners allow more;
    /// `allowsPeer` tells which addresses are on one.
    func perform(
        _ manners: HTTPManners,
        allowing allowsPeer: @convention(c) @escaping (UnsafePointer<CChar>) -> Int32 = isPrivate
    ) async -> HTTPReply {
        if let fault = RegularFile.fault(of: manners.caFile) {
            return HTTPReply(failure: fault, status: 0)
        }
        let lines = headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        let milliseconds = max(1, manners.timeout.milliseconds)
        let limits = ccurl_limits(
            timeout_ms: milliseconds,
            connect_timeout_ms: milliseconds,
            max_reply_bytes: Self.mostKept,
            on_bytes: nil,
            context: nil
        )
        let isGuarded = !manners.isInsecure && !url.lowercased().hasPrefix("https:")
        return await withCheckedContinuation { continuation in
            let waiter = Unmanaged.passRetained(Waiter(continuation)).toOpaque()
            withCStrings(url, method, lines, manners.caFile) { url, method, lines, caFile in
                var request = ccurl_request()
                request.url = url
                request.method = method
                request.headers = lines
                request.ca_file = caFile
                request.is_direct = isGuarded
                request.allows_peer = isGuarded ? allowsPeer : nil
                body.withUnsafeBytes { bytes in
                    request.body = bytes.baseAddress
                    request.body_length = bytes.count
                    ccurl_start(&request, limits, tellWaiter, waiter)
                }
            }
        }
    }

    /// Who waits for a reply.
    private final class Waiter: Sendable {
        let continuation: CheckedContinuation<HTTPReply, Never>

        init(_ continuation: CheckedContinuation<HTTPReply, Never>) {
            self.continuation = continuation
        }
    }

    fileprivate static func tell(_ waiter: UnsafeMutableRawPointer, _ reply: HTTPReply) {
        Unmanaged<Waiter>.fromOpaque(waiter).takeRetainedValue().continuation.resume(
            returning: reply
        )
    }
}

private let tellWaiter: ccurl_done = { waiter, reply in
    if let waiter {
        HTTPRequest.tell(waiter, HTTPReply(reply.pointee))
    }
}

let isPrivate: @convention(c) (UnsafePointer<CChar>) -> Int32 = { address in
    IPAddress(String(cString: address))?.isPrivate == true ? 1 : 0
}

extension HTTPReply {
    private static let cannotConnect: Int32 = 7

    fileprivate init(_ reply: ccurl_reply) {
        self.init(
            failure: Self.failure(of: reply),
            isHopeless: HopelessTransfer.isOne(reply),
            status: reply.status,
            retryAfter: reply.retry_after.map { String(cString: $0) },
            date: reply.date.map { String(cString: $0) },
            body: Array(UnsafeBufferPointer(start: reply.body, count: reply.body_length)),
            latency: .microseconds(reply.total_microseconds)
        )
    }

    private static func failure(of reply: ccurl_reply) -> String? {
        guard !reply.peer_refused else {
            return "the host is on no private network, and plain http is for those alone"
        }
        return reply.error.map { words in
            let text = String(cString: words)
            let lowered = text.prefix(1).lowercased() + text.dropFirst()
            guard reply.os_errno != 0, reply.code == cannotConnect else {
                return lowered
            }
            return "\(lowered): \(String(cString: strerror(Int32(reply.os_errno))))"
        }
    }
}

/// Calls `body` with the texts as C has them.
private func withCStrings<Value>(
    _ first: String,
    _ second: String,
    _ third: String,
    _ fourth: String?,
    _ body: (
        UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>?
    ) -> Value
) -> Value {
    first.withCString { first in
        second.withCString { second in
            third.withCString { third in
                guard let fourth else {
                    return body(first, second, third, nil)
                }
                return fourth.withCString { body(first, second, third, $0) }
            }
        }
    }
}
