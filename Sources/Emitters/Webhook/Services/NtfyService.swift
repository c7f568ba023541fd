import CivilTime
import Household
import Planning

/// Preset `ntfy`: JSON to the server's root (<https://docs.ntfy.sh/publish/#publish-as-json>).
///
/// The configured URL ends in the topic, as ntfy's own does: `https://ntfy.sh/us`. Of the title
/// and message ntfy shows both; a nudge with no words has its title as the message, because ntfy
/// writes `triggered` into an empty one. Priority is 3 of 5, for an urgent nudge 5. The buttons
/// of a nudge are there where the config says how a phone reaches the control API: each posts
/// what `ritualctl` would (<https://docs.ntfy.sh/publish/#send-http-request>).
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

    /// What `POST /v1/done` and its like are sent.
    private struct Answer: Encodable {
        var ritual: String
        var occurrence: String
        var partner: String
        var `for`: String?
    }

    /// ntfy makes an attachment of a message that fills the 4,096 bytes it reads of one.
    private static let limit = 4_095
    /// The most that it reads of a request, whatever of that is JSON's.
    private static let mostRead = 8_192
    /// How long a nudge is put off by its button.
    private static let later = "20m"

    private let url: String
    private let topic: String
    private let token: Secret?
    private let answers: Secret?

    init(url address: String, token: Secret?, answers: Secret?) throws(EmitterError) {
        guard let topic = NtfyTopic(address: address) else {
            throw .address(allowed: "a server's address that ends in a topic of ntfy's")
        }
        self.topic = topic.name
        url = topic.server
        self.token = token
        self.answers = answers
    }

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let nudge = nudge.discreet
        let words = nudge.words(separator: "\n")
        let actions = try actions(of: nudge)
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

    private func actions(of nudge: Nudge) throws -> [Action] {
        guard let answers else {
            return []
        }
        let base = answers.revealed.withoutTrailingSlash
        let key = nudge.occurrence.key.description
        return try nudge.actions.map { action in
            let answer = Answer(
                ritual: nudge.ritual,
                occurrence: String(key.drop { $0 != "@" }.dropFirst()),
                partner: nudge.partner,
                for: action == .later ? Self.later : nil
            )
            let (label, route) =
                switch action {
                case .done: ("Done", "done")
                case .later: ("Later", "snooze")
                case .skip: ("Skip", "skip")
                }
            return Action(
                label: label,
                url: "\(base)/v1/\(route)",
                body: String(decoding: try WireJSON.bytes(of: answer), as: UTF8.self)
            )
        }
    }
}
