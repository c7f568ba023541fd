import Delivery
import Foundation
import Household
import Synchronization

/// Hears the answers of ntfy's buttons: they post their tokens to a second topic, which is streamed
/// (<https://docs.ntfy.sh/subscribe/api/>).
///
/// The server says something every 45 seconds. It keeps messages for some hours, so that a
/// connection that goes on after the last message misses none.
struct NtfyListener: Listening {
    private struct Event: Decodable {
        var id: String?
        var event: String
        var message: String?
    }

    /// After so long without a word the stream is taken for dead.
    private static let silence = Duration.seconds(150)

    /// The topic's address.
    let url: String
    let token: Secret?
    let policy: HTTPPolicy
    var silence = Self.silence

    func listen(
        from place: String?,
        hear: @Sendable (HeardAnswer) async -> Hearing
    ) async -> ListeningEnd {
        var request = HTTPRequest(method: "GET", url: "\(url)/json?since=\(place ?? "all")")
        if let token {
            request.headers.append(("Authorization", "Bearer \(token.revealed)"))
        }
        var last = place
        var isUntaken = false
        let reply = await request.stream(policy, silence: silence) { line in
            guard let event = try? JSONDecoder().decode(Event.self, from: Data(line.utf8)),
                event.event == "message"
            else {
                return true
            }
            isUntaken = await hear(event.message.map { .token($0) } ?? .noise) == .notNow
            guard !isUntaken else {
                return false
            }
            if let id = event.id, Self.isName(id) {
                last = id
            }
            return true
        }
        return isUntaken ? .beforeUntaken(place: last) : ListeningEnd(reply, place: last)
    }

    /// Whether it can be the name of a message, which goes into an address.
    private static func isName(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            }
    }
}

extension ListeningEnd {
    /// Reads how a connection ended from its reply: a refusal of who asks lasts until the settings
    /// change, and everything else may pass.
    init(_ reply: TransferReply, place: String?) {
        let detail = reply.failure ?? "HTTP \(reply.status)"
        switch reply.status {
        case 200...299 where reply.failure == nil:
            self.init(.heardOut, detail: detail, place: place)
        case 401, 403, 404, 410: self.init(.refused, detail: "HTTP \(reply.status)", place: place)
        default:
            let wait = reply.retryAfter.flatMap { Int64($0) }.map {
                Duration.waiting(seconds: Double($0))
            }
            self.init(
                reply.isHopeless ? .refused : .failed(retryAfter: wait),
                detail: detail,
                place: place
            )
        }
    }
}
