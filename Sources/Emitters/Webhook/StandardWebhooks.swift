package import CivilTime
import Crypto
import Foundation
package import Rituals

/// The keys a webhook's requests are signed with, by Standard Webhooks 1.0.0.
///
/// A secret reads `whsec_` and base64 of 24 to 64 bytes. While one is being replaced, the file may
/// hold both, with white space between them: each request then bears a signature of each.
package struct SigningKeys: Sendable {
    private let keys: [SymmetricKey]

    /// Reads the keys from `secret`; `what` names it in the error.
    package init(_ secret: Secret, called what: String) throws(EmitterError) {
        var keys: [SymmetricKey] = []
        for text in secret.revealed.split(whereSeparator: \.isWhitespace) {
            guard text.hasPrefix("whsec_"),
                let bytes = Data(base64Encoded: String(text.dropFirst("whsec_".count))),
                (24...64).contains(bytes.count)
            else {
                throw .malformed(what: what, allowed: "'whsec_' and base64 of 24 to 64 bytes")
            }
            keys.append(SymmetricKey(data: bytes))
        }
        self.keys = keys
    }

    /// Returns the value of `webhook-signature` for a body sent with that id at that time.
    package func signature(of body: [UInt8], id: String, at instant: Instant) -> String {
        let signed = Data("\(id).\(instant.secondsSinceEpoch).".utf8) + body
        let signatures = keys.map { key in
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
            return "v1,\(Data(code).base64EncodedString())"
        }
        return signatures.joined(separator: " ")
    }
}
