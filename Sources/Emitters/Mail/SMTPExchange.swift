import Addresses
import CCurl
import Household

/// Hands one message to one server.
struct SMTPExchange: Sendable {
    /// How the connection is encrypted.
    enum Protection: Hashable, Sendable {
        /// TLS from the first byte on, or by STARTTLS before anything else.
        case required
        /// STARTTLS where it is offered.
        case offered
        /// None: the server is this machine.
        case loopback

        /// Chooses the protection of a connection to `url`; `isInsecure` is the config's
        /// `insecure`.
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

    /// Sends the message, and waits for the server's replies to it and to QUIT.
    ///
    /// Without TLS, a connection is made only to an address that `allowsPeer` accepts.
    func perform(
        timeout: Duration,
        allowing allowsPeer: @convention(c) @escaping (UnsafePointer<CChar>) -> Int32 = isLoopback
    ) -> TransferReply {
        if let fault = RegularFile.fault(of: caFile) {
            return TransferReply(failure: fault, status: 0)
        }
        var transfer = Transfer(to: url, timeout: timeout, caFile: caFile)
        transfer.request.mail_from = transfer.text(from)
        transfer.request.mail_to = transfer.text(recipients.joined(separator: "\n"))
        transfer.request.user = transfer.text(user)
        transfer.request.password = transfer.text(password?.revealed)
        switch protection {
        case .required: transfer.request.tls = CCURL_TLS_ALWAYS
        case .offered: transfer.request.tls = CCURL_TLS_OFFERED
        case .loopback:
            transfer.request.tls = CCURL_TLS_NEVER
            transfer.request.is_direct = true
            transfer.request.allows_peer = allowsPeer
        }
        var reply = ccurl_reply()
        defer { ccurl_reply_free(&reply) }
        transfer.send(message) { _ = ccurl_send($0, $1, &reply) }
        return TransferReply(
            reply,
            refusal: "the server is not this machine, and mail without TLS is allowed only there"
        )
    }
}

let isLoopback: @convention(c) (UnsafePointer<CChar>) -> Int32 = { address in
    IPAddress(String(cString: address))?.isLoopback == true ? 1 : 0
}
