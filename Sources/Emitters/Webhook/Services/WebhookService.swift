import CivilTime
import Delivery
import Foundation
import Household
import Planning

/// A service: makes the request for a nudge, and reads from the reply whether it was delivered.
protocol WebhookService: Sendable {
    /// The request, but for the headers that all services are sent.
    func request(for nudge: Nudge) throws -> HTTPRequest

    /// The request with what the service can use of `extras`.
    func request(for nudge: Nudge, _ extras: MessageExtras) throws -> HTTPRequest

    /// Reads the body of a reply where it contradicts or completes the status; `nil` where the status
    /// alone decides.
    func reading(of reply: TransferReply) -> ServiceReading?

    /// Hears what the service is asked for; `nil` where it cannot be asked.
    func listener(_ policy: HTTPPolicy) -> (any Listening)?

    /// Whether a message takes the place of the one before about the same occurrence.
    var replaces: Bool { get }

    /// The name that the service gives its message in the reply that confirms it.
    func name(in reply: TransferReply) -> String?

    /// The requests that take a message back, each but the first for where the one before did
    /// nothing; none where the message's name is needed and not known.
    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest]

    /// Reads a reply to a request of `withdrawals`; `nil` where it is read like any other.
    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading?
}

extension WebhookService {
    func request(for nudge: Nudge, _ extras: MessageExtras) throws -> HTTPRequest {
        try request(for: nudge)
    }

    func reading(of reply: TransferReply) -> ServiceReading? { nil }
    func listener(_ policy: HTTPPolicy) -> (any Listening)? { nil }
    var replaces: Bool { false }
    func name(in reply: TransferReply) -> String? { nil }
    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] { [] }
    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading? { nil }
}

/// The meaning of a reply whose status alone misleads or says too little.
struct ServiceReading: Hashable, Sendable {
    /// The status that the service should have answered with.
    var status: Int
    /// The wait that the service asks for.
    var retryAfter: Duration?
    /// A remark for the attempt's detail, without any text from the service.
    var note: String?
}

extension WebhookPreset {
    /// Makes the service of a channel's settings; `token` is the one that they refer to.
    func service(
        _ settings: WebhookSettings,
        token: Secret?,
        clientToken: Secret? = nil,
        answerTopic: String? = nil,
        partners: [String: String] = [:]
    ) throws(EmitterError) -> any WebhookService {
        let url = settings.url.revealed
        switch self {
        case .none: return StandardService(url: url, token: token)
        case .ntfy: return try NtfyService(url: url, token: token, answerTopic: answerTopic)
        case .gotify:
            return GotifyService(
                server: url,
                token: try token.needed("token"),
                clientToken: clientToken
            )
        case .slack: return SlackService(url: url)
        case .discord: return DiscordService(url: url)
        case .matrix:
            return MatrixService(
                server: url,
                token: try token.needed("token"),
                room: try settings.target.needed("room"),
                partners: settings.listens ? partners : [:]
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

extension String {
    var withoutTrailingSlash: String {
        var text = self[...]
        while text.hasSuffix("/") {
            text.removeLast()
        }
        return String(text)
    }

    /// The URL with one more part in its query, and without its fragment, which a client does not
    /// send.
    func addingQuery(_ part: String) -> String {
        let base = prefix { $0 != "#" }
        guard base.contains("?") else {
            return "\(base)?\(part)"
        }
        return base.hasSuffix("?") || base.hasSuffix("&") ? base + part : "\(base)&\(part)"
    }

    /// The text as one segment of a path: all but RFC 3986's unreserved characters are encoded.
    var percentEncoded: String {
        addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
    )
}

extension Character {
    /// The character, escaped for HTML and similar markup.
    var asMarkup: String {
        switch self {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: String(self)
        }
    }
}

extension TransferReply {
    /// Decodes the body as JSON with keys in snake case; `nil` where it is not of that shape.
    func json<Value: Decodable>(_ type: Value.Type) -> Value? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(type, from: Data(body))
    }
}
