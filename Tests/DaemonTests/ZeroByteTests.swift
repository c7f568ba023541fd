import ControlAPI
import Glibc
import Testing

@testable import Daemon

/// A zero byte in a request cuts nothing off.
@Suite(.timeLimit(.minutes(1)))
struct ZeroByteTests {
    /// The path that the daemon sees of a request for `target`.
    private func path(of target: String) async throws -> String? {
        let house = try House()
        let (asked, see) = AsyncStream.makeStream(of: String.self)
        let server = try ControlServer(path: house.folder + "/control.sock") { request in
            see.yield(request.path)
            return ControlReply(status: 200, contentType: "text/plain", text: "")
        }
        defer { server.stop() }
        let file = try connect(to: house.folder + "/control.sock")
        defer { close(file) }
        let request = Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        try #require(write(file, request, request.count) == request.count)
        var paths = asked.makeAsyncIterator()
        return await paths.next()
    }

    private func connect(to path: String) throws -> Int32 {
        let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(file, $0, size) }
        }
        try SystemError.check("connect", result)
        return file
    }

    /// A proxy that lets `/v1/done` pass reads `/v1/history%00%2f..%2fdone` as that.
    @Test(arguments: ["/v1/history%00%2f..%2fdone", "/v1/history%00", "/v1/hold%00/../done"])
    func `a path with one is no route`(_ target: String) async throws {
        let path = try #require(await path(of: target))
        #expect(path == target)
        #expect(ControlRoute(path: path) == nil)
    }

    @Test func `other paths are decoded`() async throws {
        #expect(try await path(of: "/v1/%75pcoming") == "/v1/upcoming")
    }
}
