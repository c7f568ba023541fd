import CivilTime
import Household
import Planning

/// Preset `none`: the body of Standard Webhooks 1.0.0, with the nudge as its data.
///
/// The timestamp is when the nudge was decided, so a repeated attempt sends the same bytes.
struct StandardService: WebhookService {
    private struct Body: Encodable {
        var type: String
        var timestamp: String
        var data: Nudge
    }

    let url: String
    let token: Secret?

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let body = Body(
            type: "nudge.\(nudge.stage.kind.rawValue)",
            timestamp: (nudge.due + nudge.late).description,
            data: nudge.discreet
        )
        return try HTTPRequest(to: url, json: body, bearer: token)
    }
}
