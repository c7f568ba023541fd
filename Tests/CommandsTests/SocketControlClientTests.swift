import Glibc
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

struct SocketControlClientTests {
    @Test func `a question goes over the socket, and its answer comes back`() throws {
        let body = #"{"next": null}"#
        let server = try OneShotServer(
            replying: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let client = SocketControlClient(socketPath: server.socketPath)
        let reply = try client.send(
            ControlRequest(.upcoming, query: UpcomingQuery(count: 5, ritual: "a b").items)
        )
        #expect(reply == ControlReply(status: 200, body: Array(body.utf8)))
        let request = server.request()
        #expect(request.hasPrefix("GET /v1/upcoming?count=5&ritual=a%20b HTTP/1.0\r\n"))
        #expect(request.contains("\r\nHost: localhost\r\n"))
    }

    @Test func `a statement is posted as JSON, and a problem keeps its body`() throws {
        let problem = try ControlJSON.text(of: Problem(.unknownRitual, detail: "no ritual 'x'"))
        let server = try OneShotServer(
            replying: "HTTP/1.1 404 Not Found\r\nContent-Length: \(problem.utf8.count)\r\n\r\n"
                + problem
        )
        let client = SocketControlClient(socketPath: server.socketPath)
        let body = #"{"ritual": "x", "note": "Zoë"}"#
        let reply = try client.send(ControlRequest(.done, body: body))
        #expect(reply == ControlReply(status: 404, body: Array(problem.utf8)))
        let request = server.request()
        #expect(request.hasPrefix("POST /v1/done HTTP/1.0\r\n"))
        #expect(request.contains("\r\nContent-Type: application/json\r\n"))
        #expect(request.hasSuffix("\r\n\r\n\(body)"))
    }

    @Test func `where nobody listens, the system's own reason is given`() {
        let client = SocketControlClient(socketPath: "/tmp/ritualctl-nobody/control.sock")
        #expect(throws: ControlClientError.noDaemon("No such file or directory")) {
            try client.send(ControlRequest(.status))
        }
    }

    @Test func `a path that no socket can have is said to be too long`() {
        let client = SocketControlClient(socketPath: "/" + String(repeating: "x", count: 107))
        #expect(
            throws: ControlClientError.noDaemon(
                "the path of a socket cannot be longer than 107 bytes"
            )
        ) {
            try client.send(ControlRequest(.status))
        }
    }

    @Test func `an answer that breaks off is a broken exchange`() throws {
        let server = try OneShotServer(replying: "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")
        let client = SocketControlClient(socketPath: server.socketPath)
        let error = #expect(throws: ControlClientError.self) {
            try client.send(ControlRequest(.status))
        }
        guard case .broken = error else {
            Issue.record("\(String(describing: error)) is not .broken")
            return
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `nothing is sent to a socket at which another user listens`() async throws {
        let folder = try TemporaryFolder()
        let server = try ChildProcess(
            "/usr/bin/python3",
            ["-c", Self.stranger, folder.path("control.sock")]
        )
        defer { server.end() }
        _ = try await server.output.first { $0 == "listening" }
        let client = SocketControlClient(socketPath: folder.path("control.sock"))
        #expect(throws: ControlClientError.foreign(user: 65_534)) {
            try client.send(ControlRequest(.done, body: #"{"note": "only for you"}"#))
        }
        let received = try await server.output.first { $0.hasPrefix("received") }
        #expect(received == "received b''")
    }

    /// Listens as nobody, and says what it is sent until the other side hangs up.
    private static let stranger = """
        import os, socket, sys
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(sys.argv[1])
        os.setuid(65534)
        listener.listen()
        print("listening", flush=True)
        connection, _ = listener.accept()
        received = b""
        while chunk := connection.recv(4096):
            received += chunk
        print("received", received, flush=True)
        """
}
