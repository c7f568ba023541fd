import Delivery
import Household

/// Hears the presses of Telegram's buttons by long polling
/// (<https://core.telegram.org/bots/api#getupdates>).
///
/// Telegram keeps an update for a day, until a request asks for what comes after it.
struct TelegramListener: Listening {
    private struct Question: Encodable {
        private enum CodingKeys: String, CodingKey {
            case offset, timeout
            case kinds = "allowed_updates"
        }

        var offset: Int64?
        var timeout: Int64
        var kinds = ["callback_query"]
    }

    private struct Updates: Decodable {
        struct Update: Decodable {
            var updateId: Int64
            var callbackQuery: Press?
        }

        struct Press: Decodable {
            var id: String
            var data: String?
        }

        struct Parameters: Decodable {
            var retryAfter: Double?
        }

        var ok: Bool
        var errorCode: Int?
        var parameters: Parameters?
        var result: [Update]?
    }

    private struct Receipt: Encodable {
        private enum CodingKeys: String, CodingKey {
            case press = "callback_query_id"
            case text
        }

        var press: String
        var text: String
    }

    /// How long Telegram waits for something to happen.
    private static let wait: Int64 = 50
    private static let taken = "Noted."
    private static let notTaken = "This one needs nothing any more."

    /// The bot's address, which holds its token.
    let url: String
    let policy: HTTPPolicy

    func listen(
        from place: String?,
        hear: @Sendable (HeardAnswer) async -> Hearing
    ) async -> ListeningEnd {
        var polling = policy
        polling.timeout += .seconds(Self.wait)
        let question = Question(offset: place.flatMap { Int64($0) }, timeout: Self.wait)
        guard let request = try? HTTPRequest(to: "\(url)/getUpdates", json: question) else {
            return ListeningEnd(.refused, detail: "no JSON form", place: place)
        }
        let reply = await request.perform(polling)
        let updates = reply.json(Updates.self)
        guard reply.status == 200, let updates, updates.ok else {
            var end = ListeningEnd(reply, place: place)
            if let wait = updates?.parameters?.retryAfter, end.result != .refused {
                end.result = .failed(retryAfter: .waiting(seconds: wait))
            } else if end.result == .heardOut {
                end.result = .failed(retryAfter: nil)
            }
            return end
        }
        var last = place
        for update in updates.result ?? [] {
            let hearing = await hear(update.callbackQuery?.data.map { .token($0) } ?? .noise)
            guard hearing != .notNow else {
                return .beforeUntaken(place: last)
            }
            last = "\(update.updateId &+ 1)"
            if let press = update.callbackQuery?.id, !Task.isCancelled {
                await confirm(press, hearing == .taken)
            }
        }
        return ListeningEnd(.heardOut, detail: "HTTP 200", place: last)
    }

    /// Has the button shown as pressed; where that fails, the app stops waiting by itself.
    private func confirm(_ press: String, _ isTaken: Bool) async {
        let receipt = Receipt(press: press, text: isTaken ? Self.taken : Self.notTaken)
        _ = try? await HTTPRequest(to: "\(url)/answerCallbackQuery", json: receipt).perform(policy)
    }
}
