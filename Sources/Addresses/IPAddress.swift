import Glibc

/// An IP address, as inet_pton(3) reads it.
///
/// An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) equals its IPv4 address.
package struct IPAddress: Hashable, Sendable {
    /// Four bytes or sixteen.
    private let bytes: [UInt8]

    /// Reads four decimal numbers or an IPv6 address without a zone; `nil` where it is neither.
    package init?(_ text: String) {
        var four = [UInt8](repeating: 0, count: 4)
        var six = [UInt8](repeating: 0, count: 16)
        // inet_pton would take a zero byte for the end of the text.
        guard !text.utf8.contains(0) else {
            return nil
        }
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = four
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let isMapped = six[..<10].allSatisfy { $0 == 0 } && six[10...11] == [0xff, 0xff]
            bytes = isMapped ? Array(six[12...]) : six
        } else {
            return nil
        }
    }

    /// Whether the address is one of this machine: 127.0.0.0/8 or ::1.
    package var isLoopback: Bool {
        bytes.count == 4
            ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// Whether the address is one of this machine or of a private network, where requests may go
    /// unencrypted.
    ///
    /// Private networks are those of RFC 1918 (10/8, 172.16/12, 192.168/16), unique local addresses
    /// (RFC 4193, fc00::/7) and link-local ones (169.254/16, fe80::/10).
    package var isPrivate: Bool {
        guard bytes.count == 4 else {
            return isLoopback || bytes[0] & 0xfe == 0xfc
                || bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
        }
        return switch (bytes[0], bytes[1]) {
        case (10, _), (127, _), (172, 16...31), (192, 168), (169, 254): true
        default: false
        }
    }
}
