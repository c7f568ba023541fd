import TestKit
import Testing

/// The parts that the other end-to-end tests rely on.
@Suite(.timeLimit(.minutes(1)))
struct ProcessesTests {
    @Test func `what a process writes can be awaited, and so can its end`() async throws {
        let script = "echo one; echo err >&2; read word; echo got $word $HOME; exit 3"
        let process = try ChildProcess("/bin/sh", ["-c", script], environment: ["HOME": "/here"])
        defer { process.end() }
        #expect(try await process.output.first() == "one")
        try process.write("hello")
        #expect(try await process.output.first { $0.hasPrefix("got") } == "got hello /here")
        #expect(try await process.exit() == .status(3))
        #expect(try await process.errors.all() == ["err"])
    }

    @Test func `waiting for what never comes ends with the process, and says what came`()
        async throws
    {
        let process = try ChildProcess("/bin/echo", ["something else"])
        let failure = await #expect(throws: EventNeverCame.self) {
            try await process.output.first { $0 == "this" }
        }
        #expect(failure?.events == ["something else"])
    }

    @Test func `a child holds no descriptor of the test process but its own three`() async throws {
        let other = try ChildProcess("/bin/cat")
        defer { other.end() }
        let result = try await CommandResult.of("/bin/ls", ["/proc/self/fd"], environment: [:])
        // The fourth is the folder that ls reads.
        #expect(result.output == ["0", "1", "2", "3"])
    }

    @Test func `a process lives by the clock it is given`() async throws {
        let clock = try #require(FakeClock("2026-01-09 18:59:58").environment)
        let date = try await CommandResult.of("/bin/date", ["-Iseconds"], environment: clock)
        #expect(date.text == "2026-01-09T18:59:58+00:00")
    }

    @Test func `the server records requests and answers as it is told`() async throws {
        let server = try HTTPCapture(answering: [500, 204])
        for expected in ["500", "204", "204"] {
            let answer = try await CommandResult.of(
                "/usr/bin/curl",
                ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "-d", "abc", server.url("/x")],
                environment: [:]
            )
            #expect(answer.text == expected)
        }
        #expect(server.requests.events.map(\.path) == ["/x", "/x", "/x"])
        #expect(server.requests.events.map(\.body) == ["abc", "abc", "abc"])
    }

    @Test func `the notify socket hears what sd_notify says`() async throws {
        let folder = try TemporaryFolder()
        let socket = try NotifySocket(at: folder.path("notify"))
        _ = try await CommandResult.of(
            "/usr/bin/systemd-notify",
            ["--ready", "--status=nine rituals"],
            environment: ["NOTIFY_SOCKET": socket.path]
        )
        #expect(try await socket.messages.first() == "READY=1")
        #expect(try await socket.messages.first(from: 1) == "STATUS=nine rituals")
    }
}
