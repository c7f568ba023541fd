import CivilTime
import Household

/// The parts of a URL (RFC 3986 section 3), looked at without showing them.
struct WebAddress {
    let scheme: String
    let host: String
    let hasUserInformation: Bool
    /// Whether there is a query or a fragment.
    let hasMoreThanPath: Bool

    /// Reads `url`, or says what is wrong with it, in words that never repeat it.
    init(_ url: String, schemes: [String]) throws(Fault) {
        guard let scheme = schemes.first(where: { url.asciiLowercased.hasPrefix("\($0)://") })
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
        let rest = url.dropFirst(scheme.count + 3)
        let authority = rest.prefix { !"/?#".contains($0) }
        let (host, port) = Self.hostAndPort(of: authority)
        guard !host.isEmpty else {
            throw Fault("the address names no host")
        }
        if let port, !port.isEmpty {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw Fault("the port of the address is not between 1 and 65535")
            }
        }
        self.scheme = scheme
        self.host = String(host)
        hasUserInformation = authority.contains("@")
        hasMoreThanPath = rest.contains { "?#".contains($0) }
    }

    /// What is wrong with a URL.
    struct Fault: Error {
        let text: String

        init(_ text: String) {
            self.text = text
        }
    }

    /// Whether what is sent there can be read on its way by others than the house.
    var isPlainTextElsewhere: Bool {
        scheme == "http" && !PrivateNetwork.mayContain(host: host)
    }

    private static func hostAndPort(
        of authority: Substring
    ) -> (host: Substring, port: Substring?) {
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

extension TableReader {
    /// An address of a web server; where it is wrong, the message does not repeat it.
    func webAddress(_ key: String, expecting example: String) -> (
        text: Located<String>, WebAddress
    )? {
        guard let text = string(key, expecting: example) else {
            return nil
        }
        do {
            return (text, try WebAddress(text.value, schemes: ["http", "https"]))
        } catch {
            findings.error(error.text, at: text)
            return nil
        }
    }

    /// Reports plain http to a host that is not the house's own, unless it is allowed.
    func refusePlainText(to address: WebAddress, at text: Located<String>, isAllowed: Bool) {
        if address.isPlainTextElsewhere, !isAllowed {
            findings.error(
                "plain http can be read on its way; use https, "
                    + "or give 'insecure = true' to send it all the same",
                at: text
            )
        }
    }

    func absolutePath(_ key: String) -> String? {
        guard let path = string(key) else {
            return nil
        }
        guard path.value.hasPrefix("/"), !path.value.contains("\0") else {
            findings.error("\(quoted(path.value)) is not an absolute path", at: path)
            return nil
        }
        return path.value
    }
}
