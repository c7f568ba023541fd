import ControlAPI
import Foundation
import Glibc
import Planning
import Synchronization
import TestKit
import Testing

@testable import Daemon

/// `/v1/events` over a real socket: what is sent, to whom, and who is let go.
@Suite(.timeLimit(.minutes(2)))
struct EventFeedTests {
    private static let config = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "noon"
        title = "Noon"
        schedule = { every = "day", at = "12:00" }
        late_within = "3h"

        """

    /// A kept house behind a socket.
    private final class Served: Sendable {
        let kept: KeptHouse
        let server: ControlServer
        let path: String

        init() async throws {
            kept = try await KeptHouse(EventFeedTests.config)
            path = kept.house.folder + "/control.sock"
            let router = kept.router
            server = try ControlServer(path: path) { await router.respond(to: $0) }
        }

        func stop() {
            kept.feed.end()
            server.stop()
        }

        /// Asks for the events; the lines are read until the daemon ends them.
        func follow() throws -> Follower {
            try Follower(path)
        }
    }

    /// A client that reads only when it is told to.
    private final class Follower: Sendable {
        let file: Int32

        init(_ path: String) throws {
            file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(file, $0, size) }
            }
            try #require(result == 0)
            let request = "GET /v1/events HTTP/1.0\r\nHost: localhost\r\n\r\n"
            try #require(send(file, request, request.utf8.count, Int32(MSG_NOSIGNAL)) > 0)
        }

        deinit {
            close(file)
        }

        /// Reads until `end` has come, or all to the end of the stream; on a thread of its own.
        func read(until end: String? = nil) async -> String {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { [file] in
                    var text = ""
                    var piece = [UInt8](repeating: 0, count: 65_536)
                    while end.map({ !text.contains($0) }) ?? true {
                        let count = recv(file, &piece, piece.count, 0)
                        guard count > 0 else {
                            break
                        }
                        text += String(decoding: piece[..<count], as: UTF8.self)
                    }
                    continuation.resume(returning: text)
                }
            }
        }
    }

    @Test func `what is decided, delivered, said and taken is told as it happens`() async throws {
        let served = try await Served()
        let follower = try served.follow()
        let head = await follower.read(until: "retry: 1000\n\n")
        #expect(head.contains("200 OK"))
        #expect(head.contains("Content-Type: text/event-stream"))
        try await served.kept.wake(at: "2026-01-09T12:00:00Z")
        let told = await follower.read(until: "\"state\":\"delivered\"")
        let names = told.split(separator: "\n").filter { $0.hasPrefix("event: ") }
        #expect(names == ["event: decision", "event: delivery"])
        #expect(told.contains("id: 1\nevent: decision\ndata: {\"at\":\"2026-01-09T12:00:00Z\""))
        try await served.kept.tell(
            .done,
            OutcomeRequest(ritual: "noon", note: "at home"),
            for: OutcomeMessage.self
        )
        let word = await follower.read(until: "\"undone\":false")
        #expect(word.contains("event: word"))
        #expect(word.contains("\"note\":\"at home\""))
        served.stop()
        _ = await follower.read()
    }

    @Test func `what a terminal would obey is escaped`() throws {
        let outcome = Outcome(
            occurrence: "noon@2026-01-09T12:00",
            kind: .done,
            note: "a\u{1B}[31mb\u{9B}c\nd",
            said: "2026-01-09T12:00:00Z"
        )
        let text = try EventMessage.word(WordMessage(outcome, try House.couple())).text(id: 7)
        #expect(text.hasPrefix("id: 7\nevent: word\ndata: {"))
        #expect(text.split(separator: "\n").count == 3)
        #expect(text.contains(#"a\u001b[31mb\u009bc\nd"#))
    }

    @Test func `so many may follow, and one that has left makes room`() async throws {
        let served = try await Served()
        defer { served.stop() }
        var followers: [Follower] = []
        for _ in 1...EventFeed.mostClients {
            let follower = try served.follow()
            #expect(await follower.read(until: "retry").contains("200 OK"))
            followers.append(follower)
        }
        let refused = await (try served.follow()).read()
        #expect(refused.contains("503"))
        #expect(refused.contains("8 follow the events already, the most that may"))
        followers.removeFirst()
        #expect(await (try served.follow()).read(until: "retry").contains("200 OK"))
    }

    @Test func `a client that reads nothing is let go, and harms nobody`() async throws {
        let served = try await Served()
        defer { served.stop() }
        let stuck = try served.follow()
        let reading = try served.follow()
        #expect(await stuck.read(until: "retry: 1000\n\n").contains("200 OK"))
        #expect(await reading.read(until: "retry: 1000\n\n").contains("200 OK"))
        let long = EventMessage.config(ConfigTakenMessage(await served.kept.planning.household))
        let count = 40_000
        async let end = reading.read(until: "id: \(count)\n")
        for number in 1...count {
            served.kept.feed.publish([long])
            // The one that reads must have the time to do so.
            if number.isMultiple(of: 200) {
                await Task.yield()
            }
        }
        // Whoever reads was let go too where it was too slow; both streams end, and the daemon answers.
        _ = await end
        let rest = await stuck.read()
        #expect(!rest.contains("id: \(count)\n"))
        #expect(try await served.kept.ask(.next, for: NextMessage.self).next != nil)
    }

    @Test func `while nobody follows nothing is made of what happens`() {
        EventFeed().publish(
            { () -> [EventMessage] in
                Issue.record("nobody would read it")
                return []
            }()
        )
    }

    @Test func `the end of the daemon ends what it tells`() async throws {
        let served = try await Served()
        let follower = try served.follow()
        _ = await follower.read(until: "retry")
        served.stop()
        _ = await follower.read()
        #expect(throws: Problem.self) { try served.kept.feed.follow(by: -1) }
    }

    @Test func `a copy of the ledger comes over the socket, and leaves nothing behind`()
        async throws
    {
        let served = try await Served()
        defer { served.stop() }
        try await served.kept.wake(at: "2026-01-09T12:00:00Z")
        let reply = try await RawRequest.send(
            "GET /v1/backup HTTP/1.0\r\nHost: localhost\r\n\r\n",
            to: served.path
        )
        #expect(reply.contains("Content-Type: application/vnd.sqlite3"))
        #expect(reply.contains("\r\n\r\nSQLite format 3"))
        let files = try FileManager.default.contentsOfDirectory(atPath: served.kept.house.folder)
        #expect(!files.contains { $0.hasPrefix("ledger-backup") }, "\(files)")
    }
}
