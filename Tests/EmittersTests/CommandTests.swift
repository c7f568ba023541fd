import Emitters
import Foundation
import Delivery
import Household
import Planning
import TestKit
import Testing

@Suite struct `A command` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func emitter(
        _ script: String,
        timeout: Duration = .seconds(20),
        environment: [String: String] = ["PATH": "/usr/bin:/bin", "NOTIFY_SOCKET": "/run/x"]
    ) -> CommandEmitter {
        let arguments = ["/bin/sh", "-c", script, "sh", folder.path]
        return CommandEmitter(
            CommandSettings(arguments: arguments, timeout: timeout),
            environment: environment
        )
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    @Test func `is handed the nudge on standard input and in variables`() async throws {
        let sent = try nudge(sensitivity: .private)
        let attempt = await emitter("cat > $1/in; env > $1/env").deliver(sent)
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "exit 0"))
        #expect(try JSONDecoder().decode(Nudge.self, from: Data(read("in").utf8)) == sent)
        let lines = Set(try read("env").split(separator: "\n").map(String.init))
        #expect(
            lines.isSuperset(of: [
                "RITUAL_ID=check-in", "RITUAL_OCCURRENCE=check-in@2026-01-09T20:30",
                "RITUAL_STAGE=start", "RITUAL_PARTNER=alex", "RITUAL_NUDGE_ID=\(sent.id)",
                "RITUAL_DUE=2026-01-10T03:30:00Z", "RITUAL_LATE=0", "RITUAL_TITLE=Check-in",
                "RITUAL_BODY=Ten minutes, phones away.",
            ])
        )
        #expect(!lines.contains { $0.hasPrefix("NOTIFY_SOCKET=") })
    }

    @Test func `gets its words as they are, for no shell reads them`() async throws {
        let words = ["printf", "%s", "$(id) ; 'x'"]
        let script = CommandEmitter(CommandSettings(arguments: ["/usr/bin/env"] + words))
        #expect(await script.deliver(try nudge()).result == .delivered)
    }

    @Test(arguments: [
        ("exit 0", DeliveryAttempt(.delivered, detail: "exit 0")),
        (
            "exit 75",
            DeliveryAttempt(.failed(retryAfter: nil), detail: "exit 75, a temporary failure")
        ),
        ("exit 1", DeliveryAttempt(.refused, detail: "exit 1")),
        ("kill -TERM $$", DeliveryAttempt(.failed(retryAfter: nil), detail: "ended by signal 15")),
    ])
    func `says by its exit what became of it`(_ script: String, _ attempt: DeliveryAttempt)
        async throws
    {
        #expect(await emitter(script).deliver(try nudge()).outcome == attempt)
    }

    @Test func `that takes too long is ended with all it had started`() async throws {
        // The pipe's end comes when the last process that holds it is gone.
        mkfifo(folder.path("alive"), 0o600)
        let reader = open(folder.path("alive"), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        let attempt = await emitter(
            "exec > $1/alive; sleep 1000 & echo up; sleep 1000",
            timeout: .milliseconds(300)
        )
        .deliver(try nudge())
        #expect(attempt.outcome == DeliveryAttempt(.failed(retryAfter: nil), detail: "timed out"))
        _ = fcntl(reader, F_SETFL, 0)
        let rest = FileHandle(fileDescriptor: reader, closeOnDealloc: false).readDataToEndOfFile()
        #expect(String(decoding: rest, as: UTF8.self) == "up\n")
    }

    @Test func `that cannot be found is refused`() async throws {
        let emitter = CommandEmitter(CommandSettings(arguments: ["/no/such/program"]))
        let attempt = await emitter.deliver(try nudge())
        #expect(
            attempt.outcome
                == DeliveryAttempt(
                    .refused,
                    detail: "cannot be started: no such file or directory"
                )
        )
    }

    @Test func `holds none of our descriptors and ignores no signal of ours`() async throws {
        signal(SIGPIPE, SIG_IGN)
        let leaked = open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        _ = await emitter("ls /proc/$$/fd > $1/fds; grep SigIgn /proc/$$/status > $1/signals")
            .deliver(try nudge())
        // The shell's own way of redirecting uses 10 and up.
        let held = try read("fds").split(separator: "\n").compactMap { Int32($0) }
        #expect(!held.contains(leaked))
        #expect(held.count <= 4)
        let ignored = try #require(
            UInt64(read("signals").dropFirst("SigIgn:\t".count).dropLast(), radix: 16)
        )
        // The C library keeps its own two, 32 and 33, out of the way.
        #expect(ignored & 0x7fff_ffff == 0)
    }
}
