import CivilTime
import Household
import Planning

// Servers that a household runs itself.

/// Preset `gotify`: `POST /message` with an application's token (<https://gotify.net/docs/pushmsg>).
///
/// A message must not be empty, so a nudge without body and prompt has its title as the message.
/// Priority is 5, for an urgent nudge 8, from which Gotify's app makes a sound
/// (<https://github.com/gotify/android#message-priorities>).
///
/// The reply names the message by a number. Only a client may delete messages, so that needs a
/// client's token (<https://gotify.net/api-docs#/message/deleteMessage>).
struct GotifyService: WebhookService {
    private struct Body: Encodable {
        var title: String?
        var message: String
        var priority: Int
        // The text is plain and not Markdown (<https://gotify.net/docs/msgextras#clientdisplay>).
        var extras = ["client::display": ["contentType": "text/plain"]]
    }

    let server: String
    let token: Secret
    var clientToken: Secret?

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let words = nudge.words(separator: "\n")
        let body = Body(
            title: words.isEmpty ? nil : nudge.title,
            message: words.isEmpty ? nudge.title : words,
            priority: nudge.isUrgent ? 8 : 5
        )
        var request = try HTTPRequest(to: "\(server.withoutTrailingSlash)/message", json: body)
        request.headers.append(("X-Gotify-Key", token.revealed))
        return request
    }

    func name(in reply: TransferReply) -> String? { reply.number("id") }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        guard let name = message.name, let clientToken else {
            return []
        }
        return [
            HTTPRequest(
                method: "DELETE",
                url: "\(server.withoutTrailingSlash)/message/\(name)",
                headers: [("X-Gotify-Key", clientToken.revealed)]
            )
        ]
    }

    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading? {
        reply.isAboutNothing ? .absent : nil
    }
}

/// Preset `apprise`: a key of an Apprise API server (<https://github.com/caronc/apprise-api#persistent-storage-solution>).
///
/// A server answers 204 where the key has no configuration, so that nothing was sent, and 424 where
/// one of its services failed.
struct AppriseService: WebhookService {
    private struct Body: Encodable {
        var title: String?
        var body: String
        var type: String
        var format = "text"
        var tag: String?
    }

    let url: String
    let token: Secret?
    let tag: String?

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let words = nudge.words(separator: "\n")
        let body = Body(
            title: words.isEmpty ? nil : nudge.title,
            body: words.isEmpty ? nudge.title : words,
            type: nudge.isUrgent ? "warning" : "info",
            tag: tag
        )
        return try HTTPRequest(to: url, json: body, bearer: token)
    }

    func reading(of reply: TransferReply) -> ServiceReading? {
        guard reply.status == 204 else {
            return nil
        }
        return ServiceReading(status: 404, note: "which means that the key has no configuration")
    }
}

/// Preset `home-assistant`: an automation's webhook trigger
/// (<https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger>).
///
/// An automation reads the fields as `trigger.json.title` and so on. Home Assistant answers 200
/// even for an unknown webhook id, so *delivered* means only that Home Assistant was reached. `tag`
/// is for the companion app, which shows one notification of a tag; with `clear` an automation is to
/// remove it (<https://companion.home-assistant.io/docs/notifications/notifications-basic/#clearing>).
struct HomeAssistantService: WebhookService {
    private struct Body: Encodable {
        var id: String
        var title: String
        var message: String
        var ritual: String
        var occurrence: String
        var stage: String
        var partner: String
        var due: String
        var urgent: Bool
        var tag: String?
        var clear = false
    }

    private struct Clearing: Encodable {
        var id: String
        var partner: String
        var tag: String
        var clear = true
    }

    let url: String

    var replaces: Bool { true }

    func request(for nudge: Nudge) throws -> HTTPRequest {
        try HTTPRequest(to: url, json: body(of: nudge))
    }

    func request(for nudge: Nudge, _ extras: MessageExtras) throws -> HTTPRequest {
        var body = self.body(of: nudge)
        body.tag = extras.place
        return try HTTPRequest(to: url, json: body)
    }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        let (nudge, tag) = (message.nudge, message.place)
        let body = Clearing(id: nudge.id, partner: nudge.partner, tag: tag)
        return [try HTTPRequest(to: url, json: body)]
    }

    private func body(of nudge: Nudge) -> Body {
        Body(
            id: nudge.id,
            title: nudge.title,
            message: nudge.words(separator: "\n"),
            ritual: nudge.ritual,
            occurrence: nudge.occurrence.key.description,
            stage: nudge.stage.description,
            partner: nudge.partner,
            due: nudge.due.description,
            urgent: nudge.isUrgent
        )
    }
}
