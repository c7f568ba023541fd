import CivilTime
import Rituals

/// What one service is sent for a nudge: where to, and the body.
protocol WebhookMessage: Sendable {
    var url: String { get }
    func body(for nudge: Nudge) throws -> [UInt8]
}

/// Preset `none`: the body of Standard Webhooks 1.0.0, with the nudge as its data.
///
/// The timestamp is when the nudge was decided, so a repeated attempt sends the same bytes.
struct StandardMessage: WebhookMessage {
    private struct Body: Encodable {
        var type: String
        var timestamp: String
        var data: Nudge
    }

    let url: String

    func body(for nudge: Nudge) throws -> [UInt8] {
        let body = Body(
            type: "nudge.\(nudge.stage.kind.rawValue)",
            timestamp: (nudge.due + nudge.late).description,
            data: nudge.discreet
        )
        return try WireJSON.bytes(of: body)
    }
}
