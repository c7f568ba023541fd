package import Delivery
package import Household
package import Planning

/// Sends each nudge as a short plain mail.
///
/// The reply code decides: 250 is delivered, 4yz a failure that may pass, 5yz a rejection (RFC 5321
/// section 4.2.1). A server other than this machine has to use TLS, unless the config allows plain
/// text.
package struct MailEmitter: Emitting {
    package let endpoint: String?
    private let exchange: SMTPExchange
    private let message: MailMessage
    private let timeout: Duration
    private let redactor: Redactor
    private let names: [String: String]
    /// libcurl blocks until the server has answered QUIT, so mail runs on a thread of its own.
    private let lane = BlockingLane(width: 1)

    /// Reads the channel's password, once; `names` has the names of the partners by their ids.
    package init(
        _ settings: MailSettings,
        secrets: SecretReader,
        names: [String: String] = [:]
    ) throws(EmitterError) {
        self.names = names
        for address in [settings.from] + settings.recipients {
            guard MailAddress.isPlain(address) else {
                throw .malformed(
                    what: "an address",
                    allowed: "a plain one, such as 'us@example.org'"
                )
            }
        }
        guard !settings.recipients.isEmpty else {
            throw .missing("to")
        }
        var password: Secret?
        if let reference = settings.password {
            password = try secrets.read(reference)
        }
        let url = settings.url.revealed
        exchange = SMTPExchange(
            url: url,
            protection: .init(for: url, isInsecure: settings.isInsecure),
            caFile: settings.caFile,
            user: settings.user,
            password: password,
            from: settings.from,
            recipients: settings.recipients,
            message: []
        )
        message = MailMessage(from: settings.from, recipients: settings.recipients)
        timeout = settings.timeout
        let login = password.map { [$0.revealed, "\0\(settings.user ?? "")\0\($0.revealed)"] }
        redactor = Redactor(url: url, and: login ?? [])
        endpoint = Fingerprint.of(
            [
                "mail", url, settings.from, settings.user ?? "", password?.revealed ?? "",
                settings.caFile ?? "", "\(settings.isInsecure)",
            ] + settings.recipients
        )
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        var exchange = exchange
        exchange.message = message.bytes(for: nudge.addressed(names))
        let timeout = timeout
        let reply = await lane.run { [exchange] in exchange.perform(timeout: timeout) }
        return DeliveryAttempt(
            Self.result(of: reply),
            detail: Self.detail(of: reply),
            status: reply.status == 0 ? nil : reply.status,
            latency: reply.latency,
            reply: redactor.excerpt(of: reply.body)
        )
    }

    private static func result(of reply: TransferReply) -> DeliveryAttempt.Result {
        guard reply.failure != nil else {
            return .delivered
        }
        switch reply.status {
        case _ where reply.isHopeless: return .refused
        case 500...599: return .rejected
        default: return .failed(retryAfter: nil)
        }
    }

    private static func detail(of reply: TransferReply) -> String {
        switch (reply.status, reply.failure) {
        case (let status, nil): "SMTP \(status)"
        case (400...599, _): "SMTP \(reply.status)"
        case (_, let failure?): failure
        }
    }
}
