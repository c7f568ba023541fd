import Delivery
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// What is heard of services that misbehave, which are played as their documentation has them.
@Suite(.timeLimit(.minutes(1))) struct `An answer that is passed on` {
    enum Service: CaseIterable, Sendable {
        case ntfy, telegram, matrix

        var kind: FakeService.Kind {
            switch self {
            case .ntfy: .ntfy
            case .telegram: .telegram
            case .matrix: .matrix
            }
        }
    }

    /// A service with its listener, and what that hears.
    private final class Line: Sendable {
        let service: FakeService
        private let kind: Service
        private let listener: any Listening
        /// Is told of each answer that was heard.
        let heard = EventLog<String>("the listener")

        init(_ kind: Service, timeout: Duration = .seconds(20)) throws {
            self.kind = kind
            service = try FakeService(kind.kind)
            let policy = HTTPPolicy(timeout: timeout)
            switch kind {
            case .ntfy:
                listener = NtfyListener(
                    url: service.url("/us-answers"),
                    token: nil,
                    policy: policy,
                    silence: timeout
                )
            case .telegram: listener = TelegramListener(url: service.url("/bot1:A"), policy: policy)
            case .matrix:
                let room = MatrixService(
                    server: service.url(),
                    token: Secret("syt"),
                    room: "!us:matrix.example",
                    partners: ["@alex:matrix.example": "alex"]
                )
                listener = MatrixListener(service: room, policy: policy)
            }
        }

        func say(_ word: String) {
            switch kind {
            case .matrix: service.react("✅", to: "$\(word)", by: "@alex:matrix.example")
            case .ntfy, .telegram: service.press(word)
            }
        }

        /// Listens on one connection.
        func listen(from place: String?) async -> ListeningEnd {
            await listener.listen(from: place) { [heard] answer in
                switch answer {
                case .token(let text): heard.append(text)
                case .sign(let sign): heard.append(String(sign.message.dropFirst()))
                case .noise: heard.append("noise")
                }
                return .taken
            }
        }

        /// Listens until so many answers were heard, and returns where the next connection goes on.
        func place(from place: String?, after count: Int) async throws -> String? {
            let listening = Task { await self.listen(from: place) }
            _ = try await heard.first(from: count - 1)
            // A stream goes on until the service ends it.
            service.hangUp()
            return await listening.value.place
        }
    }

    @Test(arguments: Service.allCases)
    func `is heard in the order in which the service tells it, and once on from there`(
        _ kind: Service
    ) async throws {
        let line = try Line(kind)
        ["third", "first", "first", "second"].forEach(line.say)
        let place = try await line.place(from: nil, after: 4)
        #expect(line.heard.events == ["third", "first", "first", "second"])
        line.say("fourth")
        _ = try await line.place(from: place, after: 5)
        #expect(line.heard.events.last == "fourth")
        #expect(line.heard.events.count == 5)
    }

    @Test(arguments: Service.allCases)
    func `is heard by the next connection where none was there as it was given`(
        _ kind: Service
    ) async throws {
        let line = try Line(kind)
        line.say("before")
        let place = try await line.place(from: nil, after: 1)
        line.service.set(away: true)
        let failed = await line.listen(from: place)
        #expect(failed.result == .failed(retryAfter: nil))
        #expect(failed.place == place)
        line.say("meanwhile")
        line.service.set(away: false)
        _ = try await line.place(from: failed.place, after: 2)
        #expect(line.heard.events == ["before", "meanwhile"])
    }
}

/// A bot that is asked, and never answers.
@Suite(.timeLimit(.minutes(1))) struct `A bot of Telegram's` {
    @Test func `that goes silent is let go where nobody listens any more`() async throws {
        let silent = try QuietListener()
        let listener = TelegramListener(
            url: "http://127.0.0.1:\(silent.port)/bot1:A",
            policy: HTTPPolicy(timeout: .seconds(600))
        )
        let waiting = Task { await listener.listen(from: "7") { _ in .taken } }
        waiting.cancel()
        let end = await waiting.value
        #expect(end.result == .failed(retryAfter: nil))
        #expect(end.place == "7")
    }
}
