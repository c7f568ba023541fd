import Foundation
import Household

// What several services are made of.

extension String {
    var withoutTrailingSlash: String {
        var text = self[...]
        while text.hasSuffix("/") {
            text.removeLast()
        }
        return String(text)
    }

    /// The URL with one more part in its query, and without a fragment, which is nobody's to send.
    func addingQuery(_ part: String) -> String {
        let base = prefix { $0 != "#" }
        guard base.contains("?") else {
            return "\(base)?\(part)"
        }
        return base.hasSuffix("?") || base.hasSuffix("&") ? base + part : "\(base)&\(part)"
    }

    /// The text as one segment of a path: all but RFC 3986's unreserved characters are encoded.
    var percentEncoded: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        .joined()
    }

    /// The text as HTML shows it.
    var asHTML: String {
        var html = ""
        for character in self {
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            default: html.append(character)
            }
        }
        return html
    }
}

extension HTTPReply {
    /// The body as JSON of that shape, or `nil` where it is none.
    func json<Value: Decodable>(_ type: Value.Type) -> Value? {
        try? JSONDecoder().decode(type, from: Data(body))
    }
}

extension Duration {
    /// A wait that a service asked for: whole seconds, rounded up, at most 24 hours.
    static func waiting(seconds: Double) -> Duration {
        let longest = RetrySchedule.longestAskedFor
        guard seconds < Double(longest.components.seconds) else {
            return longest
        }
        return seconds > 0 ? .seconds(seconds.rounded(.up)) : .zero
    }
}
