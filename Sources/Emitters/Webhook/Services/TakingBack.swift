import Planning

/// What a service needs beside a nudge to show it: its buttons, and what it takes the place of.
struct MessageExtras: Sendable {
    var buttons: [AnswerButton] = []
    /// A name for what the messages about one occurrence take turns in, for one partner.
    var place: String
}

/// A message that a service shows, and that is to be taken back.
struct SentMessage: Sendable {
    /// The nudge as the channel shows it.
    var nudge: Nudge
    /// See `MessageExtras.place`.
    var place: String
    /// The name that the service gave the message; `nil` where it is not known.
    var name: String?
}

/// The meaning of a reply to a request that takes a message back, where its status does not say it.
enum WithdrawalReading: Hashable, Sendable {
    /// The message is not there any more.
    case absent
    /// The service keeps the message; the text says why, without any words of the service.
    case kept(String)
    /// This request did nothing; the next one may.
    case next
}

extension TransferReply {
    /// Whether the request was understood, and what it is about does not exist.
    var isAboutNothing: Bool { status == 404 || status == 410 }

    /// A number by which a service names a message in its reply: `key` of the outermost object.
    func number(_ key: String) -> String? {
        json([String: LooseNumber].self)?[key]?.text
    }
}

/// A number of a reply, written as a number or as text; every other value counts as none.
struct LooseNumber: Decodable {
    /// The digits, as many as a 64-bit number has at most.
    let text: String?

    init(from decoder: any Decoder) throws {
        let value = try? decoder.singleValueContainer()
        if let number = try? value?.decode(UInt64.self) {
            text = "\(number)"
        } else {
            let words = try? value?.decode(String.self)
            text = words.flatMap { UInt64($0) }.map { "\($0)" }
        }
    }
}
