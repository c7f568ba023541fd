import CivilTime
import Emitters
import Foundation
import Rituals
import TestKit
import Testing

@Suite struct `A webhook` {
    @Test func `posts the body of Standard Webhooks with the nudge in it`() async throws {
        let server = try HTTPCapture(answering: [204])
        let sent = try nudge(stage: .followUp, late: .seconds(60))
        let attempt = try await webhook(server.url("/hook?a=b")).deliver(sent)
        #expect(attempt == DeliveryAttempt(.delivered, detail: "HTTP 204"))

        let request = try #require(server.requests.events.first)
        #expect(request.method == "POST")
        #expect(request.path == "/hook?a=b")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["user-agent"] == "rituald/1.2.3")
        #expect(request.headers["webhook-id"] == sent.id)
        #expect(request.headers["webhook-timestamp"] == "1768015801")
        #expect(request.headers["webhook-signature"] == nil)
        #expect(request.headers["authorization"] == nil)
        #expect(request.headers["expect"] == nil)

        struct Body: Decodable {
            var type: String
            var timestamp: String
            var data: Nudge
        }
        let body = try JSONDecoder().decode(Body.self, from: Data(request.body.utf8))
        #expect(body.type == "nudge.follow_up")
        #expect(body.timestamp == "2026-01-10T03:31:00Z")
        #expect(body.data == sent)
    }

    @Test func `keeps the words of a private nudge at home`() async throws {
        let server = try HTTPCapture(answering: [200])
        _ = try await webhook(server.url()).deliver(nudge(sensitivity: .private))
        let body = try #require(server.requests.events.first?.body)
        #expect(body.contains(#""title":"Check-in""#))
        #expect(body.contains(#""body":"""#))
        #expect(!body.contains("Ten minutes") && !body.contains("good today"))
    }

    @Test func `repeats the same id and bytes`() async throws {
        let server = try HTTPCapture(answering: [503, 200])
        let emitter = try webhook(server.url())
        #expect(await emitter.deliver(try nudge()).result == .failed(retryAfter: nil))
        #expect(await emitter.deliver(try nudge()).result == .delivered)
        let requests = server.requests.events
        #expect(requests.count == 2)
        #expect(requests[0].body == requests[1].body)
        #expect(requests[0].headers["webhook-id"] == requests[1].headers["webhook-id"])
    }

    @Test func `signs and bears the token of its files`() async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try secret("tk_1234\n", "token", in: folder)
        let key = try secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "key", in: folder)
        _ = try await webhook(server.url(), token: .file(token), secret: .file(key))
            .deliver(nudge())
        let request = try #require(server.requests.events.first)
        #expect(request.headers["authorization"] == "Bearer tk_1234")
        let keys = try SigningKeys(
            Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            called: "the secret"
        )
        let expected = keys.signature(of: Array(request.body.utf8), id: try nudge().id, at: now)
        #expect(request.headers["webhook-signature"] == expected)
    }

    @Test(arguments: [
        (200, DeliveryAttempt.Result.delivered), (299, .delivered),
        (301, .failed(retryAfter: nil)), (304, .failed(retryAfter: nil)),
        (400, .refused), (401, .refused), (403, .refused), (404, .refused), (410, .refused),
        (413, .refused), (418, .refused), (408, .failed(retryAfter: nil)),
        (429, .failed(retryAfter: nil)), (500, .failed(retryAfter: nil)),
        (599, .failed(retryAfter: nil)),
    ])
    func `reads the status as the end of the attempt`(
        _ status: Int,
        _ result: DeliveryAttempt.Result
    ) async throws {
        let server = try HTTPCapture(answering: [status])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.result == result)
        #expect(attempt.detail.hasPrefix("HTTP \(status)"))
    }

    @Test func `a token that would begin another header is refused`() throws {
        let folder = try TemporaryFolder()
        let token = try secret("tk\r\nHost: elsewhere", "token", in: folder)
        let error = #expect(throws: EmitterError.self) {
            try webhook("http://127.0.0.1/", token: .file(token))
        }
        #expect(error?.description == "the token is not one word of printable ASCII")
    }

    @Test func `a preset that is not spoken is refused by name`() {
        #expect(throws: EmitterError.preset("matrix")) {
            try webhook("http://127.0.0.1/", preset: .matrix)
        }
    }

    @Test func `every preset that settings offer is spoken`() throws {
        for preset in WebhookSettings.Preset.available {
            _ = try webhook("http://127.0.0.1/topic", preset: preset)
        }
    }

    private func secret(_ text: String, _ name: String, in folder: TemporaryFolder) throws -> String
    {
        let path = try folder.write(text, to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }
}
