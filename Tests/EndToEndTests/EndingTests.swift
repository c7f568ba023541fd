import Foundation
import Glibc
import TestKit
import Testing

/// The daemon ends when it is asked to, whatever it is at.
@Suite(.timeLimit(.minutes(2)))
struct EndingTests {
    private static func config(_ hook: HTTPCapture, _ more: String = "") -> String {
        TestConfig.household + TestConfig.webhook(hook.url("/hook"), "timeout = \"5m\"")
            + more + TestConfig.daily("walk", at: "19:00")
    }

    /// A program that hears no SIGTERM, with a child; the pipe ends when both have.
    private func stubborn(in home: DaemonHome, _ pipe: String) throws -> String {
        let program = try home.folder.write(
            "#!/bin/bash\ntrap '' TERM\nexec 3>\(pipe)\necho begun >&3\nsleep 300\n",
            to: "stubborn"
        )
        try #require(chmod(program, 0o700) == 0)
        return "\n[channel.stubborn]\ntype = \"command\"\nrun = [\"\(program)\"]\n"
            + "timeout = \"5m\"\n"
    }

    @Test func `peers that hang are given a second, and are asked again by the next start`()
        async throws
    {
        let hook = try HTTPCapture(answering: [.hangs(), .hangs(), 204])
        let home = try DaemonHome(config: "")
        let pipe = home.folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let program = follow(pipe)
        try home.write(config: Self.config(hook, try stubborn(in: home, pipe)))
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let told = try await hook.requests.first()
        _ = try await program.first()
        async let test = home.ritualctl("send-test", "hook")
        _ = try await hook.requests.first(from: 1)
        // A client that begins a request, and never ends it.
        let slow = try connect(to: home.socketPath)
        defer { close(slow) }
        send(slow, "GET /v1/sta", 11, Int32(MSG_NOSIGNAL))

        let asked = ContinuousClock.now
        #expect(try await daemon.stop() == .status(0))
        // Two seconds, and what a busy machine adds; the peers would take five minutes.
        #expect(ContinuousClock.now - asked < .seconds(10))
        #expect(try await test.exit != .status(0))
        #expect(try await program.all() == ["begun"])
        #expect(
            daemon.log.events.contains {
                $0.contains("no answer yet from 'hook', 'stubborn': given up")
            }
        )

        try home.write(config: Self.config(hook))
        let next = try await home.start(at: FakeClock("2026-01-09 19:01:00"))
        let again = try await hook.requests.first(from: 2)
        #expect(again.headers["webhook-id"] == told.headers["webhook-id"])
        #expect(try await next.stop() == .status(0))
        #expect(hook.requests.events.count == 3)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a start that hangs is ended by a signal`(signal: Int32) async throws {
        // So many errors that a terminal which takes none of them holds it.
        let errors = (0..<4_000).map { "[wrong-\($0)]\n" }.joined()
        let home = try DaemonHome(config: TestConfig.household + errors)
        let pipe = home.folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let daemon = try home.launch(
            at: FakeClock("2026-01-09 12:00:00"),
            under: ["/bin/bash", "-c", "exec 2<>'\(pipe)'; exec \"$@\"", "bash"]
        )
        try await becomesReadable(pipe)
        daemon.process.send(signal)
        #expect(try await daemon.process.exit() == .signal(signal))
    }

    /// The lines that come through a pipe.
    private func follow(_ pipe: String) -> EventLog<String> {
        let log = EventLog<String>("the pipe")
        Thread.detachNewThread {
            let handle = FileHandle(forReadingAtPath: pipe)
            while let data = handle?.availableData, !data.isEmpty {
                for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                    log.append(String(line))
                }
            }
            log.finish()
        }
        return log
    }

    /// Awaits that something is written into a pipe, and reads none of it.
    private func becomesReadable(_ pipe: String) async throws {
        let log = EventLog<Void>("the pipe")
        Thread.detachNewThread {
            let file = open(pipe, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            var polled = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            while poll(&polled, 1, -1) < 0, errno == EINTR {}
            log.append(())
        }
        try await log.first()
    }

    private func connect(to path: String) throws -> Int32 {
        let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let answer = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, size)
            }
        }
        try #require(answer == 0)
        return file
    }
}
