import Foundation
import Planning

/// Preset `slack`: an incoming webhook (<https://api.slack.com/messaging/webhooks>).
///
/// The text is sent as plain: `&`, `<` and `>` are escaped, Slack's markup is off, and links are not
/// unfolded. Slack advises no more than 4,000 characters. A webhook says by its status what was
/// wrong, 410 for a channel that was archived; the rest of Slack's API answers 200 with `"ok": false`,
/// which is taken for what it says.
struct SlackService: WebhookService {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case text, mrkdwn
            case unfurlLinks = "unfurl_links"
            case unfurlMedia = "unfurl_media"
        }

        var text: String
        var mrkdwn = false
        var unfurlLinks = false
        var unfurlMedia = false
    }

    private struct Answer: Decodable {
        var ok: Bool
        var error: String?
    }

    private static let limit = TextLimit(4_000, .utf16)

    let url: String

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let text = nudge.discreet.wholeText
        return try HTTPRequest(
            to: url,
            json: Body(text: Self.limit.cut(text, escaping: Self.escape))
        )
    }

    func reading(of reply: HTTPReply) -> ServiceReading? {
        guard (200...299).contains(reply.status), let answer = reply.json(Answer.self), !answer.ok
        else {
            return nil
        }
        let isBusy = answer.error == "ratelimited" || answer.error == "rate_limited"
        return ServiceReading(status: isBusy ? 429 : 400, note: "though the reply says it failed")
    }

    private static func escape(_ character: Character, _ isInLink: Bool) -> String {
        switch character {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: String(character)
        }
    }
}
