import CivilTime
import Delivery
import Foundation
import Household
import Planning

/// Preset `telegram`: a bot's `sendMessage` (<https://core.telegram.org/bots/api#sendmessage>).
///
/// The token stands in the path. A message has 4,096 characters at most, counted as UTF-16; it is
/// plain text, and links get no previews. In a reply, `ok` is whether it worked, `error_code` the
/// error, and `parameters.retry_after` the seconds to wait. A bot deletes its own message within 48
/// hours (<https://core.telegram.org/bots/api#deletemessage>), and edits it later on, so that it asks
/// for nothing any more (<https://core.telegram.org/bots/api#editmessagetext>).
struct TelegramService: WebhookService {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case text
            case chat = "chat_id"
            case preview = "link_preview_options"
            case buttons = "reply_markup"
        }

        var chat: String
        var text: String
        var preview = ["is_disabled": true]
        var buttons: Keyboard?
    }

    /// Buttons under a message, in one row (<https://core.telegram.org/bots/api#inlinekeyboardmarkup>).
    private struct Keyboard: Encodable {
        private enum CodingKeys: String, CodingKey {
            case rows = "inline_keyboard"
        }

        struct Button: Encodable {
            private enum CodingKeys: String, CodingKey {
                case text
                case token = "callback_data"
            }

            var text: String
            var token: String
        }

        var rows: [[Button]]
    }

    private struct Deletion: Encodable {
        private enum CodingKeys: String, CodingKey {
            case chat = "chat_id"
            case message = "message_id"
            case text
        }

        var chat: String
        var message: Int64
        var text: String?
    }

    private struct Sent: Decodable {
        struct Message: Decodable {
            var messageId: Int64
        }

        var result: Message
    }

    private struct Answer: Decodable {
        struct Parameters: Decodable {
            var retryAfter: Double?
        }

        var ok: Bool
        var errorCode: Int?
        var description: String?
        var parameters: Parameters?
    }

    private static let limit = TextLimit(4_096, .utf16)

    /// What is left of a message that is too old to be deleted.
    private static let settled = "This one needs nothing any more."

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
        url = "\(server.withoutTrailingSlash)/bot\(token.revealed)"
        self.chat = chat
    }

    func request(for nudge: Nudge) throws -> HTTPRequest {
        try request(for: nudge, buttons: [])
    }

    func request(for nudge: Nudge, _ extras: MessageExtras) throws -> HTTPRequest {
        try request(for: nudge, buttons: extras.buttons)
    }

    func listener(_ policy: HTTPPolicy) -> (any Listening)? {
        TelegramListener(url: url, policy: policy)
    }

    private func request(for nudge: Nudge, buttons: [AnswerButton]) throws -> HTTPRequest {
        var body = Body(chat: chat, text: Self.limit.cut(nudge.wholeText))
        if !buttons.isEmpty {
            let row = buttons.map { Keyboard.Button(text: $0.label, token: $0.token) }
            body.buttons = Keyboard(rows: [row])
        }
        return try HTTPRequest(to: "\(url)/sendMessage", json: body)
    }

    func name(in reply: TransferReply) -> String? {
        reply.json(Sent.self).map { "\($0.result.messageId)" }
    }

    func withdrawals(of message: SentMessage, at now: Instant) throws -> [HTTPRequest] {
        guard let id = message.name.flatMap({ Int64($0) }) else {
            return []
        }
        var body = Deletion(chat: chat, message: id)
        let deletion = try HTTPRequest(to: "\(url)/deleteMessage", json: body)
        body.text = Self.settled
        return [deletion, try HTTPRequest(to: "\(url)/editMessageText", json: body)]
    }

    func reading(ofWithdrawal reply: TransferReply) -> WithdrawalReading? {
        guard let answer = reply.json(Answer.self), !answer.ok, answer.errorCode == 400 else {
            return nil
        }
        let words = answer.description?.lowercased() ?? ""
        let isAbsent = ["delete not found", "edit not found", "not modified"].contains {
            words.contains($0)
        }
        return isAbsent ? .absent : .next
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
