@testable import Emitters
import Rituals
import TestKit
import Testing

@Suite struct `The desktop` {
    @Test func `shows title and words, and urgent ones stay`() async throws {
        let server = try NotificationServer()
        let desktop = DesktopEmitter(connect: server.connect)
        #expect(await desktop.deliver(try nudge()).result == .delivered)
        #expect(
            await desktop.deliver(try nudge(partner: "sam", isUrgent: true)).result == .delivered
        )
        let words = "Ten minutes, phones away.\nWhat was good today?"
        #expect(
            server.calls.events == [
                .notify(summary: "Check-in", body: words, replaces: 0, urgency: 1),
                .notify(summary: "Check-in", body: words, replaces: 0, urgency: 2),
            ]
        )
    }

    @Test func `shows only the title of a private nudge`() async throws {
        let server = try NotificationServer()
        let desktop = DesktopEmitter(connect: server.connect)
        _ = await desktop.deliver(try nudge(sensitivity: .private))
        #expect(
            server.calls.events == [.notify(summary: "Check-in", body: "", replaces: 0, urgency: 1)]
        )
    }

    @Test(arguments: [
        (["body"], "<b>us</b> & you"),
        (["body", "body-markup"], "&lt;b&gt;us&lt;/b&gt; &amp; you"),
    ])
    func `escapes for servers that read markup, and only for them`(
        _ capabilities: [String],
        _ shown: String
    ) async throws {
        let server = try NotificationServer(capabilities: capabilities)
        let desktop = DesktopEmitter(connect: server.connect)
        _ = await desktop.deliver(try nudge(body: "<b>us</b> & you", prompt: nil))
        #expect(
            server.calls.events
                == [.notify(summary: "Check-in", body: shown, replaces: 0, urgency: 1)]
        )
    }

    @Test func `shows one notification of an occurrence at a time, and closes it`() async throws {
        let server = try NotificationServer()
        let desktop = DesktopEmitter(connect: server.connect)
        let first = try nudge(body: "one", prompt: nil)
        let second = try nudge(stage: .followUp, body: "two", prompt: nil)
        _ = await desktop.deliver(first)
        _ = await desktop.deliver(second)
        await desktop.withdraw([first, second])
        #expect(
            server.calls.events == [
                .notify(summary: "Check-in", body: "one", replaces: 0, urgency: 1),
                .notify(summary: "Check-in", body: "two", replaces: 41, urgency: 1),
                .close(41),
            ]
        )
    }

    @Test func `connects anew where the connection is gone, and replaces nothing there`()
        async throws
    {
        let server = try NotificationServer()
        let desktop = DesktopEmitter(connect: server.connect)
        _ = await desktop.deliver(try nudge(body: "one", prompt: nil))
        server.hangUp()
        let attempt = await desktop.deliver(try nudge(body: "two", prompt: nil))
        #expect(attempt.result == .delivered)
        #expect(
            server.calls.events.last
                == .notify(summary: "Check-in", body: "two", replaces: 0, urgency: 1)
        )
    }

    @Test func `says what the server does not like`() async throws {
        let server = try NotificationServer(refusing: true)
        let attempt = await DesktopEmitter(connect: server.connect).deliver(try nudge())
        #expect(
            attempt
                == DeliveryAttempt(
                    .failed(retryAfter: nil),
                    detail: "org.freedesktop.DBus.Error.AccessDenied"
                )
        )
    }
}
