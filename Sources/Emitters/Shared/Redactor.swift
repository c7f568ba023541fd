import Addresses
import Foundation
import Household

/// Takes what must not be seen out of a text that somebody else wrote.
///
/// It is found as it is and as URLs, JSON and HTML write it, also where one of them is wrapped in
/// another (`SoughtText`). A word shorter than six characters is found where it stands alone, and a
/// part of an address shorter than four only as a part of a path or in quotes: an `a` in any sentence
/// says nothing of a topic that is called so.
struct Redactor: Sendable {
    private let secrets: [SoughtSecret]

    /// Looks for each of `texts`.
    init(_ texts: [String]) {
        self.init(texts.map { SoughtSecret($0, shortest: .word) })
    }

    private init(_ secrets: [SoughtSecret]) {
        self.secrets = Set(secrets).filter { !$0.forms.isEmpty }
    }

    /// Looks for a URL, for the name and the password in it, for what stands behind its host, and for
    /// each part of that; and for `texts`, also as a header or a login in Base64 says them.
    init(url: String, and texts: [String]) {
        let address = try? WebAddress(url)
        let login = [address?.user, address?.password].compactMap(\.self)
        let query = address?.query.map { "?\($0)" } ?? ""
        let fragment = address?.fragment.map { "#\($0)" } ?? ""
        let rest = (address?.path ?? "") + query + fragment
        let logins = login + Self.login(login.joined(separator: ":"))
        let whole = [url] + (rest.count < 6 ? [] : [rest]) + texts + logins
        self.init(
            (whole + texts.flatMap(Self.base64)).map { SoughtSecret($0, shortest: .word) }
                + Self.parts(of: rest).map { SoughtSecret($0, shortest: .part) }
        )
    }

    /// The parts of a path and the values of a query that identify an address.
    private static func parts(of rest: some StringProtocol) -> [String] {
        let parts = rest.split { "/?&#".contains($0) }.map { part in
            part.firstIndex(of: "=").map { String(part[part.index(after: $0)...]) } ?? String(part)
        }
        return parts.filter { !$0.isEmpty && !ownWords.contains($0.lowercased()) }
    }

    /// Parts of the addresses of services, which are the same for everybody.
    private static let ownWords: Set = [
        "_matrix", "api", "apps", "bot", "client", "hooks", "message", "messages", "notify",
        "plugins", "publish", "rooms", "send", "sendmessage", "services", "triggers", "v1", "v2",
        "v3", "webhook", "webhooks", "workflows",
    ]

    /// The name and the password of a URL as they are, and as a header (RFC 7617) and the logins of
    /// SMTP (RFC 4616) say them.
    private static func login(_ user: some StringProtocol) -> [String] {
        guard let plain = user.removingPercentEncoding, !plain.isEmpty else {
            return []
        }
        let parts = plain.split(separator: ":", maxSplits: 1).map(String.init)
        let whole = parts.count == 2 ? plain : "\(plain):"
        let simple = "\0" + parts.joined(separator: "\0")
        return parts + ([whole, simple] + parts).flatMap(base64)
    }

    /// The text in Base64, with and without what fills its end, in both alphabets (RFC 4648).
    private static func base64(_ text: String) -> [String] {
        let standard = Data(text.utf8).base64EncodedString()
        let forURLs = standard.replacing("+", with: "-").replacing("/", with: "_")
        return [standard, forURLs].flatMap { [$0, String($0.prefix { $0 != "=" })] }
    }

    /// Returns one that looks for `texts` too.
    func and(_ texts: [String]) -> Redactor {
        texts.isEmpty ? self : Redactor(secrets + Redactor(texts).secrets)
    }

    /// Returns the text with `<redacted>` in the place of what is looked for.
    func redact(_ text: String) -> String {
        let sought = SoughtText(text)
        let ranges = secrets.flatMap(sought.ranges).sorted { $0.lowerBound < $1.lowerBound }
        var shown: [UInt8] = []
        var end = 0
        for range in ranges {
            // One that begins inside of another is a part of it, or goes on where that ends.
            if range.lowerBound >= end {
                shown += sought.bytes[end..<range.lowerBound] + Array(Secret.shown.utf8)
            }
            end = max(end, range.upperBound)
        }
        return String(decoding: shown + sought.bytes[end...], as: UTF8.self)
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
