import Dispatch
import Foundation
import Synchronization
import TestKit
import Testing

/// A button that is pressed on a phone, through a service that the daemon asks.
@Suite(.timeLimit(.minutes(3)))
struct ListeningTests {
    /// A service that passes on what is pressed, to whoever waits for it.
    private final class Service: Sendable {
        let server: HTTPCapture
        private let pressed: Pressed
        private let signal: DispatchSemaphore

        /// Makes it; `reply` is what the service says of texts that were pressed.
        init(reply: @escaping @Sendable ([String]) -> HTTPAnswer) throws {
            let (pressed, signal) = (Pressed(), DispatchSemaphore(value: 0))
            (self.pressed, self.signal) = (pressed, signal)
            server = try HTTPCapture { request, _ in
                guard request.path.contains("/json") || request.path.contains("getUpdates") else {
                    return .reply(200, body: #"{"ok":true,"result":{"message_id":7}}"#)
                }
                _ = signal.wait(timeout: .now() + 30)
                return reply(pressed.take())
            }
        }

        func press(_ texts: [String]) {
            pressed.add(texts)
            signal.signal()
        }

        /// Texts that a thread of the server takes.
        private final class Pressed: Sendable {
            private let texts = Mutex<[String]>([])

            func add(_ more: [String]) {
                texts.withLock { $0 += more }
            }

            func take() -> [String] {
                texts.withLock { texts in
                    defer { texts = [] }
                    return texts
                }
            }
        }
    }

    private static func ntfy() throws -> Service {
        try Service { texts in
            let lines = texts.enumerated().map {
                #"{"id":"m\#($0.offset)","event":"message","message":"\#($0.element)"}"# + "\n"
            }
            return .says("HTTP/1.1 200 OK\r\n\r\n" + lines.joined())
        }
    }

    private static func telegram() throws -> Service {
        try Service { texts in
            let updates = texts.enumerated().map {
                #"{"update_id":\#($0.offset),"callback_query":{"id":"p","data":"\#($0.element)"}}"#
            }
            return .reply(
                200,
                body: #"{"ok":true,"result":[\#(updates.joined(separator: ","))]}"#
            )
        }
    }

    private func config(_ phone: Service, _ bot: Service, token: String) -> String {
        TestConfig.household + """

            [channel.phone]
            type = "webhook"
            preset = "ntfy"
            url = "\(phone.server.url("/us"))"
            listen = true

            [channel.bot]
            type = "webhook"
            preset = "telegram"
            url = "\(bot.server.url(""))"
            chat = "-100123456"
            token = { file = "\(token)" }
            listen = true

            """
            + TestConfig.daily("walk", at: "19:00", "duration = \"1h\"")
    }

    @Test func `is heard while its message is open, and clears the other`() async throws {
        let (phone, bot) = (try Self.ntfy(), try Self.telegram())
        let home = try DaemonHome(config: "")
        let secret = try home.folder.write("123456:ABCDEFGH", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        try home.write(config: config(phone, bot, token: secret))
        try await home.settle(at: "2026-01-09 12:00:00")
        #expect(phone.server.requests.events.isEmpty && bot.server.requests.events.isEmpty)
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))

        let message = try await phone.server.requests.first { $0.path == "/" }
        let buttons = try #require(JSON(text: message.body))["actions"].elements
        let done = try #require(buttons.first { $0["label"] == "Done" })
        let token = try #require(done["body"].string)
        let stream = try await phone.server.requests.first { $0.path.contains("/json") }
        let topic = try #require(done["url"].string)
        #expect(phone.server.url(stream.path) == "\(topic)/json?since=all")
        // Neither the second topic nor a token is told in any log.
        #expect(SecretWatch.guards(token))
        #expect(SecretWatch.guards(String(topic.split(separator: "/").last ?? "")))
        _ = try await bot.server.requests.first { $0.path.contains("getUpdates") }

        // What is forged is heard, and changes nothing.
        let asked = bot.server.requests.events.count
        bot.press([String(token.reversed()), "nonsense"])
        _ = try await bot.server.requests.first(from: asked) { $0.path.contains("getUpdates") }
        #expect(try await said(home) == [])
        let status = try await home.ritualctl("status", "--json")
        let channels = try #require(JSON(text: status.text))["channels"].elements
        #expect(channels.first { $0["id"] == "bot" }?["refused_answers"] == .number(2), "\(status)")

        phone.press([token, token])
        _ = try await phone.server.requests.first { $0.method == "DELETE" }
        _ = try await bot.server.requests.first { $0.path.hasSuffix("/deleteMessage") }
        #expect(try await said(home) == ["done alex"])
        try await daemon.noTransfer()
        #expect(try await daemon.stop() == .status(0))
    }

    /// What has been said of the walk.
    private func said(_ home: DaemonHome) async throws -> [String] {
        let result = try await home.ritualctl("why", "walk", "2026-01-09", "--json")
        let story = try #require(JSON(text: result.text))
        return story["occurrences"].elements.flatMap { $0["outcomes"].elements }.map {
            "\($0["outcome"].string ?? "?") \($0["partner"].string ?? "-")"
        }
    }
}
