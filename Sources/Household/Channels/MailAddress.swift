/// Addresses of mail, as a channel's settings hold them.
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

    private static func isWord(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x21...0x7e).contains(byte) && !"\"(),:;<>[\\]".utf8.contains(byte)
        }
    }
}
