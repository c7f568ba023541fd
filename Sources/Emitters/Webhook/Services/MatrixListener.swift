import Delivery
import Foundation
import Household
import Planning

/// Hears reactions to messages in a Matrix room: ✅ is *done*, ⏰ *later*, ⏭ *skip*.
///
/// A connection is one `/sync` (<https://spec.matrix.org/latest/client-server-api/#syncing>) that the server
/// holds open until somebody reacts, or for half a minute. The filter lets nothing through but the reactions
/// in the room, and the daemon's account is not shown as online. The first one hears the latest reactions that
/// the room has. Where a later one has left some out (`limited`), they are fetched (`/messages`).
struct MatrixListener: Listening {
    private struct Filter: Encodable {
        struct Events: Encodable {
            var types: [String] = []
            var limit: Int?
        }

        struct Room: Encodable {
            private enum CodingKeys: String, CodingKey {
                case rooms, timeline, state, ephemeral
                case accountData = "account_data"
            }

            var rooms: [String]
            var timeline: Events
            var state = Events()
            var ephemeral = Events()
            var accountData = Events()
        }

        private enum CodingKeys: String, CodingKey {
            case room, presence
            case accountData = "account_data"
        }

        var room: Room
        var presence = Events()
        var accountData = Events()
    }

    private struct Sync: Decodable {
        struct Rooms: Decodable {
            var join: [String: Room]?
        }

        struct Room: Decodable {
            var timeline: Timeline?
        }

        struct Timeline: Decodable {
            var events: [Reaction]
            var limited: Bool?
            var prevBatch: String?
        }

        var nextBatch: String
        var rooms: Rooms?
    }

    private struct Page: Decodable {
        var chunk: [Reaction]
        var end: String?
    }

    /// An event that may be a reaction: whoever is in the room may write anything into it.
    private struct Reaction: Decodable {
        private struct Content: Decodable {
            private enum CodingKeys: String, CodingKey {
                // As `convertFromSnakeCase` makes it of `m.relates_to`.
                case relation = "m.relatesTo"
            }

            struct Relation: Decodable {
                var relType: String
                var eventId: String
                var key: String
            }

            var relation: Relation
        }

        private enum CodingKeys: String, CodingKey {
            case type, sender, eventId, content
        }

        var sender: String?
        var name: String?
        var message: String?
        var key: String?

        init(from decoder: any Decoder) throws {
            let values = try? decoder.container(keyedBy: CodingKeys.self)
            guard let values, (try? values.decode(String.self, forKey: .type)) == "m.reaction"
            else {
                return
            }
            sender = try? values.decode(String.self, forKey: .sender)
            name = try? values.decode(String.self, forKey: .eventId)
            let relation = (try? values.decode(Content.self, forKey: .content))?.relation
            if relation?.relType == "m.annotation" {
                (message, key) = (relation?.eventId, relation?.key)
            }
        }
    }

    /// How long the server holds a connection open; proxies before it mostly allow a minute.
    private static let longest = Duration.seconds(30)
    /// How often a gap is asked for before the rest of it is let go.
    private static let mostPages = 10

    let service: MatrixService
    let policy: HTTPPolicy
    /// How many reactions are taken in one answer of the server's.
    var atOnce = 50

    private var room: String { service.room }

    func listen(
        from place: String?,
        hear: @Sendable (HeardAnswer) async -> Hearing
    ) async -> ListeningEnd {
        let reply = await get(syncPath(from: place), waiting: place == nil ? .zero : Self.longest)
        guard let sync = reply.status == 200 ? reply.json(Sync.self) : nil else {
            return end(of: reply, at: place)
        }
        guard let timeline = sync.rooms?.join?[room]?.timeline else {
            return ListeningEnd(.heardOut, detail: "nothing was said", place: sync.nextBatch)
        }
        var heard = timeline.events
        if timeline.limited == true, let place, let before = timeline.prevBatch {
            guard let gap = await reactions(before: before, after: place) else {
                return ListeningEnd(
                    .failed(retryAfter: nil),
                    detail: "what was said meanwhile cannot be had",
                    place: place
                )
            }
            heard = gap + heard
        }
        // One that cannot be taken yet does not keep the others waiting.
        var isUntaken = false
        for sign in heard.compactMap(sign) where await hear(.sign(sign)) == .notNow {
            isUntaken = true
        }
        return isUntaken
            ? .beforeUntaken(place: place)
            : ListeningEnd(.heardOut, detail: "heard", place: sync.nextBatch)
    }

    private func syncPath(from place: String?) -> String {
        let filter = Filter(
            room: .init(
                rooms: [room],
                timeline: .init(types: ["m.reaction"], limit: atOnce)
            )
        )
        let wait = place == nil ? Duration.zero : Self.longest
        let since = place.map { "&since=\($0.percentEncoded)" } ?? ""
        return
            "/sync?set_presence=offline&timeout=\(wait.milliseconds)&filter=\(query(filter))\(since)"
    }

    /// The reactions between two places, oldest first; `nil` where they cannot be had.
    private func reactions(before end: String, after start: String) async -> [Reaction]? {
        var pages: [[Reaction]] = []
        var next: String? = end
        let filter = query(Filter.Events(types: ["m.reaction"]))
        while let from = next, pages.count < Self.mostPages, !Task.isCancelled {
            let path =
                "/rooms/\(room.percentEncoded)/messages?dir=b&limit=\(atOnce)&filter=\(filter)"
                + "&from=\(from.percentEncoded)&to=\(start.percentEncoded)"
            let reply = await get(path)
            guard reply.status == 200, let page = reply.json(Page.self) else {
                return nil
            }
            pages.append(page.chunk.reversed())
            next = page.end == from ? nil : page.end
        }
        return pages.reversed().flatMap(\.self)
    }

    private func sign(_ reaction: Reaction) -> HeardSign? {
        guard let sender = reaction.sender, let name = reaction.name,
            let message = reaction.message,
            let action = reaction.key.flatMap(NudgeAction.init(sign:))
        else {
            return nil
        }
        return HeardSign(action, on: message, by: service.partners[sender], name: name)
    }

    /// How a connection ended that brought nothing: a place that the server does not know any more is let go.
    private func end(of reply: TransferReply, at place: String?) -> ListeningEnd {
        var end = ListeningEnd(reply, place: reply.status == 400 ? nil : place)
        if end.result == .heardOut {
            end.result = .failed(retryAfter: nil)
        }
        return end
    }

    private func get(_ path: String, waiting: Duration = .zero) async -> TransferReply {
        var policy = policy
        policy.timeout += waiting
        let request = HTTPRequest(
            method: "GET",
            url: "\(service.server.withoutTrailingSlash)/_matrix/client/v3\(path)",
            headers: [("Authorization", "Bearer \(service.token.revealed)")]
        )
        return await request.perform(policy)
    }

    private func query(_ filter: some Encodable) -> String {
        let bytes = (try? WireJSON.bytes(of: filter)) ?? []
        return String(decoding: bytes, as: UTF8.self).percentEncoded
    }
}

extension NudgeAction {
    /// The reaction that says it.
    var sign: String {
        switch self {
        case .done: "✅"
        case .later: "⏰"
        case .skip: "⏭"
        // The keys 1, 2 and 3, without the character that asks for colours.
        case .first: "1\u{20e3}"
        case .second: "2\u{20e3}"
        case .third: "3\u{20e3}"
        }
    }

    /// The action of a reaction, however the client asks for its colour.
    fileprivate init?(sign: String) {
        let plain = String(
            String.UnicodeScalarView(sign.unicodeScalars.filter { $0 != "\u{fe0f}" })
        )
        guard let action = Self.allCases.first(where: { $0.sign == plain }) else {
            return nil
        }
        self = action
    }
}
