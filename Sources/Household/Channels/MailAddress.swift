import CivilTime

/// Addresses of mail and of mail servers, as a channel's settings hold them.
package enum MailAddress {
    /// The longest that SMTP has room for (RFC 5321 section 4.5.3.1.3, without its brackets).
    private static let longest = 254

    /// Whether `text` is an address without any ornament: `NAME@HOST`, of printable ASCII, without
    /// blanks, quotes, brackets and commas, so that it can stand in a header and in SMTP as it is.
    package static func isPlain(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && isWord($0) }
            && text.utf8.count <= longest
    }

    /// The scheme of a mail server's URL, `smtp` or `smtps`; `nil` where it is neither.
    package static func scheme(ofServer url: String) -> String? {
        ["smtp", "smtps"].first { url.asciiLowercased.hasPrefix("\($0)://") }
    }

    /// Whether the server that a URL names is this machine, asked without TLS from the start.
    package static func isLoopback(server url: String) -> Bool {
        guard scheme(ofServer: url) == "smtp" else {
            return false
        }
        let authority = url.dropFirst("smtp://".count).prefix { !"/?#".contains($0) }
        // What stands before an '@' is a name and a password, whatever it looks like.
        guard !authority.contains("@") else {
            return false
        }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return PrivateNetwork.isLoopback(host: authority[...end])
        }
        return PrivateNetwork.isLoopback(host: authority.prefix { $0 != ":" })
    }

    private static func isWord(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x21...0x7e).contains(byte) && !"\"(),:;<>[\\]".utf8.contains(byte)
        }
    }
}
