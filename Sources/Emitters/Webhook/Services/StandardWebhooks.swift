package import CivilTime
import Foundation
package import Household
import Planning

/// Preset `none`: the body of Standard Webhooks 1.0.0, with the nudge as its data.
///
/// The timestamp is when the nudge was decided, so a repeated attempt sends the same bytes. That a
/// nudge is taken back is an event `nudge.withdrawn` with the same data, at the time of the attempt.
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
            data: nudge
        )
        return try HTTPRequest(to: url, json: body, bearer: token)
    }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        let body = Body(type: "nudge.withdrawn", timestamp: now.description, data: message.nudge)
        return [try HTTPRequest(to: url, json: body, bearer: token)]
    }
}

/// The keys a webhook's requests are signed with, by Standard Webhooks 1.0.0.
///
/// A secret reads `whsec_` and base64 of 24 to 64 bytes. While one is being replaced, the file may
/// hold both, with white space between them: each request then bears a signature of each.
package struct SigningKeys: Sendable {
    private let keys: [[UInt8]]

    /// Reads the keys from `secret`; `what` names it in the error.
    package init(_ secret: Secret, called what: String) throws(EmitterError) {
        var keys: [[UInt8]] = []
        for text in secret.revealed.split(whereSeparator: \.isWhitespace) {
            guard text.hasPrefix("whsec_"),
                let bytes = Data(base64Encoded: String(text.dropFirst("whsec_".count))),
                (24...64).contains(bytes.count)
            else {
                throw .malformed(what: what, allowed: "'whsec_' and base64 of 24 to 64 bytes")
            }
            keys.append(Array(bytes))
        }
        self.keys = keys
    }

    /// Returns the value of `webhook-signature` for a body sent with that id at that time.
    package func signature(of body: [UInt8], id: String, at instant: Instant) -> String {
        let signed = Array("\(id).\(instant.secondsSinceEpoch).".utf8) + body
        let signatures = keys.map { key in
            "v1,\(Data(HMACSHA256.code(of: signed, under: key)).base64EncodedString())"
        }
        return signatures.joined(separator: " ")
    }
}
