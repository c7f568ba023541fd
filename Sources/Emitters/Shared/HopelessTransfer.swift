import CCurl

/// Tells which transfers would end in the same way each time: those that never met anybody.
///
/// libcurl's code alone does not say it: CURLE_UNSUPPORTED_PROTOCOL is also what it calls a reply that is
/// not HTTP, which a server gives that is just being started, or a proxy before it.
enum HopelessTransfer {
    /// CURLE_UNSUPPORTED_PROTOCOL and CURLE_URL_MALFORMAT.
    private static let ofTheAddress: Set<Int32> = [1, 3]

    static func isOne(_ reply: ccurl_reply) -> Bool {
        reply.peer_refused || isOne(code: reply.code, hasConnected: reply.has_connected)
    }

    /// Whether a transfer that ended with a CURLcode is one.
    static func isOne(code: Int32, hasConnected: Bool) -> Bool {
        !hasConnected && ofTheAddress.contains(code)
    }
}
