import CivilTime
import Delivery
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// What a notification looks like.
@Suite(.timeLimit(.minutes(1)))
struct `The desktop` {
    @Test func `shows title and words with the hints of the specification`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        #expect(await desk.emitter.deliver(try nudge()).result == .delivered)
        var expected = Notified(
            "Check-in",
            "Ten minutes, phones away.\nWhat was good today?"
        )
        expected.actions = ["done", "Done", "later", "Later"]
        expected.hints = ["category": "x-rituald.nudge.start", "desktop-entry": "rituald"]
        expected.isResident = true
        #expect(server.notified == [expected])
    }

    @Test func `an urgent one stays until it is answered`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        _ = await desk.emitter.deliver(try nudge(isUrgent: true))
        #expect(server.notified.map(\.urgency) == [2])
    }

    @Test func `has no buttons where the server shows none`() async throws {
        let server = try NotificationServer(.init(capabilities: ["body"]))
        let desk = try Desk(server, DesktopSettings(open: ["true"]))
        _ = await desk.emitter.deliver(try nudge())
        #expect(server.notified.map(\.actions) == [[]])
        #expect(server.notified.map(\.isResident) == [false])
    }

    @Test func `a click on it means something only where the config says what`() async throws {
        let server = try NotificationServer()
        _ = try await Desk(server, DesktopSettings(open: ["true"])).emitter.deliver(nudge())
        let actions = ["default", "Open", "done", "Done", "later", "Later"]
        #expect(server.notified.map(\.actions) == [actions])
    }

    @Test(arguments: Channel.Show.allCases)
    func `shows no more than it is to, and is answered all the same`(
        _ show: Channel.Show
    ) async throws {
        let server = try NotificationServer()
        let desk = try Desk(server, show: show)
        let sent = try nudge(sensitivity: .private)
        _ = await desk.emitter.deliver(sent)
        let words =
            show == .discreet
            ? Notified("A moment for the two of you", "Friday 9 January at 20:30")
            : Notified("Check-in", "It is time.")
        #expect(server.notified.map(\.words) == [words])
        #expect(server.notified.map(\.actions) == [["done", "Done", "later", "Later"]])
        server.press(41, "done")
        #expect(try await desk.events.first { $0 != .ready } == .answered(sent, .done))
    }

    @Test(arguments: [
        (["body"], "<b>us</b> & you"),
        (["body", "body-markup"], "&lt;b&gt;us&lt;/b&gt; &amp; you"),
    ])
    func `escapes for servers that read markup, and only for them`(
        _ capabilities: [String],
        _ shown: String
    ) async throws {
        let server = try NotificationServer(.init(capabilities: capabilities))
        let desk = try Desk(server)
        _ = await desk.emitter.deliver(try nudge(body: "<b>us</b> & you", prompt: nil))
        #expect(server.notified.map(\.words) == [Notified("Check-in", shown)])
    }

    @Test func `says whose it is where both are told on one desktop`() async throws {
        let server = try NotificationServer(.init(refusesTwins: true))
        let desk = try Desk(server, names: ["alex": "Alex", "sam": "Sam"])
        for partner in ["alex", "sam"] {
            let attempt = await desk.emitter.deliver(try nudge(partner: partner))
            #expect(attempt.result == .delivered)
        }
        #expect(server.notified.map(\.summary) == ["Check-in · Alex", "Check-in · Sam"])
        #expect(server.notified.map(\.replaces) == [0, 0])
    }

    @Test func `has one notification of what is for both, in the place of each one's own`()
        async throws
    {
        let server = try NotificationServer()
        let desk = try Desk(server, names: ["alex": "Alex", "sam": "Sam"])
        let own = try [nudge(), nudge(partner: "sam")]
        let asked = try nudge(stage: .followUp).forBoth
        for nudge in own + [asked] {
            _ = await desk.emitter.deliver(nudge)
        }
        #expect(server.notified.last?.summary == "Check-in · Alex and Sam")
        #expect(server.notified.map(\.replaces) == [0, 0, 41])
        #expect(try await server.calls.first { $0 == .close(42) } == .close(42))
        await desk.emitter.restore([asked])
        #expect(server.notified.count == 3)
        server.press(41, "done")
        #expect(try await desk.events.first { $0 != .ready } == .answered(asked, .done))
        await desk.emitter.withdraw([ShownMessage(asked)])
        #expect(try await server.calls.first { $0 == .close(41) } == .close(41))
    }

    @Test func `gives the place of what was for both to what one of them is told later`()
        async throws
    {
        let server = try NotificationServer()
        let desk = try Desk(server, names: ["alex": "Alex", "sam": "Sam"])
        _ = await desk.emitter.deliver(try nudge().forBoth)
        _ = await desk.emitter.deliver(try nudge(stage: .followUp, partner: "sam"))
        #expect(server.notified.map(\.replaces) == [0, 41])
        _ = await desk.emitter.deliver(try nudge(stage: .followUp))
        #expect(server.notified.map(\.replaces) == [0, 41, 0])
    }

    @Test func `comes again a little later where KDE finds two alike`() async throws {
        let server = try NotificationServer(.init(refusesTwins: true))
        let desk = try Desk(server)
        _ = await desk.emitter.deliver(try nudge())
        let twin = try nudge(partner: "sam")
        #expect(
            await desk.emitter.deliver(twin).result == .failed(retryAfter: .seconds(2))
        )
        #expect(await desk.emitter.deliver(twin).result == .delivered)
    }

    @Test func `shows one notification of an occurrence at a time, and closes it`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let first = try nudge(body: "one", prompt: nil)
        let second = try nudge(stage: .followUp, body: "two", prompt: nil)
        _ = await desk.emitter.deliver(first)
        _ = await desk.emitter.deliver(second)
        await desk.emitter.withdraw([ShownMessage(first), ShownMessage(second)])
        #expect(try await server.calls.first { $0 == .close(41) } == .close(41))
        #expect(
            server.notified.map(\.words) == [
                Notified("Check-in", "one"), Notified("Check-in", "two", replaces: 41),
            ]
        )
    }

    @Test func `says what the server does not like`() async throws {
        let server = try NotificationServer(.init(isRefusing: true))
        let attempt = await (try Desk(server)).emitter.deliver(try nudge())
        #expect(
            attempt
                == DeliveryAttempt(
                    .failed(retryAfter: nil),
                    detail: "org.freedesktop.DBus.Error.AccessDenied"
                )
        )
    }
}
