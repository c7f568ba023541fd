import CivilTime
import Household
import Planning

/// Preset `home-assistant`: an automation's webhook trigger
/// (<https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger>).
///
/// An automation reads the fields as `trigger.json.title` and so on. Home Assistant answers 200 to
/// everything, an id that it does not know included, so that *delivered* says only that it was there.
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
        let nudge = nudge.discreet
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
