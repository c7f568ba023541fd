import Household
import Planning

/// Preset `gotify`: `POST /message` with an application's token (<https://gotify.net/docs/pushmsg>).
///
/// A message must not be empty, so a nudge without words has its title for one. Priority is 5, for an
/// urgent nudge 8, from which Gotify's app makes a sound (<https://github.com/gotify/android#message-priorities>).
struct GotifyService: WebhookService {
    private struct Body: Encodable {
        var title: String?
        var message: String
        var priority: Int
        // The words are words, not Markdown (<https://gotify.net/docs/msgextras#clientdisplay>).
        var extras = ["client::display": ["contentType": "text/plain"]]
    }

    let server: String
    let token: Secret

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let nudge = nudge.discreet
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
