import Addresses
import CCurl
import Glibc
import Household

/// One message handed to one server.
struct SMTPExchange: Sendable {
    /// How the way to the server is kept from being read.
    enum Protection: Hashable, Sendable {
        /// TLS from the first byte on, or by STARTTLS before anything else.
        case required
        /// STARTTLS where it is offered.
        case offered
        /// None: the server is this machine.
        case loopback

        /// What a server at `url` is asked for; `isInsecure` is what the config says.
        init(for url: String, isInsecure: Bool) {
            let address = try? WebAddress(url, schemes: ["smtp"])
            self = address?.isLoopback == true ? .loopback : isInsecure ? .offered : .required
        }
    }

    var url: String
    var protection: Protection
    var caFile: String?
    var user: String?
    var password: Secret?
    var from: String
    var recipients: [String]
    var message: [UInt8]

    /// The answer of the server, or why there is none.
    struct Reply: Hashable, Sendable {
        /// In libcurl's words, which name no address; `nil` where the message was taken.
        var failure: String?
        var isHopeless = false
        /// Of the server's last reply, or 0 where none came.
        var status: Int
        var text: [UInt8] = []
        var latency: Duration = .zero
    }

    /// Hands the message over and waits for the server's answer, and for its farewell.
    ///
    /// Without TLS it connects only to an address that `allowsPeer` says is this machine's.
    func perform(
        timeout: Duration,
        allowing allowsPeer: @convention(c) @escaping (UnsafePointer<CChar>) -> Int32 = isLoopback
    ) -> Reply {
        if let fault = RegularFile.fault(of: caFile) {
            return Reply(failure: fault, status: 0)
        }
        let milliseconds = max(1, timeout.milliseconds)
        let limits = ccurl_limits(
            timeout_ms: milliseconds,
            connect_timeout_ms: milliseconds,
            max_reply_bytes: HTTPRequest.mostKept,
            on_bytes: nil,
            context: nil
        )
        let texts: [String?] = [
            url, caFile, from, recipients.joined(separator: "\n"), user, password?.revealed,
        ]
        let strings = texts.map { $0.map { strdup($0) } ?? nil }
        defer { strings.forEach { free($0) } }
        guard let place = strings[0] else {
            return Reply(failure: "out of memory", status: 0)
        }
        var request = ccurl_request()
        request.url = UnsafePointer(place)
        request.ca_file = strings[1].map { UnsafePointer($0) }
        request.mail_from = strings[2].map { UnsafePointer($0) }
        request.mail_to = strings[3].map { UnsafePointer($0) }
        request.user = strings[4].map { UnsafePointer($0) }
        request.password = strings[5].map { UnsafePointer($0) }
        switch protection {
        case .required: request.tls = CCURL_TLS_ALWAYS
        case .offered: request.tls = CCURL_TLS_OFFERED
        case .loopback:
            request.tls = CCURL_TLS_NEVER
            request.is_direct = true
            request.allows_peer = allowsPeer
        }
        var reply = ccurl_reply()
        defer { ccurl_reply_free(&reply) }
        message.withUnsafeBytes { bytes in
            request.body = bytes.baseAddress
            request.body_length = bytes.count
            _ = ccurl_send(&request, limits, &reply)
        }
        return Reply(reply)
    }
}

let isLoopback: @convention(c) (UnsafePointer<CChar>) -> Int32 = { address in
    IPAddress(String(cString: address))?.isLoopback == true ? 1 : 0
}

extension SMTPExchange.Reply {
    private static let noTLS: Int32 = 64

    fileprivate init(_ reply: ccurl_reply) {
        self.init(
            failure: Self.failure(of: reply),
            isHopeless: HopelessTransfer.isOne(reply),
            status: reply.status,
            text: Array(UnsafeBufferPointer(start: reply.body, count: reply.body_length)),
            latency: .microseconds(reply.total_microseconds)
        )
    }

    private static func failure(of reply: ccurl_reply) -> String? {
        guard !reply.peer_refused else {
            return "the server is not this machine, and mail without TLS is for that alone"
        }
        guard reply.code != noTLS else {
            return "the server offers no STARTTLS"
        }
        return reply.error.map { words in
            let text = String(cString: words)
            return text.prefix(1).lowercased() + text.dropFirst()
        }
    }
}
