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
    private let takesBack: Bool
    private let listens: Bool
    private let discretion: Discretion
    /// The names of the partners by their ids; `nil` for a receiver that gets the nudge as data.
    private let names: [String: String]?
    private let answers: (address: Secret?, tokens: AnswerTokens?)
    private let keys: SigningKeys?
    private let redactor: Redactor
    private let policy: HTTPPolicy
    private let userAgent: String
    private let now: @Sendable () -> Instant

    /// Reads the channel's secrets, once.
    ///
    /// `discretion` reduces what is shown, `names` has the names of the partners by their ids,
    /// `matrix` has their ids by their Matrix ids, `tokens` makes the tokens of buttons, `now` reads the clock for signatures, and `version` is
    /// sent in `User-Agent`.
    package init(
        _ settings: WebhookSettings,
        secrets: SecretReader,
        discretion: Discretion,
        names: [String: String] = [:],
        matrix: [String: String] = [:],
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
        var clientToken: Secret?
        if let reference = settings.clientToken {
            clientToken = try Self.headerValue(
                secrets.read(reference),
                called: "the client's token"
            )
        }
        let answerTopic = settings.listens ? tokens?.topic(for: settings.url.revealed) : nil
        service = try settings.preset.service(
            settings,
            token: token,
            clientToken: clientToken,
            answerTopic: answerTopic,
            partners: matrix
        )
        listens = settings.listens && tokens != nil
        takesBack = settings.takesBack
        self.discretion = discretion
        self.names = settings.preset == .none ? nil : names
        answers = (settings.answers, tokens)
        keys = try secret.map { secret throws(EmitterError) in
            try SigningKeys(secret, called: "the secret")
        }
        policy = HTTPPolicy(
            timeout: settings.timeout,
            caFile: settings.caFile,
            isInsecure: settings.isInsecure
        )
        let signing = secret?.revealed.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        redactor = Redactor(
            url: settings.url.revealed,
            and: [
                token?.revealed, clientToken?.revealed, settings.answers?.revealed, settings.target,
                answerTopic,
            ].compactMap(\.self) + signing
        )
        endpoint = Fingerprint.of(
            [
                settings.preset.rawValue, settings.url.revealed, token?.revealed ?? "",
                clientToken?.revealed ?? "", settings.target ?? "", settings.caFile ?? "",
                "\(settings.isInsecure)",
                "\(settings.listens)",
            ] + signing
        )
        userAgent = "rituald/\(version)"
        self.now = now
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        // The daemon finds an answered nudge by its own id, so the tokens are made before the id is
        // concealed.
        let buttons = AnswerButton.of(
            nudge,
            at: answers.address,
            listening: listens,
            answers.tokens,
            names ?? [:]
        )
        let shown = discretion.shown(nudge)
        let extras = MessageExtras(buttons: buttons, place: discretion.place(of: nudge))
        let nudge = names.map(shown.addressed) ?? shown
        guard var request = try? service.request(for: nudge, extras) else {
            return DeliveryAttempt(.refused, detail: "the nudge has no JSON form")
        }
        request.headers += headers(nudge.id, body: request.body, at: now())
        let reply = await request.perform(policy)
        var attempt = DeliveryAttempt(reply, at: now(), from: service)
        // A service may repeat the request, tokens included, in its reply.
        attempt.reply = redactor.and(buttons.map(\.token)).excerpt(of: reply.body)
        attempt.message = attempt.result == .delivered ? service.name(in: reply) : nil
        return attempt
    }

    package var replaces: Bool { service.replaces }
    package var listener: (any Listening)? { listens ? service.listener(policy) : nil }

    @discardableResult
    package func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        guard takesBack else {
            return DeliveryAttempt(.refused, detail: "what was sent there cannot be taken back")
        }
        var attempt = DeliveryAttempt(.delivered, detail: "nothing to take back")
        for message in messages where attempt.result == .delivered {
            attempt = await withdraw(message)
        }
        return attempt
    }

    private func withdraw(_ message: ShownMessage) async -> DeliveryAttempt {
        let shown = discretion.shown(message.nudge)
        let sent = SentMessage(
            nudge: shown,
            place: discretion.place(of: message.nudge),
            name: message.name
        )
        var attempt = DeliveryAttempt(
            .refused,
            detail: "cannot be taken back: the service never said how it calls the message"
        )
        for var request in (try? service.withdrawals(of: sent, at: now())) ?? [] {
            // An id of its own: a receiver that drops what it knows would drop this one.
            request.headers += headers("\(shown.id)-withdrawn", body: request.body, at: now())
            let reply = await request.perform(policy)
            let reading = service.reading(ofWithdrawal: reply)
            attempt = DeliveryAttempt(reply, at: now(), from: service)
            attempt.reply = redactor.excerpt(of: reply.body)
            switch reading {
            case .absent:
                attempt.result = .delivered
                attempt.detail += ", it was not there any more"
            case .kept(let reason):
                attempt.result = .refused
                attempt.detail += ", \(reason)"
            case .next: continue
            case nil: break
            }
            return attempt
        }
        return attempt
    }

    private func headers(
        _ id: String,
        body: [UInt8],
        at instant: Instant
    ) -> [(name: String, value: String)] {
        var headers = [
            (name: "User-Agent", value: userAgent),
            (name: "webhook-id", value: id),
            (name: "webhook-timestamp", value: "\(instant.secondsSinceEpoch)"),
        ]
        if let keys {
            let signature = keys.signature(of: body, id: id, at: instant)
            headers.append(("webhook-signature", signature))
        }
        return headers
    }

    /// Refuses a secret that cannot be the value of a header: a line break would begin another
    /// header.
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

extension DeliveryAttempt {
    /// Makes the result of an attempt from an HTTP reply.
    ///
    /// The status decides, even where the rest of the reply is missing: a 2xx is delivered.
    /// `service` corrects the status where the body contradicts it. A redirect is a failure and is
    /// never followed, because it could carry the token elsewhere. 408, 425, 429, 5xx and network
    /// errors may pass. 410 means that the receiver is gone. Every other 4xx is rejected, which
    /// allows one more attempt, because a proxy, or a server that is being updated, may answer so.
    init(_ reply: TransferReply, at now: Instant, from service: any WebhookService) {
        let said = service.reading(of: reply)
        let status = said?.status ?? reply.status
        let there = reply.date.flatMap(RetryAfter.date) ?? now
        let asked = [reply.retryAfter.flatMap { RetryAfter.read($0, at: there) }, said?.retryAfter]
            .compactMap(\.self).max()
        var detail = "HTTP \(reply.status)"
        if let note = said?.note {
            detail += ", \(note)"
        }
        let result: Result
        switch status {
        case 200...299: result = .delivered
        case 300...399:
            result = .failed(retryAfter: asked)
            detail += ", a redirect, which is not followed"
        case 408, 425, 429, 500...599: result = .failed(retryAfter: asked)
        case 410: result = .gone
        case 400...499: result = .rejected
        default:
            result = reply.isHopeless ? .refused : .failed(retryAfter: nil)
            detail = reply.failure ?? "\(detail), an unexpected status"
        }
        self.init(
            result,
            detail: detail,
            status: reply.status == 0 ? nil : reply.status,
            latency: reply.latency
        )
    }
}
