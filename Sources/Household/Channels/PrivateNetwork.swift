import CivilTime

/// Addresses of this machine and of networks that are a house's own, where plain text may be sent.
///
/// They are loopback (127.0.0.0/8 and ::1), RFC 1918 (10/8, 172.16/12, 192.168/16), unique local
/// addresses (RFC 4193, fc00::/7) and link-local ones (169.254/16, fe80::/10).
package enum PrivateNetwork {
    /// Endings of names that only ever mean this machine or this house's network: RFC 6761 section
    /// 6.3, RFC 6762 section 3, RFC 8375, and ICANN's reservation of `internal`.
    private static let endings = [".localhost", ".local", ".home.arpa", ".internal"]

    /// Whether `host`, as a URL names it, may be private: such an address, a name without a dot, or
    /// one of the names that no public server has.
    ///
    /// Where a name leads is known only once it is looked up; see `contains(address:)`.
    package static func mayContain(host: some StringProtocol) -> Bool {
        let name = host.asciiLowercased
        if name.hasPrefix("[") || name.contains(":") || isNumeric(name) {
            return contains(
                address: name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
            )
        }
        let plain = name.hasSuffix(".") ? String(name.dropLast()) : name
        guard !plain.isEmpty else {
            return false
        }
        return !plain.contains(".") || endings.contains(where: plain.hasSuffix)
    }

    /// Whether libcurl would take the name for an IPv4 address in one of its older spellings.
    private static func isNumeric(_ name: String) -> Bool {
        let last = name.split(separator: ".").last ?? ""
        return last.allSatisfy(\.isNumber) || last.hasPrefix("0x")
    }

    /// Whether `host` is this machine by name or address.
    package static func isLoopback(host: some StringProtocol) -> Bool {
        let name = host.asciiLowercased
        if name == "localhost" || name.hasSuffix(".localhost") {
            return true
        }
        let address = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
        return isLoopback(address: address)
    }

    /// Whether an IP address is one of this machine.
    package static func isLoopback(address: String) -> Bool {
        if let bytes = ipv4(address) {
            return bytes[0] == 127
        }
        guard let groups = ipv6(address) else {
            return false
        }
        return mapped(groups).map { $0[0] == 127 } ?? (groups == [0, 0, 0, 0, 0, 0, 0, 1])
    }

    /// Whether an IP address lies on a private network, or is one of this machine.
    package static func contains(address: String) -> Bool {
        if let bytes = ipv4(address) {
            return isPrivate(bytes)
        }
        guard let groups = ipv6(address) else {
            return false
        }
        if let bytes = mapped(groups) {
            return isPrivate(bytes)
        }
        return isLoopback(address: address) || groups[0] & 0xfe00 == 0xfc00
            || groups[0] & 0xffc0 == 0xfe80
    }

    private static func isPrivate(_ bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1]) {
        case (10, _), (127, _), (172, 16...31), (192, 168), (169, 254): true
        default: false
        }
    }

    /// The IPv4 address in an IPv6 one that stands for it (RFC 4291 section 2.5.5.2).
    private static func mapped(_ groups: [UInt16]) -> [UInt8]? {
        guard groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xffff else {
            return nil
        }
        return groups[6...].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    }

    /// Reads four decimal numbers; no other way of writing an IPv4 address is taken.
    private static func ipv4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { $0.count == 1 || $0.first != "0" && $0.first != "+" }
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 && isPlain ? bytes : nil
    }

    /// Reads an IPv6 address (RFC 4291 section 2.2), with or without a zone behind `%`.
    private static func ipv6(_ text: String) -> [UInt16]? {
        var text = text.prefix { $0 != "%" }
        var tail: [UInt16] = []
        if let colon = text.lastIndex(of: ":"), text[colon...].contains(".") {
            guard let bytes = ipv4(text[text.index(after: colon)...]) else {
                return nil
            }
            tail = [
                UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3]),
            ]
            text = text[...colon]
            if !text.hasSuffix("::") {
                text.removeLast()
            }
        }
        let halves = halves(of: text)
        let groups = halves.map { half in
            half.isEmpty && halves.count == 2
                ? []
                : half.split(separator: ":", omittingEmptySubsequences: false).map {
                    $0.count <= 4 && $0.first != "+" ? UInt16($0, radix: 16) : nil
                }
        }
        guard let first = groups.first, groups.count <= 2, !groups.joined().contains(nil) else {
            return nil
        }
        let front = first.compactMap(\.self)
        let back = groups.dropFirst().joined().compactMap(\.self) + tail
        let missing = 8 - front.count - back.count
        guard halves.count == 2 ? missing >= 1 : missing == 0 else {
            return nil
        }
        return front + Array(repeating: 0, count: missing) + back
    }

    /// What stands before and behind `::`; all of it where there is none.
    private static func halves(of text: Substring) -> [Substring] {
        let pairs = zip(text.indices, text.indices.dropFirst())
        guard let gap = pairs.first(where: { text[$0.0] == ":" && text[$0.1] == ":" }) else {
            return [text]
        }
        return [text[..<gap.0], text[text.index(after: gap.1)...]]
    }
}
