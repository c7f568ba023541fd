import CCrypto
import Foundation
import Household
package import Planning

/// Makes and reads the tokens by which a phone answers a nudge.
///
/// A token is valid for one nudge, one of its partners and one action. The token is 64 characters of base64url (RFC
/// 4648), of two parts: an HMAC-SHA256 of these three, and the 16 bytes of the nudge's id XORed with a pad that is derived
/// from that code and the key. So a token reveals nothing without the key, not even the id, which
/// is a plain hash of the ritual's name.
package struct AnswerTokens: Sendable {
    /// The name of the key's file in the state directory.
    package static let file = "answers.key"
    /// How long the button *Later* puts a nudge off.
    package static let later = Duration.seconds(20 * 60)

    /// The content of a valid token.
    package struct Reading: Hashable, Sendable {
        package var nudge: String
        package var partner: String
        /// A hash of the token, by which the ledger knows that it was spent.
        package var digest: String
    }

    /// The length of the code and of a nudge's id, in bytes.
    private static let (codeLength, idLength) = (32, 16)

    private let key: [UInt8]

    package init(_ file: KeyFile) {
        self.init(key: file.bytes)
    }

    package init(key: [UInt8]) {
        self.key = key
    }

    /// The length of a token; a button of Telegram's carries no more.
    private static let length = 64

    /// Returns the token that answers `nudge` with `action`, as a partner's word or as that of all whom it is
    /// for; `nil` for an id of another form.
    package func token(
        for nudge: Nudge,
        _ action: NudgeAction,
        of partner: String? = nil
    ) -> String? {
        guard let id = [UInt8](hexadecimal: nudge.id), id.count == Self.idLength else {
            return nil
        }
        let code = code(nudge.id, partner ?? nudge.partner, action)
        return Self.text(of: code + padded(id, by: code))
    }

    /// Reads a token that was made with this key for `action` and one of the partners; else `nil`.
    package func read(_ text: String, as action: NudgeAction, of partners: [String]) -> Reading? {
        guard let bytes = Self.bytes(of: text) else {
            return nil
        }
        let code = Array(bytes.prefix(Self.codeLength))
        let hidden = Array(bytes.dropFirst(Self.codeLength))
        let id = padded(hidden, by: code).hexadecimal
        for partner in partners {
            let expected = self.code(id, partner, action)
            if CRYPTO_memcmp(code, expected, Self.codeLength) == 0 {
                return Reading(nudge: id, partner: partner, digest: Fingerprint.of([text]))
            }
        }
        return nil
    }

    /// Reads a token that was made with this key for any action and one of the partners; else `nil`.
    package func read(
        _ text: String,
        of partners: [String]
    ) -> (Reading, NudgeAction)? {
        for action in NudgeAction.allCases {
            if let reading = read(text, as: action, of: partners) {
                return (reading, action)
            }
        }
        return nil
    }

    /// The end of the name of a topic that nobody can guess, for the answers of a channel with that
    /// address.
    package func topic(for address: String) -> String {
        let message = Array("rituald answer topic\0\(address)".utf8)
        return Array(HMACSHA256.code(of: message, under: key).prefix(16)).hexadecimal
    }

    private func code(_ id: String, _ partner: String, _ action: NudgeAction) -> [UInt8] {
        // No part holds a zero byte, so different parts never join to the same text.
        let parts = ["rituald answer", id, partner, action.rawValue]
        return HMACSHA256.code(
            of: Array(parts.joined(separator: "\0").utf8),
            under: key
        )
    }

    /// Encrypts or decrypts an id, by XOR with the pad of a code.
    private func padded(_ id: [UInt8], by code: [UInt8]) -> [UInt8] {
        let pad = HMACSHA256.code(
            of: Array("rituald answer's nudge\0".utf8) + code,
            under: key
        )
        return zip(id, pad).map { $0 ^ $1 }
    }

    private static func text(of bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Decodes a token; `nil` for every spelling but the one that `text(of:)` writes.
    private static func bytes(of text: String) -> [UInt8]? {
        guard text.utf8.count == length,
            let data = Data(
                base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/")
            ),
            data.count == codeLength + idLength, self.text(of: Array(data)) == text
        else {
            return nil
        }
        return Array(data)
    }
}

/// A button of a message: its action, and the token that it posts to a URL.
struct AnswerButton: Sendable {
    private struct Body: Encodable {
        var token: String
    }

    let action: NudgeAction
    let label: String
    let token: String
    /// Where it posts to; `nil` where the service passes its token on.
    let url: String?

    /// The buttons of `nudge`; none without a key, or without a way for their answers: an address, or
    /// a service that is listened to.
    static func of(
        _ nudge: Nudge,
        at address: Secret?,
        listening: Bool,
        _ tokens: AnswerTokens?,
        _ names: [String: String]
    ) -> [AnswerButton] {
        guard address != nil || listening, let tokens else {
            return []
        }
        let base = address?.revealed.withoutTrailingSlash
        return nudge.buttons.compactMap { button in
            tokens.token(for: nudge, button.action, of: button.partner).map {
                AnswerButton(
                    action: button.action,
                    label: button.label(names),
                    token: $0,
                    url: base.map { $0 + button.action.answerPath }
                )
            }
        }
    }

    func body() throws -> String {
        String(decoding: try WireJSON.bytes(of: Body(token: token)), as: UTF8.self)
    }
}

extension NudgeAction {
    /// The path of the answer server to which the action's button posts.
    package var answerPath: String {
        switch self {
        case .done: "/v1/done"
        case .later: "/v1/snooze"
        case .skip: "/v1/skip"
        case .first, .second, .third: "/v1/\(rawValue)"
        }
    }
}
