import Foundation
import Rituals

/// Preset `ntfy`: JSON to the server's root (<https://docs.ntfy.sh/publish/#publish-as-json>).
///
/// The configured URL ends in the topic, as ntfy's own does: `https://ntfy.sh/us`. Of the title
/// and message ntfy shows both; a nudge with no words has its title as the message, because ntfy
/// writes `triggered` into an empty one. Priority is 3 of 5, for an urgent nudge 5.
struct NtfyMessage: WebhookMessage {
    private struct Body: Encodable {
        var topic: String
        var title: String?
        var message: String
        var priority: Int
        var tags: [String]
    }

    /// ntfy makes a longer message into an attachment.
    private static let longestMessage = 4_096

    let url: String
    private let topic: String

    /// Takes the topic off the end of `address`.
    init(address: String) throws(EmitterError) {
        let end = address.firstIndex { $0 == "?" || $0 == "#" } ?? address.endIndex
        let parts = address[..<end].split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count >= 3, let topic = parts.last, (1...64).contains(topic.count),
            topic.utf8.allSatisfy(Self.isTopicByte)
        else {
            throw .address(allowed: "a server's address that ends in a topic of ntfy's")
        }
        self.topic = String(topic)
        let start = address[..<end].range(of: topic, options: .backwards)?.lowerBound ?? end
        url = String(address[..<start])
    }

    func body(for nudge: Nudge) throws -> [UInt8] {
        let nudge = nudge.discreet
        let words = nudge.words(separator: "\n")
        let body = Body(
            topic: topic,
            title: words.isEmpty ? nil : nudge.title,
            message: Self.cut(words.isEmpty ? nudge.title : words),
            priority: nudge.isUrgent ? 5 : 3,
            tags: [nudge.ritual, nudge.stage.kind.rawValue]
        )
        return try WireJSON.bytes(of: body)
    }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func cut(_ text: String) -> String {
        var text = text
        while text.utf8.count > longestMessage {
            text.removeLast()
        }
        return text
    }
}
