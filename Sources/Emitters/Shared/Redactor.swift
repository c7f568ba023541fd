import Addresses
import Foundation
import Household

/// Removes secrets from a text that another program or server wrote.
///
/// Secrets are found as they are and in the escapes of URLs, JSON and HTML, also nested ones
/// (`SoughtText`). A secret shorter than six characters is found only where it stands alone, and a
/// part of an address shorter than four only as a part of a path or in quotes: an `a` in a sentence
/// reveals nothing about a topic called `a`.
struct Redactor: Sendable {
    private let secrets: [SoughtSecret]

    /// Looks for each of `texts`.
    init(_ texts: [String]) {
        self.init(texts.map { SoughtSecret($0, shortest: .word) })
    }

    private init(_ secrets: [SoughtSecret]) {
        self.secrets = Set(secrets).filter { !$0.forms.isEmpty }
    }

    /// Looks for a URL, for the user and the password in it, for the rest after its host, and for
    /// each part of that rest; and for `texts`; for logins and `texts` also in Base64.
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

    /// Parts of the addresses of services that are the same for everybody, and so no secrets.
    private static let ownWords: Set = [
        "_matrix", "api", "apps", "bot", "client", "hooks", "message", "messages", "notify",
        "plugins", "publish", "rooms", "send", "sendmessage", "services", "triggers", "v1", "v2",
        "v3", "webhook", "webhooks", "workflows",
    ]

    /// The user and the password of a URL as they are, and in the forms of an HTTP header (RFC
    /// 7617) and of an SMTP login (RFC 4616).
    private static func login(_ user: some StringProtocol) -> [String] {
        guard let plain = user.removingPercentEncoding, !plain.isEmpty else {
            return []
        }
        let parts = plain.split(separator: ":", maxSplits: 1).map(String.init)
        let whole = parts.count == 2 ? plain : "\(plain):"
        let simple = "\0" + parts.joined(separator: "\0")
        return parts + ([whole, simple] + parts).flatMap(base64)
    }

    /// The text in Base64, with and without padding, in both alphabets (RFC 4648).
    private static func base64(_ text: String) -> [String] {
        let standard = Data(text.utf8).base64EncodedString()
        let forURLs = standard.replacing("+", with: "-").replacing("/", with: "_")
        return [standard, forURLs].flatMap { [$0, String($0.prefix { $0 != "=" })] }
    }

    /// Returns a redactor that also looks for `texts`.
    func and(_ texts: [String]) -> Redactor {
        texts.isEmpty ? self : Redactor(secrets + Redactor(texts).secrets)
    }

    /// Returns the text with `<redacted>` in place of each secret.
    func redact(_ text: String) -> String {
        let sought = SoughtText(text)
        let ranges = secrets.flatMap(sought.ranges).sorted { $0.lowerBound < $1.lowerBound }
        var shown: [UInt8] = []
        var end = 0
        for range in ranges {
            // A range that begins inside another one is redacted together with that one.
            if range.lowerBound >= end {
                shown += sought.bytes[end..<range.lowerBound] + Array(Secret.shown.utf8)
            }
            end = max(end, range.upperBound)
        }
        return String(decoding: shown + sought.bytes[end...], as: UTF8.self)
    }

    /// Returns the beginning of a reply, redacted, on one line and in 512 bytes at most; `nil`
    /// where the reply is empty.
    func excerpt(of bytes: [UInt8]) -> String? {
        let text = redact(String(decoding: bytes, as: UTF8.self)).onOneLine
        guard !text.isEmpty else {
            return nil
        }
        return TextLimit(512, .bytes).cut(text)
    }
}

/// A text in which secrets are sought.
///
/// Secrets are sought in the text itself, and in the text decoded once, twice and three times.
struct SoughtText {
    /// How many nested encodings are decoded.
    static let depth = 3

    let bytes: [UInt8]
    /// The text itself, and the text after each decoding.
    private let levels: [DecodedText]

    init(_ text: String) {
        bytes = Array(text.utf8)
        levels = Self.levels(of: bytes)
    }

    /// Each decoding of `bytes`, from none to the last that changes something.
    static func levels(of bytes: [UInt8]) -> [DecodedText] {
        var levels = [DecodedText(bytes)]
        for _ in 0..<depth {
            guard let last = levels.last, let next = last.decoded() else {
                break
            }
            levels.append(next)
        }
        return levels
    }

    /// Returns the byte ranges of the text that hold a secret; some may overlap.
    func ranges(of secret: SoughtSecret) -> [Range<Int>] {
        levels.flatMap { level in
            secret.forms.flatMap { form in
                level.occurrences(of: form)
                    .filter { secret.fit.allows(level.bytes, $0) }
                    .map(level.source)
            }
        }
    }
}

/// A secret, as it is and decoded, and where in a text a match counts.
struct SoughtSecret: Hashable, Sendable {
    /// Where a match counts as the secret.
    enum Fit: Hashable, Sendable {
        case anywhere
        /// Where no letter and no digit is beside it.
        case word
        /// As a whole part of a path or of a query, or in quotes.
        case part
    }

    let forms: [[UInt8]]
    let fit: Fit

    /// Makes a secret that is found anywhere if it has six characters or more, as a word if it has
    /// four or five, and as `shortest` says if it has fewer.
    init(_ text: String, shortest: Fit) {
        forms = text.isEmpty ? [] : SoughtText.levels(of: Array(text.utf8)).map(\.bytes)
        fit = text.count >= 6 ? .anywhere : text.count >= 4 ? .word : shortest
    }
}

extension SoughtSecret.Fit {
    func allows(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : nil
        let after = range.upperBound < bytes.count ? bytes[range.upperBound] : nil
        switch self {
        case .anywhere:
            return true
        case .word:
            return before.map { !Self.isInWord($0) } ?? true
                && after.map { !Self.isInWord($0) } ?? true
        case .part:
            let begins = before.map { "/=\"'`".utf8.contains($0) } ?? false
            return begins && after.map { !Self.isInWord($0) } ?? true
        }
    }

    /// Whether a byte is a letter or a digit, or a part of a letter outside of ASCII.
    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }
}
