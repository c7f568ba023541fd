import CivilTime
import Household
import Planning

// Servers that a household runs itself.

/// Preset `gotify`: `POST /message` with an application's token (<https://gotify.net/docs/pushmsg>).
///
/// A message must not be empty, so a nudge without body and prompt has its title as the message.
/// Priority is 5, for an urgent nudge 8, from which Gotify's app makes a sound
/// (<https://github.com/gotify/android#message-priorities>).
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
/// even for an unknown webhook id, so *delivered* means only that Home Assistant was reached.
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
    }

    let url: String

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let body = Body(
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
        return try HTTPRequest(to: url, json: body)
    }
}
