import CivilTime
import Emitters
import Foundation
import Delivery
import Household
import Planning
import TestKit
import Testing

@Suite struct `A webhook` {
    @Test func `posts the body of Standard Webhooks with the nudge in it`() async throws {
        let server = try HTTPCapture(answering: [204])
        let sent = try nudge(stage: .followUp, late: .seconds(60))
        let attempt = try await webhook(server.url("/hook?a=b")).deliver(sent)
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 204"))
        #expect(attempt.status == 204)
        #expect(try #require(attempt.latency) > .zero)
        #expect(attempt.reply == nil)

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

    @Test func `says of a private nudge what it is for`() async throws {
        let server = try HTTPCapture(answering: [200])
        _ = try await webhook(server.url()).deliver(nudge(sensitivity: .private))
        let body = try #require(server.requests.events.first?.body)
        #expect(body.contains(#""title":"Check-in""#) && body.contains(#""body":"It is time.""#))
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

    @Test func `reckons the wait until a date by the clock of the server that names it`()
        async throws
    {
        // Its clock is two hours ahead of ours.
        let server = try HTTPCapture(answering: [
            .reply(
                429,
                headers: [
                    "Date": "Sat, 10 Jan 2026 05:30:01 GMT",
                    "Retry-After": "Sat, 10 Jan 2026 05:35:01 GMT",
                ]
            )
        ])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.result == .failed(retryAfter: .seconds(300)))
    }

    @Test func `signs and bears the token of its files`() async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try secretFile("tk_1234\n", "token", in: folder)
        let key = try secretFile("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "key", in: folder)
        _ = try await webhook(server.url(), token: token, secret: key)
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
        (400, .rejected), (401, .rejected), (403, .rejected), (404, .rejected), (410, .gone),
        (413, .rejected), (418, .rejected), (408, .failed(retryAfter: nil)),
        (429, .failed(retryAfter: nil)), (500, .failed(retryAfter: nil)),
        (599, .failed(retryAfter: nil)),
    ])
    func `reads the status as the end of the attempt`(
        _ status: Int,
        _ result: DeliveryAttempt.Result
    ) async throws {
        let server = try HTTPCapture(answering: [.reply(status)])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.result == result)
        #expect(attempt.detail.hasPrefix("HTTP \(status)"))
    }

    @Test func `a token that would begin another header is refused`() throws {
        let folder = try TemporaryFolder()
        let token = try secretFile("tk\r\nHost: elsewhere", "token", in: folder)
        let error = #expect(throws: EmitterError.self) {
            try webhook("http://127.0.0.1/", token: token)
        }
        #expect(error?.description == "the token is not one word of printable ASCII")
    }

    @Test(arguments: [WebhookPreset.gotify, .matrix, .telegram])
    func `a preset without what it needs is refused by the name of that`(_ preset: WebhookPreset) {
        #expect(throws: EmitterError.missing("token")) {
            try webhook("http://127.0.0.1/", preset: preset)
        }
    }

    @Test func `its fingerprint changes with what it is, and tells nothing of it`() throws {
        let folder = try TemporaryFolder()
        let token = try secretFile("tk_1234567", "token", in: folder)
        let one = try webhook("http://127.0.0.1/one", token: token)
        let again = try webhook("http://127.0.0.1/one", token: token)
        #expect(one.endpoint == again.endpoint)
        let others = [
            try webhook("http://127.0.0.1/two", token: token),
            try webhook("http://127.0.0.1/one"),
            try webhook("http://127.0.0.1/one", token: secretFile("tk_7654321", "new", in: folder)),
            try webhook("http://127.0.0.1/one", preset: .slack),
        ]
        #expect(Set(others.map(\.endpoint) + [one.endpoint]).count == 5)
        #expect(one.endpoint?.allSatisfy(\.isHexDigit) == true)
    }

    @Test func `keeps the beginning of the answer, without what is secret`() async throws {
        let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let folder = try TemporaryFolder()
        let path = "/services/T0000/hushhushhushhush?key=another-long-secret"
        let echo = """
            {"you said": "\(key)", "as": "tk_1234567",
             "to": "\(path)", "and": "http:\\/\\/127.0.0.1", "part": "hushhushhushhush"}
            \(String(repeating: "é", count: 600))
            """
        let server = try HTTPCapture(answering: [.reply(500, body: echo)])
        let attempt = try await webhook(
            server.url(path),
            token: secretFile("tk_1234567", "token", in: folder),
            secret: secretFile(key, "key", in: folder)
        )
        .deliver(nudge())
        let reply = try #require(attempt.reply)
        #expect(reply.hasPrefix(#"{"you said": "<redacted>", "as": "<redacted>", "to": "<red"#))
        #expect(reply.hasSuffix("é\u{2026}"))
        #expect((500...512).contains(reply.utf8.count))
        for hidden in [key, "tk_1234567", "hushhush", "another-long", "T0000"] {
            #expect(!reply.contains(hidden))
        }
    }
}
