import CSystemd
import CivilTime
@testable import Emitters
import Glibc
import Delivery
import Household
import SystemZones
import TestKit
import Testing

/// An emitter that keeps the contract, with a way out that works and one that does not.
///
/// There is one for each type of a channel that the program knows, and for each format and preset.
enum EmitterUnderTest: Hashable, Sendable, CustomTestStringConvertible {
    case stdout(StandardOutputSettings.Format)
    case journal, desktop, mail, command
    case webhook(WebhookPreset)

    static let all = ChannelType.allCases.flatMap { type -> [Self] in
        switch type {
        case .stdout: StandardOutputSettings.Format.allCases.map { .stdout($0) }
        case .journal: [.journal]
        case .desktop: [.desktop]
        case .webhook: WebhookPreset.allCases.map { .webhook($0) }
        case .mail: [.mail]
        case .command: [.command]
        }
    }

    var testDescription: String { "\(self)" }

    /// An emitter and what must outlive its use.
    struct Made {
        var emitter: any Emitting
        var held: [Any] = []
    }

    func working() async throws -> Made {
        switch self {
        case .stdout(let format):
            let pipe = try OutputPipe()
            return Made(emitter: stdout(format, pipe.write), held: [pipe])
        case .journal:
            return Made(emitter: JournalEmitter(send: { _ in 0 }))
        case .webhook(let preset):
            return try webhook(preset, answering: 200)
        case .command:
            return Made(emitter: command("cat > /dev/null"))
        case .mail:
            let server = try await MailServer()
            return Made(emitter: try mail("smtp://127.0.0.1:\(server.port)"), held: [server])
        case .desktop:
            let server = try NotificationServer()
            return Made(emitter: try Desk(server).emitter, held: [server])
        }
    }

    func broken() async throws -> Made {
        switch self {
        case .stdout(let format):
            let pipe = try OutputPipe()
            pipe.closeReadEnd()
            return Made(emitter: stdout(format, pipe.write), held: [pipe])
        case .journal:
            return Made(emitter: JournalEmitter(send: { _ in -ECONNREFUSED }))
        case .webhook(let preset):
            return try webhook(preset, answering: 503)
        case .command:
            return Made(emitter: command("exit 75"))
        case .mail:
            return Made(emitter: try mail("smtp://127.0.0.1:1"))
        case .desktop:
            let server = try NotificationServer(.init(isRefusing: true))
            return Made(emitter: try Desk(server).emitter, held: [server])
        }
    }

    private func stdout(
        _ format: StandardOutputSettings.Format,
        _ descriptor: Int32
    ) -> StandardOutputEmitter {
        StandardOutputEmitter(
            StandardOutputSettings(format: format),
            descriptor: descriptor,
            zones: SystemZoneDatabase(),
            timeout: .milliseconds(50)
        )
    }

    private func webhook(_ preset: WebhookPreset, answering status: Int) throws -> Made {
        let server = try HTTPCapture(answering: [.reply(status)])
        let folder = try TemporaryFolder()
        let token = try preset.token == .needed ? secretFile("us:1234", "token", in: folder) : nil
        let url = "http://127.0.0.1:\(server.port)/quiet-word"
        let emitter = try EmittersTests.webhook(url, preset: preset, token: token) {
            $0.target = preset.targetKey.map { _ in "!us:a.example" }
        }
        return Made(emitter: emitter, held: [server, folder])
    }

    private func mail(_ url: String) throws -> MailEmitter {
        let settings = MailSettings(
            url: Secret(url),
            from: "us@a.example",
            recipients: ["alex@b.example"],
            timeout: .seconds(20)
        )
        return try MailEmitter(settings, secrets: SecretReader(credentialsDirectory: nil))
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
