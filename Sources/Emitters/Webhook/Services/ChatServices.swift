import Foundation
import Planning

// Incoming webhooks of chats.

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
/// `wait=true` has Discord answer once the message is there, not before. Nobody is pinged whatever the
/// words hold, and links are not unfolded. A message has 2,000 characters at most. A 429 says in its
/// body how many seconds to wait, to the millisecond.
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
}

/// Preset `mattermost`: an incoming webhook (<https://developers.mattermost.com/integrate/webhooks/incoming/>).
///
/// A post has 16,383 characters at most, counted as code points. Mattermost reads Markdown, so what
/// would be markup in the words is escaped.
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

    /// The title in bold and the words behind it, none of them read as markup.
    ///
    /// Links are left as they are, for a backslash in one would lead elsewhere.
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
