import Household
import Planning

/// What one service is sent for a nudge, and how it says what became of it.
protocol WebhookService: Sendable {
    /// The request, but for the headers that all services are sent.
    func request(for nudge: Nudge) throws -> HTTPRequest

    /// The same with buttons to answer by; a service that shows none leaves them out.
    func request(for nudge: Nudge, buttons: [AnswerButton]) throws -> HTTPRequest

    /// What the service says in the body of a reply against its status, or beside it; `nil` lets the
    /// status speak for itself.
    func reading(of reply: HTTPReply) -> ServiceReading?
}

extension WebhookService {
    func request(for nudge: Nudge, buttons: [AnswerButton]) throws -> HTTPRequest {
        try request(for: nudge)
    }

    func reading(of reply: HTTPReply) -> ServiceReading? { nil }
}

/// What a reply means where its status does not say so.
struct ServiceReading: Hashable, Sendable {
    /// The status that the service should have answered with.
    var status: Int
    /// How long it asks to be left in peace.
    var retryAfter: Duration?
    /// What is to be said of it; free of what the service said, which may be anything.
    var note: String?
}

extension WebhookPreset {
    /// Makes the service of a channel's settings; `token` is the one that they refer to.
    func service(
        _ settings: WebhookSettings,
        token: Secret?
    ) throws(EmitterError) -> any WebhookService {
        let url = settings.url.revealed
        switch self {
        case .none: return StandardService(url: url, token: token)
        case .ntfy: return try NtfyService(url: url, token: token)
        case .gotify: return GotifyService(server: url, token: try token.needed("token"))
        case .slack: return SlackService(url: url)
        case .discord: return DiscordService(url: url)
        case .matrix:
            return MatrixService(
                server: url,
                token: try token.needed("token"),
                room: try settings.target.needed("room")
            )
        case .mattermost: return MattermostService(url: url)
        case .homeAssistant: return HomeAssistantService(url: url)
        case .telegram:
            return try TelegramService(
                server: url,
                token: try token.needed("token"),
                chat: try settings.target.needed("chat")
            )
        case .apprise: return AppriseService(url: url, token: token, tag: settings.target)
        }
    }
}

extension Optional {
    /// The value, or an error that names the key of the config that should give it.
    fileprivate func needed(_ key: String) throws(EmitterError) -> Wrapped {
        guard let self else {
            throw .missing(key)
        }
        return self
    }
}

extension HTTPRequest {
    /// A request with a body of JSON, and a token in the usual header where there is one.
    init(
        _ method: String = "POST",
        to url: String,
        json body: some Encodable,
        bearer token: Secret? = nil
    ) throws {
        self.init(
            method: method,
            url: url,
            headers: [("Content-Type", "application/json")],
            body: try WireJSON.bytes(of: body)
        )
        if let token {
            headers.append(("Authorization", "Bearer \(token.revealed)"))
        }
    }
}
