import Household
import Planning

/// Preset `apprise`: a key of an Apprise API server (<https://github.com/caronc/apprise-api#persistent-storage-solution>).
///
/// A server answers 204 where the key has no configuration, so that nobody was told, and 424 where
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
        let nudge = nudge.discreet
        let words = nudge.words(separator: "\n")
        let body = Body(
            title: words.isEmpty ? nil : nudge.title,
            body: words.isEmpty ? nudge.title : words,
            type: nudge.isUrgent ? "warning" : "info",
            tag: tag
        )
        return try HTTPRequest(to: url, json: body, bearer: token)
    }

    func reading(of reply: HTTPReply) -> ServiceReading? {
        guard reply.status == 204 else {
            return nil
        }
        return ServiceReading(status: 404, note: "which means that the key has no configuration")
    }
}
