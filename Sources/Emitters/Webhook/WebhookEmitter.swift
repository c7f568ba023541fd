package import CivilTime
package import Rituals

/// Posts each nudge to an HTTP endpoint.
///
/// Every attempt bears the nudge's id as `webhook-id`, so that a receiver can tell a repeated
/// nudge, and is signed where a secret is given. No redirect is followed.
package struct WebhookEmitter: Emitting {
    /// So many requests of one channel may wait for their answers at once.
    private static let width = 2

    private let message: any WebhookMessage
    private let token: Secret?
    private let keys: SigningKeys?
    private let timeout: Duration
    private let userAgent: String
    private let now: @Sendable () -> Instant
    private let lane = BlockingLane(width: Self.width)

    /// Reads the channel's secrets, once.
    ///
    /// `now` is the clock that signatures bear the time of; `version` is said in `User-Agent`.
    package init(
        _ settings: WebhookSettings,
        secrets: SecretReader,
        version: String,
        now: @escaping @Sendable () -> Instant
    ) throws(EmitterError) {
        switch settings.preset {
        case .none: message = StandardMessage(url: settings.url.revealed)
        case .ntfy: message = try NtfyMessage(address: settings.url.revealed)
        case .gotify, .slack, .discord, .matrix, .mattermost, .homeAssistant, .telegram, .apprise:
            throw .preset(settings.preset.rawValue)
        }
        if let reference = settings.token {
            token = try Self.headerValue(secrets.read(reference), called: "the token")
        } else {
            token = nil
        }
        if let reference = settings.secret {
            keys = try SigningKeys(secrets.read(reference), called: "the secret")
        } else {
            keys = nil
        }
        timeout = settings.timeout
        userAgent = "rituald/\(version)"
        self.now = now
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        guard let body = try? message.body(for: nudge) else {
            return DeliveryAttempt(.refused, detail: "the nudge has no JSON form")
        }
        let timeout = timeout
        let reply = await lane.run {
            request(for: nudge, body: body, at: now()).perform(timeout: timeout)
        }
        return DeliveryAttempt(reply, at: now())
    }

    private func request(for nudge: Nudge, body: [UInt8], at instant: Instant) -> HTTPRequest {
        var headers = [
            ("Content-Type", "application/json"),
            ("User-Agent", userAgent),
            ("webhook-id", nudge.id),
            ("webhook-timestamp", "\(instant.secondsSinceEpoch)"),
        ]
        if let keys {
            let signature = keys.signature(of: body, id: nudge.id, at: instant)
            headers.append(("webhook-signature", signature))
        }
        if let token {
            headers.append(("Authorization", "Bearer \(token.revealed)"))
        }
        return HTTPRequest(url: message.url, headers: headers, body: body)
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
