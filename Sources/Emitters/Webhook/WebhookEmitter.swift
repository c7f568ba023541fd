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
    private let discretion: Discretion?
    private let answers: (address: Secret?, tokens: AnswerTokens?)
    private let keys: SigningKeys?
    private let redactor: Redactor
    private let manners: HTTPManners
    private let userAgent: String
    private let now: @Sendable () -> Instant

    /// Reads the channel's secrets, once.
    ///
    /// `discretion` hides what is secret, `tokens` makes what buttons answer with, `now` is the clock that
    /// signatures bear the time of, and `version` is said in `User-Agent`.
    package init(
        _ settings: WebhookSettings,
        secrets: SecretReader,
        discretion: Discretion? = nil,
        answers tokens: AnswerTokens? = nil,
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
        self.discretion = discretion
        answers = (settings.answers, settings.preset == .ntfy ? tokens : nil)
        keys = try secret.map { secret throws(EmitterError) in
            try SigningKeys(secret, called: "the secret")
        }
        manners = HTTPManners(
            timeout: settings.timeout,
            caFile: settings.caFile,
            isInsecure: settings.isInsecure
        )
        let signing = secret?.revealed.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        redactor = Redactor(
            url: settings.url.revealed,
            and: [token?.revealed, settings.answers?.revealed, settings.target].compactMap(\.self)
                + signing
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
        // The daemon finds what is answered by the nudge's own id.
        let buttons = AnswerButton.of(nudge, at: answers.address, answers.tokens)
        let nudge = discretion?.shown(nudge) ?? nudge
        guard var request = try? service.request(for: nudge, buttons: buttons) else {
            return DeliveryAttempt(.refused, detail: "the nudge has no JSON form")
        }
        request.headers += headers(for: nudge, body: request.body, at: now())
        let reply = await request.perform(manners)
        var attempt = DeliveryAttempt(reply, at: now(), from: service)
        // A service may answer with all that it was sent.
        attempt.reply = redactor.and(buttons.map(\.token)).excerpt(of: reply.body)
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
