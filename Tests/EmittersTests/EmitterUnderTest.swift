import CSystemd
import CivilTime
@testable import Emitters
import Glibc
import Delivery
import Household
import SystemZones
import TestKit
import Testing

/// The emitters that keep the contract, each with a way out that works and one that does not.
enum EmitterUnderTest: String, CaseIterable, Sendable {
    case stdoutText, stdoutJSON, journal, webhook, ntfy, command, desktop

    /// An emitter and what must outlive its use.
    struct Made {
        var emitter: any Emitting
        var held: [Any] = []
    }

    func working() throws -> Made {
        switch self {
        case .stdoutText, .stdoutJSON:
            let pipe = try OutputPipe()
            return Made(emitter: stdout(pipe.write), held: [pipe])
        case .journal:
            return Made(emitter: JournalEmitter(send: { _ in 0 }))
        case .webhook, .ntfy:
            let server = try HTTPCapture(answering: [200])
            return Made(emitter: try webhook(on: server.port), held: [server])
        case .command:
            return Made(emitter: command("cat > /dev/null"))
        case .desktop:
            let server = try NotificationServer()
            return Made(emitter: try Desk(server).emitter, held: [server])
        }
    }

    func broken() throws -> Made {
        switch self {
        case .stdoutText, .stdoutJSON:
            let pipe = try OutputPipe()
            pipe.closeReadEnd()
            return Made(emitter: stdout(pipe.write), held: [pipe])
        case .journal:
            return Made(emitter: JournalEmitter(send: { _ in -ECONNREFUSED }))
        case .webhook, .ntfy:
            let server = try HTTPCapture(answering: [503])
            return Made(emitter: try webhook(on: server.port), held: [server])
        case .command:
            return Made(emitter: command("exit 75"))
        case .desktop:
            let server = try NotificationServer(.init(isRefusing: true))
            return Made(emitter: try Desk(server).emitter, held: [server])
        }
    }

    private func stdout(_ descriptor: Int32) -> StandardOutputEmitter {
        StandardOutputEmitter(
            StandardOutputSettings(format: self == .stdoutText ? .text : .json),
            descriptor: descriptor,
            zones: SystemZoneDatabase(),
            patience: .milliseconds(50)
        )
    }

    private func webhook(on port: UInt16) throws -> WebhookEmitter {
        try EmittersTests.webhook(
            "http://127.0.0.1:\(port)/quiet-word",
            preset: self == .ntfy ? .ntfy : .none
        )
    }

    private func command(_ script: String) -> CommandEmitter {
        CommandEmitter(CommandSettings(arguments: ["/bin/sh", "-c", script]))
    }
}

/// A pipe to write nudges to, as standard output may be one.
final class OutputPipe: Sendable {
    let read: Int32
    let write: Int32

    init() throws {
        struct CannotMake: Error {}
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw CannotMake()
        }
        read = ends[0]
        write = ends[1]
        // As the daemon does: a reader that is gone is an error and not the end.
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        close(write)
        close(read)
    }

    /// Puts something else in the place of the end, so that its number stays taken.
    func closeReadEnd() {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        dup2(null, read)
        close(null)
    }

    /// What is in the pipe now, up to 64 KiB.
    func contents() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(read, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
