import Addresses
import CivilTime
import Delivery
import Household
import Planning

/// Preset `ntfy`: JSON to the server's root (<https://docs.ntfy.sh/publish/#publish-as-json>).
///
/// The configured URL ends in the topic, as ntfy's own does: `https://ntfy.sh/us`. Of the title and
/// message ntfy shows both; a nudge with no words has its title as the message, because ntfy writes
/// `triggered` into an empty one. Priority is 3 of 5, for an urgent nudge 5. A nudge has buttons
/// where the config says how a phone's answer reaches the daemon: each button posts a token that is
/// valid for that button alone (<https://docs.ntfy.sh/publish/#send-http-request>). Where the daemon
/// listens, they post to a second topic of the server's, whose name nobody can guess.
///
/// Messages of one sequence replace one another where they are shown, and deleting the sequence
/// removes them (<https://docs.ntfy.sh/publish/#updating-deleting-notifications>). A server before
/// 2.16 shows each message beside the others and knows no deletion: it answers 404.
struct NtfyService: WebhookService {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case topic, title, message, priority, actions
            case sequence = "sequence_id"
        }

        var topic: String
        var sequence: String?
        var title: String?
        var message: String
        var priority: Int
        var actions: [Action]?
    }

    private struct Action: Encodable {
        var action = "http"
        var label: String
        var url: String
        var method = "POST"
        var headers: [String: String]?
        var body: String
        var clear = true
    }

    /// The longest message in bytes: ntfy turns a message that fills all 4,096 bytes into an
    /// attachment.
    private static let limit = 4_095
    /// The most bytes of a request that ntfy reads, JSON included.
    private static let mostRead = 8_192

    /// ntfy refuses a message with more (<https://docs.ntfy.sh/publish/#action-buttons>).
    private static let mostButtons = 3

    private let url: String
    private let topic: String
    private let token: Secret?

    /// The end of the topic to which buttons post their tokens; `nil` where it is not listened to.
    private let answerTopic: String?

    /// Makes the service of the server and topic that `address` has; `answerTopic` tells the topic of
    /// the answers from all others.
    init(url address: String, token: Secret?, answerTopic: String? = nil) throws(EmitterError) {
        guard let topic = NtfyTopic(address: address) else {
            throw .address(allowed: "a server's address that ends in a topic of ntfy's")
        }
        self.topic = topic.name
        url = topic.server
        self.token = token
        // A topic has 64 characters at most.
        self.answerTopic = answerTopic.map { "\(topic.name.prefix(31))-\($0)" }
    }

    /// The address of the topic to which buttons post their tokens.
    private var answerAddress: String? {
        answerTopic.map { "\(url.withoutTrailingSlash)/\($0)" }
    }

    func listener(_ policy: HTTPPolicy) -> (any Listening)? {
        answerAddress.map { NtfyListener(url: $0, token: token, policy: policy) }
    }

    var replaces: Bool { true }

    func request(for nudge: Nudge) throws -> HTTPRequest {
        try request(for: nudge, in: nil, buttons: [])
    }

    func request(for nudge: Nudge, _ extras: MessageExtras) throws -> HTTPRequest {
        try request(for: nudge, in: extras.place, buttons: extras.buttons)
    }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        var request = HTTPRequest(
            method: "DELETE",
            url: "\(url.withoutTrailingSlash)/\(topic)/\(message.place)"
        )
        if let token {
            request.headers.append(("Authorization", "Bearer \(token.revealed)"))
        }
        return [request]
    }

    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading? {
        [404, 405].contains(reply.status)
            ? .kept("a server before ntfy 2.16, which cannot take back") : nil
    }

    private func request(
        for nudge: Nudge,
        in sequence: String?,
        buttons: [AnswerButton]
    ) throws -> HTTPRequest {
        let words = nudge.words(separator: "\n")
        let actions = try buttons.prefix(Self.mostButtons).map(action)
        var body = Body(
            topic: topic,
            sequence: sequence,
            title: words.isEmpty ? nil : nudge.title,
            message: words.isEmpty ? nudge.title : words,
            priority: nudge.isUrgent ? 5 : 3,
            actions: actions.isEmpty ? nil : actions
        )
        // A quote or a line break takes two bytes of JSON, a control character six.
        var limit = Self.limit
        var request: HTTPRequest
        repeat {
            body.message = TextLimit(limit, .bytes).cut(body.message)
            request = try HTTPRequest(to: url, json: body, bearer: token)
            limit = limit * 3 / 4
        } while request.body.count > Self.mostRead && limit > 100
        return request
    }

    private func action(of button: AnswerButton) throws -> Action {
        guard let answerAddress else {
            return Action(
                label: button.label,
                url: button.url ?? "",
                headers: ["Content-Type": "application/json"],
                body: try button.body()
            )
        }
        return Action(label: button.label, url: answerAddress, body: button.token)
    }
}
