import Delivery
import Foundation
import Household
import Planning
import Synchronization
import TestKit
import Testing

@testable import Emitters

/// What listeners hear from services, which are played as their documentation has them.
@Suite struct `A listener` {
    /// What was heard, in order.
    private final class Heard: Sendable {
        private let all = Mutex<[HeardAnswer]>([])
        var answers: [HeardAnswer] { all.withLock { $0 } }

        func hear(_ answer: HeardAnswer) -> Hearing {
            all.withLock { $0.append(answer) }
            return switch answer {
            case .token("good"): .taken
            case .token("early"): .notNow
            default: .refused
            }
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"
    private static let opened = #"{"id":"a0","time":1,"event":"open","topic":"us"}"# + "\n"
    private static let keepalive = #"{"id":"a1","event":"keepalive","topic":"us"}"# + "\n"

    private static func message(_ id: String, _ text: String) -> String {
        #"{"id":"\#(id)","time":1,"event":"message","topic":"us","message":"\#(text)"}"# + "\n"
    }

    private let heard = Heard()

    private func ntfy(_ server: HTTPCapture, silence: Duration = .seconds(20)) -> NtfyListener {
        NtfyListener(
            url: server.url("/us-answers"),
            token: Secret("tk_us"),
            policy: HTTPPolicy(timeout: .seconds(20)),
            silence: silence
        )
    }

    private func listen(_ listener: any Listening, from place: String? = nil) async -> ListeningEnd
    {
        await listener.listen(from: place) { [heard] in heard.hear($0) }
    }

    @Test func `hears ntfy's messages in order, and goes on after the last`() async throws {
        let text =
            Self.opened + Self.message("m1", "first") + Self.keepalive + "no JSON\n"
            + Self.message("../m", "good") + Self.message("m3", "third")
        let server = try HTTPCapture(answering: [.says(Self.head + text), .says(Self.head)])
        let end = await listen(ntfy(server))
        #expect(heard.answers == [.token("first"), .token("good"), .token("third")])
        #expect(end == ListeningEnd(.heardOut, detail: "HTTP 200", place: "m3"))
        #expect(await listen(ntfy(server), from: end.place).place == "m3")
        let requests = server.requests.events
        #expect(
            requests.map(\.path) == ["/us-answers/json?since=all", "/us-answers/json?since=m3"]
        )
        #expect(requests.first?.headers["authorization"] == "Bearer tk_us")
        #expect(requests.first?.method == "GET")
    }

    @Test func `takes a stream that goes silent for dead, and keeps its place`() async throws {
        let text = Self.head + Self.opened + Self.message("m1", "good")
        let server = try HTTPCapture(answering: [.hangs(after: text)])
        let end = await listen(ntfy(server, silence: .seconds(5)))
        #expect(heard.answers == [.token("good")])
        #expect(end.result == .failed(retryAfter: nil))
        #expect(end.place == "m1")
    }

    @Test func `asks ntfy again for what could not be taken`() async throws {
        let text =
            Self.head + Self.opened + Self.message("m1", "good") + Self.message("m2", "early")
            + Self.message("m3", "good")
        // The server would go on.
        let server = try HTTPCapture(answering: [.hangs(after: text)])
        let end = await listen(ntfy(server))
        #expect(heard.answers == [.token("good"), .token("early")])
        #expect(end == .beforeUntaken(place: "m1"))
    }

    @Test func `asks Telegram again for what could not be taken, and does not confirm it`()
        async throws
    {
        let updates = ["good", "early", "good"].enumerated().map { number, token in
            #"{"update_id":1\#(number),"callback_query":{"id":"p\#(number)","data":"\#(token)"}}"#
        }
        let body = #"{"ok":true,"result":[\#(updates.joined(separator: ","))]}"#
        let server = try HTTPCapture(answering: [.reply(200, body: body)])
        let listener = TelegramListener(
            url: server.url("/bot1:A"),
            policy: HTTPPolicy(timeout: .seconds(20))
        )
        #expect(await listen(listener) == .beforeUntaken(place: "11"))
        #expect(heard.answers == [.token("good"), .token("early")])
        #expect(
            server.requests.events.filter { $0.path.hasSuffix("answerCallbackQuery") }.count == 1
        )
    }

    @Test func `ends at once when nobody needs it any more`() async throws {
        let server = try HTTPCapture(answering: [.hangs(after: Self.head + Self.opened)])
        let listener = ntfy(server)
        let task = Task { [heard] in
            await listener.listen(from: "m1") { heard.hear($0) }
        }
        _ = try await server.requests.first()
        task.cancel()
        #expect(await task.value.place == "m1")
    }

    @Test func `does not hear out a line without end`() async throws {
        let server = try HTTPCapture(answering: [.pours(Self.head, "aaaa")])
        #expect(await listen(ntfy(server), from: "m1").place == "m1")
        #expect(heard.answers == [])
    }

    static let ends: [(HTTPAnswer, ListeningEnd.Result)] = [
        (.reply(429, headers: ["Retry-After": "30"]), .failed(retryAfter: .seconds(30))),
        (.reply(503), .failed(retryAfter: nil)), (.resets, .failed(retryAfter: nil)),
        (.reply(401), .refused), (.reply(403), .refused), (.reply(404), .refused),
    ]

    @Test(arguments: ends) func `says how it ended`(
        _ answer: HTTPAnswer,
        _ result: ListeningEnd.Result
    ) async throws {
        let server = try HTTPCapture(answering: [answer])
        let end = await listen(ntfy(server), from: "m1")
        #expect(end.result == result)
        #expect(end.place == "m1")
        #expect(!end.detail.contains("127.0.0.1"))
        let bot = TelegramListener(
            url: server.url("/bot1:A"),
            policy: HTTPPolicy(timeout: .seconds(20))
        )
        let other = await listen(bot, from: "7")
        #expect(other.result == result)
        #expect(other.place == "7")
    }

    @Test func `hears Telegram's presses, confirms each, and asks for what comes after`()
        async throws
    {
        let updates = """
            {"ok":true,"result":[
              {"update_id":10,"callback_query":{"id":"p1","from":{"id":1},"data":"good"}},
              {"update_id":11,"message":{"text":"hello"}},
              {"update_id":12,"callback_query":{"id":"p2","from":{"id":2},"data":"bad"}}]}
            """
        let server = try HTTPCapture { request, _ in
            request.path.hasSuffix("/getUpdates")
                ? .reply(
                    200,
                    body: request.body.contains("offset") ? #"{"ok":true,"result":[]}"# : updates
                )
                : .reply(200, body: #"{"ok":true,"result":true}"#)
        }
        let listener = TelegramListener(
            url: server.url("/bot1:A"),
            policy: HTTPPolicy(timeout: .seconds(20))
        )
        let end = await listen(listener)
        #expect(heard.answers == [.token("good"), .noise, .token("bad")])
        #expect(end == ListeningEnd(.heardOut, detail: "HTTP 200", place: "13"))
        #expect(await listen(listener, from: end.place).place == "13")
        #expect(
            server.requests.events.map(\.body) == [
                #"{"allowed_updates":["callback_query"],"timeout":50}"#,
                #"{"callback_query_id":"p1","text":"Noted."}"#,
                #"{"callback_query_id":"p2","text":"This one needs nothing any more."}"#,
                #"{"allowed_updates":["callback_query"],"offset":13,"timeout":50}"#,
            ]
        )
    }

    @Test(
        arguments: [
            (
                #"{"ok":false,"error_code":429,"parameters":{"retry_after":35}}"#,
                Duration.seconds(35)
            ),
            (#"{"ok":false}"#, nil), ("busy", nil),
        ] as [(String, Duration?)]
    )
    func `waits where Telegram says in its body that it failed`(
        _ body: String,
        _ wait: Duration?
    ) async throws {
        let server = try HTTPCapture(answering: [.reply(200, body: body)])
        let listener = TelegramListener(
            url: server.url("/bot1:A"),
            policy: HTTPPolicy(timeout: .seconds(20))
        )
        #expect(await listen(listener).result == .failed(retryAfter: wait))
    }
}

/// The buttons of services that are listened to.
@Suite struct `A button of a channel that listens` {
    private let tokens = AnswerTokens(key: Array(0..<32))

    @Test func `posts its token to a second topic of ntfy's, which nobody can guess`()
        async throws
    {
        let server = try HTTPCapture(answering: [200])
        let nudge = try nudge()
        let emitter = try webhook(server.url("/us"), preset: .ntfy, answers: tokens) {
            $0.listens = true
        }
        _ = await emitter.deliver(nudge)
        let body = try #require(server.requests.events.first?.body)
        let token = try #require(tokens.token(for: nudge, .done))
        let topic = "us-\(tokens.topic(for: server.url("/us")))"
        #expect(topic.count == 35)
        #expect(body.contains(#""body":"\#(token)""#), "\(body)")
        #expect(body.contains(#""url":"\#(server.url("/\(topic)"))""#), "\(body)")
        #expect(emitter.listener != nil)
    }

    @Test func `tells its topic and its token in no reply that is kept`() async throws {
        let nudge = try nudge()
        let token = try #require(tokens.token(for: nudge, .done))
        // As ntfy does, the server repeats what it was sent.
        let server = try HTTPCapture { request, _ in .reply(200, body: request.body) }
        let attempt = try await webhook(server.url("/us"), preset: .ntfy, answers: tokens) {
            $0.listens = true
        }
        .deliver(nudge)
        let reply = try #require(attempt.reply)
        #expect(server.requests.events.first?.body.contains(token) == true)
        for secret in [token, tokens.topic(for: server.url("/us"))] {
            #expect(!reply.contains(secret), "\(reply)")
        }
    }

    @Test func `carries its token with Telegram`() async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let secret = try secretFile("123456:ABC", "token", in: folder)
        let nudge = try nudge()
        let emitter = try webhook(
            server.url(),
            preset: .telegram,
            token: secret,
            answers: tokens
        ) {
            $0.target = "-1"
            $0.listens = true
        }
        _ = await emitter.deliver(nudge)
        let body = try #require(server.requests.events.first?.body)
        let row = try [(NudgeAction.done, "Done"), (.later, "Later")].map {
            let token = try #require(tokens.token(for: nudge, $0.0))
            #expect(token.utf8.count == 64)
            return #"{"callback_data":"\#(token)","text":"\#($0.1)"}"#
        }
        let keyboard = #""reply_markup":{"inline_keyboard":[[\#(row.joined(separator: ","))]]}"#
        #expect(body.contains(keyboard), "\(body)")
    }

    @Test func `is not there without a key or where it does not listen`() async throws {
        let server = try HTTPCapture(answering: [200])
        let deaf = try webhook(server.url("/us"), preset: .ntfy, answers: tokens)
        let keyless = try webhook(server.url("/us"), preset: .ntfy) { $0.listens = true }
        for emitter in [deaf, keyless] {
            _ = await emitter.deliver(try nudge())
            #expect(emitter.listener == nil)
        }
        #expect(!server.requests.events.contains { $0.body.contains("actions") })
    }
}
