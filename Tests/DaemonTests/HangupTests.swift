import ControlAPI
import Glibc
import Testing

@testable import Daemon

/// A request ends with its client, and with the daemon.
@Suite(.timeLimit(.minutes(1)))
struct HangupTests {
    /// A server whose every answer waits until it is cancelled.
    private final class Endless: Sendable {
        let house: House
        let server: ControlServer
        let asked: AsyncStream<String>
        let ended: AsyncStream<String>

        init() throws {
            let house = try House()
            let (asked, begin) = AsyncStream.makeStream(of: String.self)
            let (ended, end) = AsyncStream.makeStream(of: String.self)
            self.house = house
            self.asked = asked
            self.ended = ended
            server = try ControlServer(path: house.folder + "/control.sock") { request in
                begin.yield(request.path)
                let (never, _) = AsyncStream.makeStream(of: Never.self)
                for await _ in never {}
                end.yield(request.path)
                return ControlReply(status: 200, contentType: "text/plain", text: "over")
            }
        }

        func connect() throws -> Int32 {
            let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let path = Array((house.folder + "/control.sock").utf8)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(file, $0, size)
                }
            }
            try SystemError.check("connect", result)
            return file
        }

        func ask(_ path: String) throws -> Int32 {
            let file = try connect()
            let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            try #require(write(file, request, request.count) == request.count)
            return file
        }
    }

    @Test func `a client that leaves ends its question`() async throws {
        let endless = try Endless()
        let file = try endless.ask("/v1/upcoming")
        var asked = endless.asked.makeAsyncIterator()
        #expect(await asked.next() == "/v1/upcoming")
        close(file)
        var ended = endless.ended.makeAsyncIterator()
        #expect(await ended.next() == "/v1/upcoming")
        endless.server.stop()
    }

    @Test func `the end of the server ends what is under way`() async throws {
        let endless = try Endless()
        let file = try endless.ask("/v1/why")
        defer { close(file) }
        var asked = endless.asked.makeAsyncIterator()
        #expect(await asked.next() == "/v1/why")
        endless.server.stop()
        var ended = endless.ended.makeAsyncIterator()
        #expect(await ended.next() == "/v1/why")
    }

    @Test func `a client that only ends its own sending is still answered`() throws {
        var sockets: [Int32] = [0, 0]
        try SystemError.check("pair", socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets))
        let signal = try HangupSignal()
        shutdown(sockets[1], Int32(SHUT_WR))
        signal.signal()
        #expect(signal.wait(unlessHungUp: sockets[0]))
        let other = try HangupSignal()
        close(sockets[1])
        #expect(!other.wait(unlessHungUp: sockets[0]))
        close(sockets[0])
    }
}
