import Foundation
import Household
import Planning

/// Preset `telegram`: a bot's `sendMessage` (<https://core.telegram.org/bots/api#sendmessage>).
///
/// The token stands in the path. A message has 4,096 characters at most, counted as UTF-16; it is
/// plain text, and links get no previews. In a reply, `ok` is whether it worked, `error_code` the
/// error, and `parameters.retry_after` the seconds to wait.
struct TelegramService: WebhookService {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case text
            case chat = "chat_id"
            case preview = "link_preview_options"
        }

        var chat: String
        var text: String
        var preview = ["is_disabled": true]
    }

    private struct Answer: Decodable {
        struct Parameters: Decodable {
            var retryAfter: Double?
        }

        var ok: Bool
        var errorCode: Int?
        var parameters: Parameters?
    }

    private static let limit = TextLimit(4_096, .utf16)

    private let url: String
    private let chat: String

    init(server: String, token: Secret, chat: String) throws(EmitterError) {
        let isToken = token.revealed.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: ":"):
                true
            default: false
            }
        }
        guard isToken else {
            throw .malformed(what: "the token", allowed: "a bot's, such as '123456:ABC-DEF'")
        }
        url = "\(server.withoutTrailingSlash)/bot\(token.revealed)/sendMessage"
        self.chat = chat
    }

    func request(for nudge: Nudge) throws -> HTTPRequest {
        let text = Self.limit.cut(nudge.wholeText)
        return try HTTPRequest(to: url, json: Body(chat: chat, text: text))
    }

    func reading(of reply: TransferReply) -> ServiceReading? {
        guard let answer = reply.json(Answer.self), !answer.ok else {
            return nil
        }
        let wait = answer.parameters?.retryAfter.map { Duration.waiting(seconds: $0) }
        guard (200...299).contains(reply.status) else {
            return ServiceReading(status: reply.status, retryAfter: wait)
        }
        let isError = answer.errorCode.map { (400...599).contains($0) } ?? false
        return ServiceReading(
            status: isError ? answer.errorCode ?? 400 : 400,
            retryAfter: wait,
            note: "though the reply says it failed"
        )
    }
}
