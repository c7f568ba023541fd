import Addresses
import Testing

@Suite struct `An IP address` {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.255", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.1.1", "::1", "fc00::1", "fdff:ffff::", "fe80::1", "febf::1", "::ffff:10.1.2.3",
        "::ffff:7f00:1", "0:0:0:0:0:0:0:1",
    ])
    func `is private in a house's own networks`(_ address: String) throws {
        #expect(try #require(IPAddress(address)).isPrivate)
    }

    @Test(arguments: [
        "8.8.8.8", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "192.0.2.1",
        "0.0.0.0", "100.64.0.1", "169.253.0.1", "128.0.0.1", "::", "2001:db8::1", "fe00::1",
        "fec0::1", "::2", "::ffff:8.8.8.8", "64:ff9b::10.0.0.1", "1::127.0.0.1",
    ])
    func `is public everywhere else`(_ address: String) throws {
        #expect(!(try #require(IPAddress(address)).isPrivate))
    }

    @Test(arguments: [
        ("127.9.0.1", true), ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false),
        ("::2", false), ("::127.0.0.1", false),
    ])
    func `is this machine's or another's`(_ address: String, _ isLoopback: Bool) throws {
        #expect(try #require(IPAddress(address)).isLoopback == isLoopback)
    }

    @Test(arguments: [
        "", "10", "10.0.0", "10.0.0.1.2", "10.0.0.256", "010.0.0.1", "+10.0.0.1", "127.-0.0.1",
        "0x0a.0.0.1", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "fc00", "g::1",
        "12345::", "::10.0.0", "fe80::+1", "fe80::1%eth0", "localhost", "127.0.0.1\0", "127.0.0.1 ",
    ])
    func `is nothing else`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }
}

/// What libcurl takes an address for, and whether it may be in the house.
@Suite struct `A web address` {
    enum Place: Hashable, Sendable {
        case thisMachine, house, elsewhere
    }

    @Test(
        arguments: [
            ("localhost", .thisMachine), ("LOCALHOST", .thisMachine), ("localhost.", .thisMachine),
            ("app.localhost", .thisMachine), ("127.0.0.9", .thisMachine), ("[::1]", .thisMachine),
            ("[::ffff:127.0.0.1]", .thisMachine), ("[::FFFF:7f00:1]", .thisMachine),
            ("127.1", .thisMachine), ("0177.0.0.1", .thisMachine), ("0x7f000001", .thisMachine),
            ("2130706433", .thisMachine), ("%31%32%37.0.0.1", .thisMachine),
            ("us:word@localhost:8080", .thisMachine), ("ntfy.sh%2f@localhost", .thisMachine),
            ("nas", .house), ("nas.local", .house), ("nas.local.", .house), ("a.home.arpa", .house),
            ("x.internal", .house), ("10.0.0.1", .house), ("[fd00::1]", .house),
            ("[fe80::1%25eth0]", .house), ("ntfy.sh@10.1", .house),
            ("127.-0.0.1", .elsewhere), ("127.0.0.1.", .elsewhere), ("256.0.0.1", .elsewhere),
            ("example.org", .elsewhere), ("local.example", .elsewhere), ("not.alocal", .elsewhere),
            ("8.8.8.8", .elsewhere), ("010.0.0.1", .elsewhere), ("[2001:db8::1]", .elsewhere),
            ("10.0.0.1.example.org", .elsewhere), ("localhost@example.org", .elsewhere),
            ("localhost:80@example.org", .elsewhere), ("127.0.0.1%2f@example.org", .elsewhere),
            ("example.org?@localhost", .elsewhere), ("example.org#@localhost", .elsewhere),
            ("xn--mller-kva.example", .elsewhere),
        ] as [(String, Place)]
    )
    func `is where libcurl would go`(_ authority: String, _ place: Place) throws {
        let address = try WebAddress("http://\(authority)/x")
        #expect(address.isLoopback == (place == .thisMachine))
        #expect(address.mayBePrivate == (place != .elsewhere))
    }

    static let malformed = "the address is malformed"
    static let port = "the port of the address is not between 1 and 65535"
    static let ascii =
        "the address holds a blank or a character that is not ASCII; write it percent-encoded"
    static let name = "the host of the address is not ASCII; write its name as 'xn--…'"
    static let scheme = "the address begins with neither 'http://' nor 'https://'"

    @Test(arguments: [
        ("http://a.example:0/", port), ("http://a.example:65536/", port),
        ("http://a.example:+80/", port), ("http://a.example:99999999999/", port),
        ("http://a:80:80/", port), ("http://[::1]80/", port),
        ("https://:80/x", "the address names no host"), ("https://", "the address names no host"),
        ("http://example.org%2f.localhost/", malformed), ("http://a%00.localhost/", malformed),
        ("http://a;b/", malformed), ("http://[::1", malformed),
        ("http://a@b@localhost/", malformed),
        ("http://a\\b/", malformed),
        ("http://a b/", ascii), ("http://müller.example/", ascii), ("http://a/\u{7f}", ascii),
        ("http://m%C3%BCller.example/", name), ("http://evil%E3%80%82example/", name),
        ("http://%EF%BC%91%EF%BC%90.0.0.1/", name),
        ("ftp://a/", scheme), ("http:/a/", scheme), ("/a", scheme), ("", scheme),
    ])
    func `is refused where it cannot be used, and not repeated`(_ url: String, _ words: String) {
        let fault = #expect(throws: WebAddress.Fault.self) {
            try WebAddress(url, schemes: ["http", "https"])
        }
        #expect(fault?.text == words)
    }

    @Test func `has its parts`() throws {
        let address = try WebAddress("HTTPS://me:p%40@H.example:8080/a%2fb/c?x=1&y#z")
        #expect(address.scheme == "https")
        #expect(address.user == "me")
        #expect(address.password == "p%40")
        #expect(address.host == "H.example")
        #expect(address.path == "/a%2fb/c")
        #expect(address.query == "x=1&y")
        #expect(address.fragment == "z")
        #expect(address.hasMoreThanPath)
        let plain = try WebAddress("http://h")
        #expect(plain.user == nil && plain.path == "/" && !plain.hasMoreThanPath)
        #expect(try WebAddress("http://h/?").hasMoreThanPath)
    }

    @Test(arguments: [
        ("https://ntfy.sh/us", "https://ntfy.sh/", "us"),
        ("https://me:x@n.example:80/base/a_B-1?x#y", "https://me:x@n.example:80/base/", "a_B-1"),
    ])
    func `may end in a topic of ntfy's`(_ url: String, _ server: String, _ name: String) throws {
        let topic = try #require(NtfyTopic(address: url))
        #expect(topic.server == server)
        #expect(topic.name == name)
    }

    @Test(arguments: [
        "https://ntfy.sh", "https://ntfy.sh/", "https://ntfy.sh/a%20b", "https://ntfy.sh/ä",
        "https://ntfy.sh?/us", "/us", "ntfy.sh/us", "https://ntfy.sh/us/..",
        "https://ntfy.sh/" + String(repeating: "x", count: 65),
    ])
    func `may end in none`(_ url: String) {
        #expect(NtfyTopic(address: url) == nil)
    }
}
