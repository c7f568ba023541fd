import Foundation
import Rituals

/// Takes what must not be seen out of a text that somebody else wrote.
struct Redactor: Sendable {
    /// What is looked for, the longest first, so that no part of it is left over.
    private let secrets: [String]

    /// Looks for each of `texts`, also as JSON and as URLs write it.
    ///
    /// One shorter than `shortest` is a word like any other, and taking it out would only tell
    /// that it is one.
    init(_ texts: [String], shortest: Int = 6) {
        var secrets: Set<String> = []
        for text in texts where text.count >= shortest {
            secrets.insert(text)
            secrets.insert(text.percentEncoded)
            secrets.insert(text.replacingOccurrences(of: "/", with: "\\/"))
            if let json = try? WireJSON.bytes(of: text) {
                secrets.insert(String(decoding: json.dropFirst().dropLast(), as: UTF8.self))
            }
        }
        self.secrets = secrets.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// Looks for a URL, for the name and the password in it, for what stands behind its host, and for
    /// each part of that.
    init(url: String, and texts: [String]) {
        let place = url.drop { $0 != ":" }.dropFirst(3)
        let authority = place.prefix { !"/?#".contains($0) }
        let user = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
        let rest = place.dropFirst(authority.count)
        let parts = rest.split { "/?&=#".contains($0) }.map(String.init)
        // The shorter parts are words of the service, such as `services` or `sendMessage`.
        let known = [url, String(rest)] + user.split(separator: ":").map(String.init)
        self.init(texts + known + Self.login(user) + parts.filter { $0.count >= 12 })
    }

    /// The name and the password of a URL as they are, and as a header says them (RFC 7617).
    private static func login(_ user: some StringProtocol) -> [String] {
        guard let plain = user.removingPercentEncoding, !plain.isEmpty else {
            return []
        }
        let parts = plain.split(separator: ":", maxSplits: 1).map(String.init)
        let whole = parts.count == 2 ? plain : "\(plain):"
        return parts + [Data(whole.utf8).base64EncodedString()]
    }

    /// Returns the text with `<redacted>` in the place of what is looked for.
    func redact(_ text: String) -> String {
        secrets.reduce(text) { text, secret in
            text.replacingOccurrences(of: secret, with: Secret.shown)
        }
    }

    /// Returns the beginning of what was answered, on one line and in 512 bytes at most; `nil` where
    /// there is none.
    func excerpt(of bytes: [UInt8]) -> String? {
        let text = redact(String(decoding: bytes, as: UTF8.self)).onOneLine
        guard !text.isEmpty else {
            return nil
        }
        return TextLimit(512, .bytes).cut(text)
    }
}
