extension WebhookPreset {
    /// What keeps an address from being one of the service, or `nil`; the words never repeat it.
    ///
    /// `hasMoreThanPath` says whether the address has a query or a fragment.
    package func fault(inURL url: String, hasMoreThanPath: Bool) -> String? {
        switch self {
        case .gotify, .matrix, .telegram:
            return hasMoreThanPath
                ? "holds a '?' or a '#'; preset '\(rawValue)' wants the server's address alone"
                : nil
        case .ntfy:
            return NtfyTopic(address: url) == nil
                ? "does not end in a topic of ntfy's: letters, digits, '-' and '_', at most 64"
                : nil
        case .homeAssistant:
            return Self.path("/api/webhook/", in: url)
        case .apprise:
            return Self.path("/notify/", in: url)
        case .none, .slack, .discord, .mattermost:
            return nil
        }
    }

    private static func path(_ path: String, in url: String) -> String? {
        url.contains(path) ? nil : "has no '\(path)' in it, which every address of the service has"
    }
}

/// A topic of ntfy's and the server that it is on.
package struct NtfyTopic: Hashable, Sendable {
    package let server: String
    package let name: String

    /// Takes the topic off the end of `address`, such as `https://ntfy.sh/us`; `nil` where there is
    /// none that ntfy takes.
    package init?(address: String) {
        let plain = address.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = plain.firstIndex(of: ":"), let slash = plain.lastIndex(of: "/"),
            plain[scheme...].dropFirst(3).contains("/")
        else {
            return nil
        }
        let topic = plain[plain.index(after: slash)...]
        let isTopic = topic.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isTopic, (1...64).contains(topic.utf8.count) else {
            return nil
        }
        server = String(plain[...slash])
        name = String(topic)
    }
}
