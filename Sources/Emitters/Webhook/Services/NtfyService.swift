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
struct NtfyService: WebhookService {
    private struct Body: Encodable {
        var topic: String
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

    func request(for nudge: Nudge) throws -> HTTPRequest {
        try request(for: nudge, buttons: [])
    }

    func request(for nudge: Nudge, buttons: [AnswerButton]) throws -> HTTPRequest {
        let words = nudge.words(separator: "\n")
        let actions = try buttons.prefix(Self.mostButtons).map(Self.action)
        var body = Body(
            topic: topic,
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
