import CivilTime
import Delivery
import Foundation
import Household
import Planning

/// Preset `matrix`: a message to a room (<https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid>).
///
/// The nudge's id is the transaction's id, so the server posts a repeated attempt once. Nobody is
/// mentioned. An event has 64 KiB at most, with all that a server adds to it. The text is sent
/// twice, once as HTML, and JSON and HTML can turn one byte into twelve, so the text is cut at
/// 5,000 bytes. The body of a 429 may have the milliseconds to wait. The reply names the event,
/// which is taken back by a redaction (…/client-server-api/#put_matrixclientv3roomsroomidredacteventidtxnid).
struct MatrixService: WebhookService {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case msgtype, body, format
            case formattedBody = "formatted_body"
            case mentions = "m.mentions"
        }

        var msgtype = "m.text"
        var body: String
        var format = "org.matrix.custom.html"
        var formattedBody: String
        var mentions: [String: String] = [:]
    }

    private struct Sent: Decodable {
        var eventId: String
    }

    private struct Busy: Decodable {
        var retryAfterMs: Double
    }

    private static let limit = TextLimit(5_000, .bytes)

    let server: String
    let token: Secret
    let room: String
    /// The partners by their Matrix ids, where their reactions are their answers.
    var partners: [String: String] = [:]

    func listener(_ policy: HTTPPolicy) -> (any Listening)? {
        partners.isEmpty ? nil : MatrixListener(service: self, policy: policy)
    }

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let text = Self.limit.cut(nudge.wholeText) + hint(for: nudge)
        let html = text.map { character in
            switch character {
            case "\"": "&quot;"
            case "\n": "<br>"
            default: character.asMarkup
            }
        }
        let title = html.prefix { $0 != "<br>" }
        let formatted = "<strong>\(title.joined())</strong>\(html[title.count...].joined())"
        let path = "/_matrix/client/v3/rooms/\(room.percentEncoded)/send/m.room.message/\(nudge.id)"
        return try HTTPRequest(
            "PUT",
            to: server.withoutTrailingSlash + path,
            json: Body(body: text, formattedBody: formatted),
            bearer: token
        )
    }

    /// The last line of a message that is answered by a reaction: `✅ done · ⏰ later · ⏭ skip`.
    private func hint(for nudge: Nudge) -> String {
        guard !partners.isEmpty, !nudge.actions.isEmpty else {
            return ""
        }
        let signs = nudge.actions.map { action in
            "\(action.sign) \(action.choice.flatMap(nudge.choice)?.label ?? action.rawValue)"
        }
        return "\n" + signs.joined(separator: " · ")
    }

    func reading(of reply: TransferReply) -> ServiceReading? {
        guard reply.status == 429, let busy = reply.json(Busy.self) else {
            return nil
        }
        return ServiceReading(status: 429, retryAfter: .waiting(seconds: busy.retryAfterMs / 1_000))
    }

    func name(in reply: TransferReply) -> String? {
        guard let event = reply.json(Sent.self)?.eventId, event.hasPrefix("$"),
            event.utf8.count <= 255, event.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            return nil
        }
        return event
    }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        guard let name = message.name else {
            return []
        }
        let path =
            "/_matrix/client/v3/rooms/\(room.percentEncoded)/redact/\(name.percentEncoded)"
            + "/\(message.nudge.id)-withdrawn"
        let body: [String: String] = [:]
        let url = server.withoutTrailingSlash + path
        return [try HTTPRequest("PUT", to: url, json: body, bearer: token)]
    }

    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading? {
        reply.isAboutNothing ? .absent : nil
    }
}
