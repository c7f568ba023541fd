import CAddress

/// The parts of a URL, read by libcurl, which also makes the request: so the address that was
/// checked is the one that is used.
package struct WebAddress: Hashable, Sendable {
    /// The scheme, in lower case.
    package let scheme: String
    /// The user's name, before an `@`; percent-encoded as in the URL.
    package let user: String?
    /// The user's password, before an `@`; percent-encoded as in the URL.
    package let password: String?
    /// The host: a name or an IP address, an IPv6 address in brackets.
    ///
    /// The host is percent-decoded, and an IPv4 address in one of its older spellings (`127.1`,
    /// `0177.0.0.1`) is in the usual one.
    package let host: String
    /// The path, which begins with a slash.
    package let path: String
    /// Whether the URL has a `?` or a `#`, even with nothing after it.
    package let hasMoreThanPath: Bool
    /// The text after the `?`; `nil` where there is none.
    package let query: String?
    /// The text after the `#`; `nil` where there is none.
    package let fragment: String?

    /// Reads `url`; where `schemes` are given, its scheme has to be one of them.
    ///
    /// - Throws: `Fault`, whose text never repeats the URL, since a URL can hold a secret.
    package init(_ url: String, schemes: [String] = []) throws(Fault) {
        guard schemes.isEmpty || schemes.contains(where: { url.lowercased().hasPrefix("\($0)://") })
        else {
            let list = schemes.map { "'\($0)://'" }.joined(separator: " nor ")
            throw Fault("the address begins with neither \(list)")
        }
        guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
            throw Fault(
                "the address holds a blank or a character that is not ASCII; "
                    + "write it percent-encoded"
            )
        }
        var address = caddress()
        defer { caddress_free(&address) }
        switch caddress_read(url, &address) {
        case CADDRESS_OK: break
        case CADDRESS_NO_HOST: throw Fault("the address names no host")
        case CADDRESS_BAD_PORT:
            throw Fault("the port of the address is not between 1 and 65535")
        case CADDRESS_NO_LIBRARY:
            throw Fault("the address cannot be read without libcurl.so.4, which is not installed")
        default: throw Fault("the address is malformed")
        }
        host = address.host.map { String(cString: $0) } ?? ""
        // libcurl would convert such a name by the process's locale, and a daemon has none.
        guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw Fault("the host of the address is not ASCII; write its name as 'xn--…'")
        }
        scheme = address.scheme.map { String(cString: $0) } ?? ""
        user = address.user.map { String(cString: $0) }
        password = address.password.map { String(cString: $0) }
        path = address.path.map { String(cString: $0) } ?? "/"
        query = address.query.map { String(cString: $0) }
        fragment = address.fragment.map { String(cString: $0) }
        hasMoreThanPath = url.contains { "?#".contains($0) }
    }

    /// Why a URL was refused.
    package struct Fault: Error, Hashable, Sendable {
        package let text: String

        init(_ text: String) {
            self.text = text
        }
    }
}

extension WebAddress {
    /// Endings of names that only ever mean this machine or a private network: RFC 6761 section
    /// 6.3, RFC 6762 section 3, RFC 8375, and ICANN's reservation of `internal`.
    private static let privateEndings = [".localhost", ".local", ".home.arpa", ".internal"]

    /// The host as an IP address; `nil` where it is a name.
    private var ipAddress: IPAddress? {
        IPAddress(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
    }

    /// The host as a name, in lower case and without the dot that may end it.
    private var name: String {
        let name = host.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    /// Whether the host is this machine by name or address.
    package var isLoopback: Bool {
        ipAddress?.isLoopback ?? (name == "localhost" || name.hasSuffix(".localhost"))
    }

    /// Whether the host may be in a private network: by its address, or by a name that has no dot
    /// or an ending that no public server has.
    ///
    /// The address of a name is known only once the name is resolved; `IPAddress.isPrivate` checks
    /// it then.
    package var mayBePrivate: Bool {
        ipAddress?.isPrivate
            ?? (!name.isEmpty
                && (!name.contains(".") || Self.privateEndings.contains(where: name.hasSuffix)))
    }
}

/// A topic of ntfy, and the address of the server that has the topic.
package struct NtfyTopic: Hashable, Sendable {
    package let server: String
    package let name: String

    /// Splits the topic off the end of `address`, such as `https://ntfy.sh/us`.
    ///
    /// Fails where the path does not end in a topic that ntfy accepts: 1 to 64 letters, digits, `-`
    /// and `_`.
    package init?(address: String) {
        let plain = address.prefix { !"?#".contains($0) }
        guard let path = try? WebAddress(address).path,
            let slash = path.lastIndex(of: "/"), plain.hasSuffix(path[slash...])
        else {
            return nil
        }
        name = String(path[slash...].dropFirst())
        server = String(plain.dropLast(name.count))
        let isTopic = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isTopic, (1...64).contains(name.utf8.count) else {
            return nil
        }
    }
}
