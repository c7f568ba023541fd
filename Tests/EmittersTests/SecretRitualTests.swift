import CivilTime
import Delivery
import Foundation
import Household
import Planning
import SystemZones
import TestKit
import Testing

@testable import Emitters

/// A secret ritual is one neutral title wherever others look.
@Suite(.timeLimit(.minutes(2)))
struct `A secret ritual` {
    /// What no byte that leaves may hold, in whatever way it is written.
    static let words = [
        "hidden-ritual", "hidden", "Unspoken", "unspoken", "whispered", "murmured",
        "2026-02-14", "20260214",
    ]

    private static let title = "Something nice"

    /// Three weeks ahead of a start on 14 February, or at its start.
    private static func secret(
        _ stage: Stage,
        sensitivity: Sensitivity = .secret
    ) throws -> Nudge {
        let start = try CivilDateTime(parsing: "2026-02-14T21:15")
        let zone = try SystemZoneDatabase().zone(named: "America/Denver")
        let time = ZonedTime(instant: zone.instant(of: start), zone: zone)
        let due = try Instant(parsing: "2026-01-10T03:30:00Z")
        let key = OccurrenceKey(ritual: "hidden-ritual", start: start)
        return Nudge(
            key: StageKey(occurrence: key, stage: stage, partner: "alex"),
            title: "Unspoken evening",
            body: "whispered words",
            prompt: "murmured question",
            occurrence: OccurrenceReference(key: key, start: time, end: time),
            due: due,
            sensitivity: sensitivity,
            discreetTitle: sensitivity == .secret ? title : nil,
            actions: NudgeAction.answers,
            expires: due + .seconds(3_600)
        )
    }

    static let stages: [Stage] = [.lead(Span(days: 21)), .start, .followUp, .digest]

    private let folder: TemporaryFolder
    private let tokens = AnswerTokens(key: Array(0..<32))

    init() throws {
        folder = try TemporaryFolder()
    }

    private var veil: Veil { Veil(KeyFile(Veil.file, in: folder.path)) }

    private func factory() -> EmitterFactory {
        EmitterFactory(
            secrets: SecretReader(credentialsDirectory: nil),
            zones: SystemZoneDatabase(),
            version: "1.2.3",
            veil: veil,
            answers: tokens,
            now: { now }
        )
    }

    private func expectNone(of words: [String] = words, in text: String, _ nudge: Nudge) {
        for word in words + [nudge.id, nudge.key.nudgeID] {
            #expect(!text.lowercased().contains(word.lowercased()), "\(word) in \(text)")
        }
    }

    // MARK: - Webhooks

    private func channel(_ preset: WebhookPreset, _ server: HTTPCapture) throws -> Channel {
        let token = try secretFile("123456:ABC-DEF1234", "token", in: folder)
        let path =
            switch preset {
            case .ntfy: "/us"
            default: "/hook"
            }
        let settings = WebhookSettings(
            url: Secret(server.url(path)),
            preset: preset,
            token: token,
            secret: nil,
            timeout: .seconds(20)
        )
        return Channel(id: "phone", kind: .webhook(settings.aimed(at: preset)))
    }

    @Test(arguments: WebhookPreset.allCases, stages)
    func `is nothing but its neutral title to a service`(
        _ preset: WebhookPreset,
        _ stage: Stage
    ) async throws {
        let server = try HTTPCapture(answering: [200])
        let emitter = try factory().makeEmitter(for: channel(preset, server), in: house())
        let sent = try Self.secret(stage)
        _ = await emitter.deliver(sent)
        let request = try #require(server.requests.events.first)
        let headers = request.headers.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
        let whole = "\(request.method) \(request.path)\n\(headers)\n\(request.body)"
        expectNone(in: whole, sent)
        #expect(request.body.contains(Self.title))
        #expect(!request.body.contains(stage.kind.rawValue) || stage == .start)
    }

    @Test(arguments: stages)
    func `keeps its buttons on a phone, whose tokens are those of the true nudge`(
        _ stage: Stage
    ) async throws {
        let server = try HTTPCapture(answering: [200])
        let sent = try Self.secret(stage)
        _ = try await factory().makeEmitter(for: channel(.ntfy, server), in: house())
            .deliver(sent)
        let body = try #require(server.requests.events.first?.body)
        for action in NudgeAction.answers {
            let token = try #require(tokens.token(for: sent, action))
            #expect(body.contains(token))
            let reading = try #require(tokens.read(token, as: action, of: ["alex"]))
            #expect(reading.nudge == sent.id)
        }
    }

    @Test(arguments: WebhookPreset.allCases)
    func `decided before it was secret is told as one`(_ preset: WebhookPreset) async throws {
        let server = try HTTPCapture(answering: [200])
        let emitter = try factory().makeEmitter(
            for: channel(preset, server),
            in: house(discreetTitle: "Us", ["hidden-ritual": .secret])
        )
        let sent = try Self.secret(.start, sensitivity: .public)
        _ = await emitter.deliver(sent)
        let request = try #require(server.requests.events.first)
        expectNone(in: "\(request.path)\n\(request.headers)\n\(request.body)", sent)
        #expect(request.body.contains("Us"))
    }

    @Test(arguments: WebhookPreset.allCases)
    func `tells a service no id as a label, whatever the ritual`(
        _ preset: WebhookPreset
    ) async throws {
        let server = try HTTPCapture(answering: [200])
        let emitter = try factory().makeEmitter(for: channel(preset, server), in: house())
        _ = await emitter.deliver(try nudge())
        let body = try #require(server.requests.events.first?.body)
        #expect(!body.contains(#""tags""#), "\(body)")
    }

    @Test func `has the same token each time, and another one under another key`() throws {
        let first = veil.token("a")
        #expect(first == veil.token("a"))
        #expect(first != veil.token("b"))
        #expect(try first != Veil(KeyFile(Veil.file, in: TemporaryFolder().path)).token("a"))
        #expect(first.utf8.count == 32)
    }

    // MARK: - The other channels

    @Test(arguments: stages)
    func `is a ritual like any other in the journal`(_ stage: Stage) async throws {
        let entries = EventLog<[String]>("the journal")
        let journal = JournalEmitter { fields in
            entries.append(fields)
            return 0
        }
        let emitter = DiscreetEmitter(
            emitter: journal,
            discretion: discretion(veil: veil)
        )
        let sent = try Self.secret(stage)
        _ = await emitter.deliver(sent)
        let fields = try #require(entries.events.first)
        expectNone(in: fields.joined(separator: "\n"), sent)
        #expect(fields.contains("MESSAGE=A ritual begins."))
    }

    @Test(arguments: stages)
    func `is nothing but its neutral title in a mail`(_ stage: Stage) async throws {
        let server = try await MailServer()
        let settings = MailSettings(
            url: Secret("smtp://127.0.0.1:\(server.port)"),
            from: "us@a.example",
            recipients: ["alex@b.example"],
            timeout: .seconds(20)
        )
        let emitter = try factory().makeEmitter(
            for: Channel(id: "mail", kind: .mail(settings)),
            in: house()
        )
        let sent = try Self.secret(stage)
        #expect(await emitter.deliver(sent).result == .delivered)
        let message = try await server.message()
        expectNone(in: try #require(message["raw"] as? String), sent)
        #expect((message["headers"] as? [String: String])?["subject"] == Self.title)
    }

    @Test(arguments: stages)
    func `is nothing but its neutral title on a desktop, where it can be answered`(
        _ stage: Stage
    ) async throws {
        let server = try NotificationServer()
        let memory = folder.path("desktop-desk.json")
        let desk = try Desk(server, memory: memory)
        let sent = try Self.secret(stage)
        #expect(await desk.emitter.deliver(sent).result == .delivered)
        let shown = try #require(server.notified.first)
        expectNone(in: "\(shown)", sent)
        #expect(shown.summary == Self.title && shown.body.isEmpty)
        #expect(shown.hints["category"] == "x-rituald.nudge.start")
        #expect(shown.actions.contains("done"))
        expectNone(in: try String(contentsOfFile: memory, encoding: .utf8), sent)
    }

    @Test(arguments: [StandardOutputSettings.Format.auto, .text, .json])
    func `is itself on a terminal alone`(_ format: StandardOutputSettings.Format) async throws {
        let pipe = try OutputPipe()
        let output = StandardOutputEmitter(
            StandardOutputSettings(format: format),
            descriptor: pipe.write,
            zones: SystemZoneDatabase()
        )
        #expect(!output.isTerminal)
        let emitter = DiscreetEmitter(
            emitter: output,
            discretion: discretion(veil: veil)
        )
        let sent = try Self.secret(.lead(Span(days: 21)))
        _ = await emitter.deliver(sent)
        let line = pipe.contents()
        expectNone(in: line, sent)
        #expect(line.contains(Self.title))
    }

    @Test func `is told whole to a program, and to no other channel but a terminal`() throws {
        let command = CommandSettings(arguments: ["/bin/true"], timeout: .seconds(5))
        let kinds: [Channel.Kind] = [
            .stdout(StandardOutputSettings()), .journal, .command(command),
        ]
        for kind in kinds {
            let emitter = try factory().makeEmitter(
                for: Channel(id: "one", kind: kind),
                in: house()
            )
            let isDiscreet = emitter is DiscreetEmitter
            let isTerminal = (emitter as? StandardOutputEmitter)?.isTerminal ?? false
            #expect(isDiscreet == !(emitter is CommandEmitter || isTerminal))
        }
    }

    @Test func `does not reach the log by what a program prints`() async throws {
        let command = CommandEmitter(
            CommandSettings(
                arguments: ["/bin/sh", "-c", "cat; echo; echo $RITUAL_ID $RITUAL_OCCURRENCE"],
                timeout: .seconds(20)
            )
        )
        let sent = try Self.secret(.start)
        let printed = await command.deliver(sent).output.joined(separator: "\n")
        expectNone(
            of: ["hidden-ritual", "Unspoken", "whispered", "murmured"],
            in: printed,
            sent
        )
    }
}

extension WebhookSettings {
    /// With the room, chat or tag that the preset wants.
    fileprivate func aimed(at preset: WebhookPreset) -> WebhookSettings {
        var settings = self
        settings.target = preset == .matrix ? "!636q:matrix.example" : "-100123"
        settings.answers = preset == .ntfy ? Secret("https://home.example/q7n5/") : nil
        return settings
    }
}
