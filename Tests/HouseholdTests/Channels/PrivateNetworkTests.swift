import Household
import Testing

@Suite struct `A private network` {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.255", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.1.1", "::1", "fc00::1", "fdff:ffff::", "fe80::1", "fe80::1%eth0", "febf::1",
        "::ffff:10.1.2.3", "::ffff:7f00:1", "0:0:0:0:0:0:0:1",
    ])
    func `has these addresses`(_ address: String) {
        #expect(PrivateNetwork.contains(address: address))
    }

    @Test(arguments: [
        "8.8.8.8", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "192.0.2.1",
        "0.0.0.0",
        "100.64.0.1", "169.253.0.1", "128.0.0.1", "::", "2001:db8::1", "fe00::1", "fec0::1", "::2",
        "::ffff:8.8.8.8", "64:ff9b::10.0.0.1", "1::127.0.0.1",
    ])
    func `has none of the public ones`(_ address: String) {
        #expect(!PrivateNetwork.contains(address: address))
    }

    @Test(arguments: [
        "", "10", "10.0.0", "10.0.0.1.2", "10.0.0.256", "010.0.0.1", "+10.0.0.1", "0x0a.0.0.1", ":",
        ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "fc00", "g::1", "12345::", "::10.0.0",
        "fe80::+1", "localhost",
    ])
    func `has nothing that is no address`(_ text: String) {
        #expect(!PrivateNetwork.contains(address: text))
    }

    @Test(arguments: [
        "localhost", "LOCALHOST", "nas", "nas.local", "nas.local.", "a.home.arpa", "x.internal",
        "app.localhost", "10.0.0.1", "[fd00::1]", "[::1]",
    ])
    func `may be where these hosts are`(_ host: String) {
        #expect(PrivateNetwork.mayContain(host: host))
    }

    @Test(arguments: [
        "example.org", "ntfy.sh", "local.example", "not.alocal", "8.8.8.8", "[2001:db8::1]",
        "127.1",
        "0x7f000001", "2130706433", "10.0.0.1.example.org", ".", "",
    ])
    func `is not where these hosts are`(_ host: String) {
        #expect(!PrivateNetwork.mayContain(host: host))
    }

    @Test func `has this machine in it by more than one name`() {
        for host in ["localhost", "a.localhost", "127.0.0.9", "[::1]", "::1", "::ffff:127.0.0.1"] {
            #expect(PrivateNetwork.isLoopback(host: host))
        }
        for host in ["10.0.0.1", "localhost.example", "[::2]", "nas.local", ""] {
            #expect(!PrivateNetwork.isLoopback(host: host))
        }
    }
}
