import CivilTime
import Delivery
@testable import Emitters
import Foundation
import Household
import Planning
import TestKit
import Testing

/// How messages are taken back from services, which are played as their documentation has them.
@Suite struct `What a service shows` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func emitter(
        _ kind: FakeService.Kind,
        at service: FakeService,
        hasClient: Bool = true
    ) throws -> WebhookEmitter {
        switch kind {
        case .ntfy: return try webhook(service.url("/us"), preset: .ntfy)
        case .discord:
            return try webhook(service.url("/api/webhooks/1/hook?thread_id=7"), preset: .discord)
        case .telegram:
            let token = try secretFile("123456:ABC", "token", in: folder)
            return try webhook(service.url(), preset: .telegram, token: token) { $0.target = "-1" }
        case .matrix:
            let token = try secretFile("syt_us", "token", in: folder)
            return try webhook(service.url(), preset: .matrix, token: token) {
                $0.target = "!us:matrix.example"
            }
        case .gotify:
            let token = try secretFile("application", "token", in: folder)
            let client = try secretFile("client", "client", in: folder)
            return try webhook(service.url(), preset: .gotify, token: token) {
                $0.clientToken = hasClient ? client : nil
            }
        }
    }

    @Test(arguments: FakeService.Kind.allCases)
    func `is gone once it is taken back, and stays so`(_ kind: FakeService.Kind) async throws {
        let service = try FakeService(kind)
        let emitter = try emitter(kind, at: service)
        let other = await emitter.deliver(try nudge(partner: "sam"))
        let shown = await emitter.deliver(try nudge())
        #expect(service.appeared.count == 2)
        #expect((shown.message == nil) == (kind == .ntfy))
        for _ in 1...2 {
            let message = ShownMessage(try nudge(), name: shown.message)
            #expect(await emitter.withdraw([message]).result == .delivered)
            #expect(service.shown.count == 1)
        }
        let left = ShownMessage(try nudge(partner: "sam"), name: other.message)
        #expect(await emitter.withdraw([left]).result == .delivered)
        #expect(service.shown.isEmpty)
        #expect(service.appeared.count == 2)
    }

    @Test(arguments: FakeService.Kind.allCases)
    func `is taken back by another attempt where the reply was lost`(
        _ kind: FakeService.Kind
    ) async throws {
        let service = try FakeService(kind, faults: [nil, .lostReply])
        let emitter = try emitter(kind, at: service)
        let shown = await emitter.deliver(try nudge())
        let message = ShownMessage(try nudge(), name: shown.message)
        #expect(await emitter.withdraw([message]).result == .failed(retryAfter: nil))
        #expect(await emitter.withdraw([message]).result == .delivered)
        #expect(service.shown.isEmpty)
        #expect(service.appeared.count == 1)
    }

    @Test(arguments: FakeService.Kind.allCases)
    func `is taken back later where the service asks for time, or is away`(
        _ kind: FakeService.Kind
    ) async throws {
        let service = try FakeService(kind, faults: [nil, .busy(seconds: 30), .away])
        let emitter = try emitter(kind, at: service)
        let shown = await emitter.deliver(try nudge())
        let message = ShownMessage(try nudge(), name: shown.message)
        #expect(await emitter.withdraw([message]).result == .failed(retryAfter: .seconds(30)))
        #expect(await emitter.withdraw([message]).result == .failed(retryAfter: nil))
        #expect(service.shown.count == 1)
        #expect(await emitter.withdraw([message]).result == .delivered)
        #expect(service.shown.isEmpty)
    }

    @Test func `is replaced by a repeated attempt and by a later stage, with ntfy`() async throws {
        let service = try FakeService(.ntfy, faults: [.lostReply])
        let emitter = try emitter(.ntfy, at: service)
        #expect(await emitter.deliver(try nudge()).result == .failed(retryAfter: nil))
        #expect(await emitter.deliver(try nudge()).result == .delivered)
        let later = try nudge(stage: .nag(1), body: "Still open.", prompt: nil)
        #expect(await emitter.deliver(later).result == .delivered)
        #expect(service.shown == ["Still open."])
        #expect(service.appeared.count == 1)
        #expect(emitter.replaces)
    }

    @Test func `stays on an ntfy server that is too old, which is not told as a new message`()
        async throws
    {
        let service = try FakeService(.ntfy, isOld: true)
        let emitter = try emitter(.ntfy, at: service)
        #expect(await emitter.deliver(try nudge()).result == .delivered)
        let attempt = await emitter.withdraw([ShownMessage(try nudge())])
        #expect(attempt.result == .refused)
        #expect(attempt.detail == "HTTP 404, a server before ntfy 2.16, which cannot take back")
        #expect(service.appeared.count == 1)
    }

    @Test func `is edited where Telegram deletes it no more`() async throws {
        let service = try FakeService(.telegram)
        let emitter = try emitter(.telegram, at: service)
        let shown = await emitter.deliver(try nudge())
        service.age()
        let message = ShownMessage(try nudge(), name: shown.message)
        for _ in 1...2 {
            #expect(await emitter.withdraw([message]).result == .delivered)
            #expect(service.shown == ["This one needs nothing any more."])
        }
    }

    @Test func `stays with Gotify without a client's token`() async throws {
        let service = try FakeService(.gotify)
        let emitter = try emitter(.gotify, at: service, hasClient: false)
        let shown = await emitter.deliver(try nudge())
        let message = ShownMessage(try nudge(), name: shown.message)
        #expect(await emitter.withdraw([message]).result == .refused)
        #expect(service.requests.events.count == 1)
    }

    @Test(arguments: [FakeService.Kind.telegram, .discord, .gotify])
    func `stays where the service never named it`(_ kind: FakeService.Kind) async throws {
        let service = try FakeService(kind)
        let emitter = try emitter(kind, at: service)
        let attempt = await emitter.withdraw([ShownMessage(try nudge())])
        #expect(attempt.result == .refused)
        #expect(service.requests.events.isEmpty)
    }

    static let names: [(WebhookPreset, String, String?)] = [
        (.telegram, #"{"ok":true,"result":{"message_id":7}}"#, "7"),
        (.telegram, #"{"ok":true,"result":{"message_id":"7; DROP"}}"#, nil),
        (.discord, #"{"id":"1290000000000000000","content":"x"}"#, "1290000000000000000"),
        (.discord, #"{"id":"../../7"}"#, nil),
        (.discord, "", nil),
        (.gotify, #"{"id":25,"message":"x"}"#, "25"),
        (.gotify, #"{"id":-1}"#, nil),
        (.gotify, #"{"id":1e300}"#, nil),
        (.matrix, #"{"event_id":"$abc:matrix.example"}"#, "$abc:matrix.example"),
        (.matrix, #"{"event_id":"$a\nb"}"#, nil),
        (.matrix, "{\"event_id\":\"$\(String(repeating: "a", count: 300))\"}", nil),
        (.slack, #"{"ok":true,"id":"1"}"#, nil),
    ]

    @Test(arguments: names) func `is named as the reply has it, where that can be a name`(
        _ preset: WebhookPreset,
        _ body: String,
        _ name: String?
    ) async throws {
        let server = try HTTPCapture(answering: [.reply(200, body: body)])
        let token = try secretFile("123456:ABC", "token", in: folder)
        let emitter = try webhook(
            server.url(),
            preset: preset,
            token: preset.token == .unused ? nil : token
        ) { $0.target = "!room:matrix.example" }
        #expect(await emitter.deliver(try nudge()).message == name)
    }
}

/// What a receiver of a household's own is told when a nudge is taken back.
@Suite struct `A receiver of one's own` {
    @Test func `gets a signed event with the nudge's id`() async throws {
        let folder = try TemporaryFolder()
        let secret = try secretFile(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "secret",
            in: folder
        )
        let server = try HTTPCapture()
        let emitter = try webhook(server.url(), secret: secret)
        let nudge = try nudge()
        _ = await emitter.deliver(nudge)
        #expect(await emitter.withdraw([ShownMessage(nudge)]).result == .delivered)
        let request = try #require(server.requests.events.last)
        #expect(request.headers["webhook-id"] == "\(nudge.id)-withdrawn")
        #expect(request.headers["webhook-signature"]?.hasPrefix("v1,") == true)
        let body = try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? NSDictionary
        #expect(body?["type"] as? String == "nudge.withdrawn")
        #expect(body?["timestamp"] as? String == now.description)
        #expect((body?["data"] as? NSDictionary)?["id"] as? String == nudge.id)
    }

    @Test func `is told no more than it was shown`() async throws {
        let server = try HTTPCapture()
        let home = house(["check-in": .secret])
        let emitter = try webhook(server.url("/us"), preset: .ntfy, in: home)
        let nudge = try nudge(sensitivity: .secret)
        _ = await emitter.deliver(nudge)
        _ = await emitter.withdraw([ShownMessage(nudge)])
        let plain = discretion().place(of: try EmittersTests.nudge())
        for request in server.requests.events {
            #expect(!"\(request.path)\(request.headers)\(request.body)".contains("check-in"))
            #expect(!"\(request.path)\(request.body)".contains(plain))
        }
    }

    @Test func `is a program that is run once more`() async throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/log"
        let script = #"read -r line; echo "$RITUAL_EVENT $RITUAL_NUDGE_ID" >> "$0""#
        let emitter = CommandEmitter(
            CommandSettings(arguments: ["/bin/sh", "-c", script, file])
        )
        let nudge = try nudge()
        #expect(await emitter.deliver(nudge).result == .delivered)
        #expect(await emitter.withdraw([ShownMessage(nudge)]).result == .delivered)
        let log = try String(contentsOfFile: file, encoding: .utf8)
        #expect(log == "nudge \(nudge.id)\nwithdrawn \(nudge.id)\n")
    }
}
