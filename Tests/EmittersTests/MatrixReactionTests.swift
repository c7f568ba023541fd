import Delivery
import Foundation
import Household
import Planning
import Synchronization
import TestKit
import Testing

@testable import Emitters

/// What was heard, in order.
private final class Heard: Sendable {
    private let answers = Mutex<[HeardAnswer]>([])

    var all: [HeardAnswer] { answers.withLock { $0 } }

    @Sendable func hear(_ answer: HeardAnswer) async -> Hearing {
        answers.withLock { $0.append(answer) }
        return .taken
    }
}

/// Reactions to a message, before a real homeserver, Synapse.
@Suite(.timeLimit(.minutes(2))) struct `Reactions in a Matrix room` {
    /// A homeserver with a message in its room, and three more people there.
    private final class Room {
        let folder: TemporaryFolder
        let server: TestKit.ChildProcess
        let url: String
        let token: SecretReference
        let tokenText: String
        let id: String
        private var lines = 1

        init() async throws {
            folder = try TemporaryFolder()
            server = try Python.start("matrix_server.py", [folder.path, "50"])
            let told = try Python.object(try await server.output.first())
            url = "http://127.0.0.1:\(try #require(told["port"] as? Int))/"
            id = try #require(told["room"] as? String)
            tokenText = try #require(told["token"] as? String)
            token = try secretFile(tokenText, "token", in: folder)
            for name in ["alex", "sam", "eve"] {
                _ = try await ask("join \(name)")
            }
        }

        deinit {
            server.end()
        }

        func ask(_ line: String) async throws -> NSDictionary {
            try server.write(line)
            lines += 1
            return try Python.object(try await server.output.first(from: lines - 1))
        }

        /// Has somebody react, and returns the reaction's name.
        func react(_ name: String, _ key: String, to event: String) async throws -> String {
            try #require(try await ask("react \(name) \(event) \(key)")["event"] as? String)
        }

        func emitter() throws -> WebhookEmitter {
            let tokens = AnswerTokens(key: Array(0..<32))
            return try webhook(url, preset: .matrix, token: token, matrix: matrix, answers: tokens)
            {
                $0.target = self.id
                $0.listens = true
            }
        }

        let matrix = ["@alex:matrix.example": "alex", "@sam:matrix.example": "sam"]

        func listener(atOnce: Int) -> MatrixListener {
            MatrixListener(
                service: MatrixService(
                    server: url,
                    token: Secret(tokenText),
                    room: id,
                    partners: matrix
                ),
                policy: HTTPPolicy(timeout: .seconds(20)),
                atOnce: atOnce
            )
        }
    }

    @Test func `are heard with whose they are, those of before the first connection too`()
        async throws
    {
        let room = try await Room()
        let emitter = try room.emitter()
        let attempt = await emitter.deliver(try nudge())
        let message = try #require(attempt.message)
        let shown = try await room.ask("messages")
        #expect(shown["events"] as? [String] == [message])
        let body = (shown["messages"] as? [NSDictionary])?.first?["body"] as? String
        #expect(body?.hasSuffix("\n✅ done · ⏰ later") == true, "\(body ?? "")")

        let listener = try #require(emitter.listener)
        let heard = Heard()
        let early = try await room.react("alex", "⏰", to: message)
        let first = await listener.listen(from: nil, hear: heard.hear)
        #expect(first.result == .heardOut)
        let place = try #require(first.place)
        #expect(
            heard.all == [.sign(HeardSign(.later, on: message, by: "alex", name: early))]
        )

        // Another sign, what is none, somebody else's, and the colours that a client asks for.
        _ = try await room.react("sam", "👍", to: message)
        for content in ["{}", #"{"m.relates_to": 5}"#, #"{"m.relates_to": {"key": ["✅"]}}"#] {
            _ = try await room.ask("say sam \(content)")
        }
        let foreign = try await room.react("eve", "✅", to: message)
        let coloured = try await room.react("sam", "⏭\u{fe0f}", to: message)
        let second = await listener.listen(from: place, hear: heard.hear)
        #expect(second.result == .heardOut)
        #expect(
            heard.all.dropFirst() == [
                .sign(HeardSign(.done, on: message, by: nil, name: foreign)),
                .sign(HeardSign(.skip, on: message, by: "sam", name: coloured)),
            ]
        )

        // It stays open until somebody reacts.
        let waiting = Task { await listener.listen(from: second.place, hear: heard.hear) }
        let done = try await room.react("alex", "✅", to: message)
        #expect(await waiting.value.result == .heardOut)
        #expect(heard.all.last == .sign(HeardSign(.done, on: message, by: "alex", name: done)))
    }

    @Test func `that a connection has left out are fetched`() async throws {
        let room = try await Room()
        let message = try #require(await (try room.emitter()).deliver(try nudge()).message)
        let listener = room.listener(atOnce: 2)
        let heard = Heard()
        let place = await listener.listen(from: nil, hear: heard.hear).place
        var names: [String] = []
        for (name, key) in [
            ("alex", "✅"), ("sam", "✅"), ("eve", "✅"), ("alex", "⏰"), ("sam", "⏰"), ("eve", "⏰"),
            ("alex", "⏭"),
        ] {
            names.append(try await room.react(name, key, to: message))
        }
        let end = await listener.listen(from: place, hear: heard.hear)
        #expect(end.result == .heardOut)
        let heardNames = heard.all.compactMap { answer in
            if case .sign(let sign) = answer { sign.name } else { nil }
        }
        #expect(heardNames == names)
        // What was heard is not heard again from there.
        let none = Task { await listener.listen(from: end.place, hear: heard.hear) }
        none.cancel()
        #expect(await none.value.result != .refused)
        #expect(heard.all.count == names.count)
    }
}

/// A homeserver that does not do what it should.
@Suite(.timeLimit(.minutes(1))) struct `A Matrix homeserver in trouble` {
    private func listener(_ url: String, timeout: Duration = .seconds(20)) -> MatrixListener {
        MatrixListener(
            service: MatrixService(
                server: url,
                token: Secret("syt"),
                room: "!us:matrix.example"
            ),
            policy: HTTPPolicy(timeout: timeout)
        )
    }

    static let replies: [(HTTPAnswer, ListeningEnd)] = [
        (.reply(401, body: "{}"), ListeningEnd(.refused, detail: "HTTP 401", place: "s1")),
        (.reply(403, body: "{}"), ListeningEnd(.refused, detail: "HTTP 403", place: "s1")),
        (
            .reply(400, body: "{}"),
            ListeningEnd(.failed(retryAfter: nil), detail: "HTTP 400", place: nil)
        ),
        (
            .reply(502, body: "<html>"),
            ListeningEnd(.failed(retryAfter: nil), detail: "HTTP 502", place: "s1")
        ),
        (
            .reply(200, body: "[]"),
            ListeningEnd(.failed(retryAfter: nil), detail: "HTTP 200", place: "s1")
        ),
        (
            .reply(200, body: #"{"next_batch": "s2"}"#),
            ListeningEnd(.heardOut, detail: "nothing was said", place: "s2")
        ),
    ]

    @Test(arguments: replies)
    func `says how it ended`(_ reply: HTTPAnswer, _ end: ListeningEnd) async throws {
        let server = try HTTPCapture(answering: [reply])
        let heard = Heard()
        #expect(await listener(server.url("")).listen(from: "s1", hear: heard.hear) == end)
        let request = try #require(server.requests.events.first)
        #expect(request.method == "GET")
        #expect(request.path.contains("timeout=30000"))
        #expect(request.path.contains("since=s1"))
        #expect(heard.all == [])
    }

    @Test func `is asked again for a reaction that could not be taken, and not only for that`()
        async throws
    {
        let reactions = ["$early", "$good"].map { event in
            #"{"type":"m.reaction","sender":"@a:b","event_id":"\#(event)r","content":{"m.relates_to":"#
                + #"{"rel_type":"m.annotation","event_id":"\#(event)","key":"✅"}}}"#
        }
        let body =
            #"{"next_batch":"s2","rooms":{"join":{"!us:matrix.example":{"timeline":{"events":["#
            + reactions.joined(separator: ",") + "]}}}}}"
        let server = try HTTPCapture(answering: [.reply(200, body: body)])
        let heard = Heard()
        let end = await listener(server.url("")).listen(from: "s1") { answer in
            _ = await heard.hear(answer)
            return heard.all.count == 1 ? .notNow : .taken
        }
        #expect(end == .beforeUntaken(place: "s1"))
        #expect(heard.all.count == 2)
    }

    @Test func `that goes silent is let go, at its time or at once where nobody listens any more`()
        async throws
    {
        let silent = try QuietListener()
        let late = await listener("http://127.0.0.1:\(silent.port)", timeout: .milliseconds(50))
            .listen(from: nil) { _ in .taken }
        #expect(late.result == .failed(retryAfter: nil))
        let listener = listener("http://127.0.0.1:\(silent.port)", timeout: .seconds(600))
        let waiting = Task { await listener.listen(from: "s1") { _ in .taken } }
        waiting.cancel()
        #expect(await waiting.value.result == .failed(retryAfter: nil))
    }
}
