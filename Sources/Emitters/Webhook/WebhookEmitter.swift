package import CivilTime
package import Delivery
package import Household
package import Planning

/// Posts each nudge to an HTTP endpoint.
///
/// Every attempt bears the nudge's id as `webhook-id`, so that a receiver can tell a repeated
/// nudge, and is signed where a secret is given. No redirect is followed.
package struct WebhookEmitter: Emitting {
    package let endpoint: String?
    private let service: any WebhookService
    private let keys: SigningKeys?
    private let redactor: Redactor
    private let manners: HTTPManners
    private let userAgent: String
    private let now: @Sendable () -> Instant

    /// Reads the channel's secrets, once.
    ///
    /// `now` is the clock that signatures bear the time of; `version` is said in `User-Agent`.
    package init(
        _ settings: WebhookSettings,
        secrets: SecretReader,
        version: String,
        now: @escaping @Sendable () -> Instant
    ) throws(EmitterError) {
        var token: Secret?
        if let reference = settings.token {
            token = try Self.headerValue(secrets.read(reference), called: "the token")
        }
        var secret: Secret?
        if let reference = settings.secret {
            secret = try secrets.read(reference)
        }
        service = try settings.preset.service(settings, token: token)
        keys = try secret.map { secret throws(EmitterError) in
            try SigningKeys(secret, called: "the secret")
        }
        manners = HTTPManners(
            timeout: settings.timeout,
            caFile: settings.caFile,
            isInsecure: settings.isInsecure
        )
        let signing = secret?.revealed.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        let answers = settings.answers?.revealed
        redactor = Redactor(
            url: settings.url.revealed,
            and: [token?.revealed, answers, settings.target].compactMap(\.self) + signing
        )
        endpoint = Fingerprint.of(
            [
                settings.preset.rawValue, settings.url.revealed, token?.revealed ?? "",
                settings.target ?? "", settings.caFile ?? "", "\(settings.isInsecure)",
            ] + signing
        )
        userAgent = "rituald/\(version)"
        self.now = now
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        guard var request = try? service.request(for: nudge) else {
            return DeliveryAttempt(.refused, detail: "the nudge has no JSON form")
        }
        request.headers += headers(for: nudge, body: request.body, at: now())
        let reply = await request.perform(manners)
        var attempt = DeliveryAttempt(reply, at: now(), from: service)
        attempt.reply = redactor.excerpt(of: reply.body)
        return attempt
    }

    private func headers(
        for nudge: Nudge,
        body: [UInt8],
        at instant: Instant
    ) -> [(name: String, value: String)] {
        var headers = [
            (name: "User-Agent", value: userAgent),
            (name: "webhook-id", value: nudge.id),
            (name: "webhook-timestamp", value: "\(instant.secondsSinceEpoch)"),
        ]
        if let keys {
            let signature = keys.signature(of: body, id: nudge.id, at: instant)
            headers.append(("webhook-signature", signature))
        }
        return headers
    }

    /// A line break in a value would begin another header.
    private static func headerValue(
        _ secret: Secret,
        called what: String
    ) throws(EmitterError) -> Secret {
        guard secret.revealed.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .malformed(what: what, allowed: "one word of printable ASCII")
        }
        return secret
    }
}
