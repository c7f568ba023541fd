import CivilTime
import Foundation
import Planning

// Incoming webhooks of chats.

/// Preset `slack`: an incoming webhook (<https://api.slack.com/messaging/webhooks>).
///
/// The text is sent as plain text: `&`, `<` and `>` are escaped, Slack's markup is off, and links
/// get no previews. Slack advises no more than 4,000 characters. A webhook reports an error by its
/// status, 410 for a channel that was archived; the rest of Slack's API answers 200 with
/// `"ok": false`, which counts as an error too.
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
        let text = nudge.wholeText
        return try HTTPRequest(
            to: url,
            json: Body(text: Self.limit.cut(text) { character, _ in character.asMarkup })
        )
    }

    func reading(of reply: TransferReply) -> ServiceReading? {
        guard (200...299).contains(reply.status), let answer = reply.json(Answer.self), !answer.ok
        else {
            return nil
        }
        let isBusy = answer.error == "ratelimited" || answer.error == "rate_limited"
        return ServiceReading(status: isBusy ? 429 : 400, note: "though the reply says it failed")
    }
}

/// Preset `discord`: a channel's webhook (<https://discord.com/developers/docs/resources/webhook#execute-webhook>).
///
/// With `wait=true` Discord answers only once the message is posted. Nobody is pinged, whatever the
/// text holds, and links get no previews. A message has 2,000 characters at most. The body of a 429
/// has the seconds to wait, with a fraction. The reply has the message's id, by which the webhook
/// deletes it (…/resources/webhook#delete-webhook-message).
struct DiscordService: WebhookService {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case content, flags
            case allowedMentions = "allowed_mentions"
        }

        var content: String
        /// SUPPRESS_EMBEDS.
        var flags = 4
        var allowedMentions = ["parse": [String]()]
    }

    private struct Busy: Decodable {
        var retryAfter: Double
    }

    private static let limit = TextLimit(2_000, .utf16)

    let url: String

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let content = nudge.markdown(within: Self.limit)
        return try HTTPRequest(to: url.addingQuery("wait=true"), json: Body(content: content))
    }

    func reading(of reply: TransferReply) -> ServiceReading? {
        guard reply.status == 429, let busy = reply.json(Busy.self) else {
            return nil
        }
        return ServiceReading(status: 429, retryAfter: .waiting(seconds: busy.retryAfter))
    }

    func name(in reply: TransferReply) -> String? { reply.number("id") }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        guard let name = message.name else {
            return []
        }
        let address = url.prefix { $0 != "#" }
        let path = String(address.prefix { $0 != "?" }).withoutTrailingSlash
        let query = address.drop { $0 != "?" }
        return [HTTPRequest(method: "DELETE", url: "\(path)/messages/\(name)\(query)")]
    }

    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading? {
        reply.isAboutNothing ? .absent : nil
    }
}

/// Preset `mattermost`: an incoming webhook (<https://developers.mattermost.com/integrate/webhooks/incoming/>).
///
/// A post has 16,383 characters at most, counted as code points. Mattermost reads Markdown, so the
/// text's own markup characters are escaped.
struct MattermostService: WebhookService {
    private struct Body: Encodable {
        var text: String
    }

    private static let limit = TextLimit(16_383, .scalars)

    let url: String

    func request(for nudge: Nudge) throws -> HTTPRequest {
        try HTTPRequest(to: url, json: Body(text: nudge.markdown(within: Self.limit)))
    }
}

extension Nudge {
    /// The characters that one or another dialect of Markdown reads as markup.
    private static let markup: Set<Character> = [
        "\\", "*", "_", "~", "`", "|", ">", "<", "#", "[", "]", "-", "+", "@",
    ]

    /// The title in bold, then body and prompt, with all markup characters escaped.
    ///
    /// Links are left as they are, because a backslash would change where they lead.
    func markdown(within limit: TextLimit) -> String {
        let bold = "**"
        let inner = TextLimit(limit.longest - 2 * bold.count, limit.unit)
        let text = inner.cut(wholeText) { character, isInLink in
            Self.markup.contains(character) && !isInLink ? "\\\(character)" : String(character)
        }
        let end = text.firstIndex(of: "\n") ?? text.endIndex
        return bold + text[..<end] + bold + text[end...]
    }
}
