/// Looks at the parts of an `http` or `https` URL (RFC 3986 section 3) without showing them.
enum WebAddress {
    /// What is wrong with `url`, or `nil`; the answer never repeats it.
    static func fault(in url: String) -> String? {
        guard let scheme = scheme(of: url) else {
            return "the address begins with neither 'http://' nor 'https://'"
        }
        guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
            return "the address holds a blank or a character that is not ASCII; "
                + "write it percent-encoded"
        }
        let (host, port) = hostAndPort(of: url, scheme: scheme)
        guard !host.isEmpty else {
            return "the address names no host"
        }
        if let port, !port.isEmpty {
            guard let number = Int(port), (1...65_535).contains(number) else {
                return "the port of the address is not between 1 and 65535"
            }
        }
        return nil
    }

    static func hasUserInformation(_ url: String) -> Bool {
        scheme(of: url).map { authority(of: url, scheme: $0).contains("@") } ?? false
    }

    private static func scheme(of url: String) -> String? {
        ["http://", "https://"].first { url.lowercased().hasPrefix($0) }
    }

    private static func authority(of url: String, scheme: String) -> Substring {
        url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    }

    private static func hostAndPort(
        of url: String,
        scheme: String
    ) -> (host: Substring, port: Substring?) {
        let authority = authority(of: url, scheme: scheme)
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
        let rest = place ?? authority
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            let behind = rest[rest.index(after: close)...]
            return (rest[...close], behind.isEmpty ? nil : behind.dropFirst())
        }
        guard let colon = rest.lastIndex(of: ":") else {
            return (rest, nil)
        }
        return (rest[..<colon], rest[rest.index(after: colon)...])
    }
}
