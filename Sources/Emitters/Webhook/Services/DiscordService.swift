import Foundation
import Planning

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
        private enum CodingKeys: String, CodingKey {
            case retryAfter = "retry_after"
        }

        var retryAfter: Double
    }

    private static let limit = TextLimit(2_000, .utf16)

    let url: String

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let content = nudge.discreet.markdown(within: Self.limit)
        return try HTTPRequest(to: url.addingQuery("wait=true"), json: Body(content: content))
    }

    func reading(of reply: HTTPReply) -> ServiceReading? {
        guard reply.status == 429, let busy = reply.json(Busy.self) else {
            return nil
        }
        return ServiceReading(status: 429, retryAfter: .waiting(seconds: busy.retryAfter))
    }
}
