import Addresses
import CivilTime
import Household
import Planning

/// Preset `ntfy`: JSON to the server's root (<https://docs.ntfy.sh/publish/#publish-as-json>).
///
/// The configured URL ends in the topic, as ntfy's own does: `https://ntfy.sh/us`. Of the title and
/// message ntfy shows both; a nudge with no words has its title as the message, because ntfy writes
/// `triggered` into an empty one. Priority is 3 of 5, for an urgent nudge 5. A nudge has buttons
/// where the config says how a phone's answer reaches the daemon: each button posts a token that is
/// valid for that button alone (<https://docs.ntfy.sh/publish/#send-http-request>).
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
        var headers = ["Content-Type": "application/json"]
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

    init(url address: String, token: Secret?) throws(EmitterError) {
        guard let topic = NtfyTopic(address: address) else {
            throw .address(allowed: "a server's address that ends in a topic of ntfy's")
        }
        self.topic = topic.name
        url = topic.server
        self.token = token
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
        let actions = try buttons.prefix(Self.mostButtons).map(Self.action)
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

    private static func action(of button: AnswerButton) throws -> Action {
        Action(label: button.label, url: button.url, body: try button.body())
    }
}
