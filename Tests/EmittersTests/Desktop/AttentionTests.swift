import Delivery
import Household
import TestKit
import Testing

@testable import Emitters

/// Whether a nudge is shown now: somebody is there, and wants to be disturbed.
@Suite(.timeLimit(.minutes(1)))
struct AttentionTests {
    private static let away = "nobody is at the machine"
    private static let present = DesktopSettings(attention: .present)

    /// A desk that is ready, with what it has said since.
    private func desk(
        _ server: NotificationServer,
        _ settings: DesktopSettings = DesktopSettings(),
        seat: Seat? = nil
    ) async throws -> Desk {
        let desk = try Desk(server, settings, seat: seat)
        _ = try await desk.events.first { $0 == .ready }
        return desk
    }

    /// Awaits that the desk says that it is ready again, from an event on.
    private func awaitReady(_ desk: Desk, after count: Int) async throws {
        _ = try await desk.events.first(from: count) { $0 == .ready }
    }

    @Test(arguments: DoNotDisturb.Source.allCases.filter(\.tellsChanges))
    func `do not disturb holds what is not urgent, until it ends`(_ source: DoNotDisturb.Source)
        async throws
    {
        let server = try NotificationServer(.init(quietWay: source))
        server.set(quiet: true, announcing: false)
        let desk = try await desk(server)
        #expect(await desk.emitter.hold(on: try nudge())?.reason == "do not disturb is on")
        #expect(await desk.emitter.hold(on: try nudge(isUrgent: true)) == nil)
        #expect(desk.events.events.contains(.notice("do not disturb is on: nudges wait")))

        let seen = desk.events.events.count
        server.set(quiet: false)
        try await awaitReady(desk, after: seen)
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
        #expect(desk.events.events.contains(.notice(nil)))
    }

    @Test(arguments: DoNotDisturb.Source.allCases.filter(\.tellsChanges))
    func `do not disturb is noticed when it begins`(_ source: DoNotDisturb.Source) async throws {
        let server = try NotificationServer(.init(quietWay: source))
        let desk = try await desk(server)
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
        server.set(quiet: true)
        _ = try await desk.events.first { $0 == .notice("do not disturb is on: nudges wait") }
        #expect(await desk.emitter.hold(on: try nudge())?.reason == "do not disturb is on")
    }

    @Test(arguments: ["Subscribe", "SubscribeV2"])
    func `swaync of each age tells when it may have changed`(_ member: String) async throws {
        let server = try NotificationServer(.init(quietWay: .swaync))
        let desk = try await desk(server)
        server.set(quiet: true, by: member)
        _ = try await desk.events.first { $0 == .notice("do not disturb is on: nudges wait") }
    }

    @Test
    func `a server that tells no changes is asked again after a minute, and at the next nudge`()
        async throws
    {
        let server = try NotificationServer(.init(quietWay: .oldMako))
        server.set(quiet: true, announcing: false)
        let desk = try await desk(server)
        let held = HeldBack("do not disturb is on", again: .seconds(60))
        #expect(await desk.emitter.hold(on: try nudge()) == held)
        let seen = desk.events.events.count
        server.set(quiet: false, announcing: false)
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
        try await awaitReady(desk, after: seen)
    }

    @Test func `a server that says nothing of it disturbs`() async throws {
        let desk = try await desk(try NotificationServer())
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
        #expect(!desk.events.events.contains { $0 != .ready })
    }

    @Test(arguments: [
        (LogindServer.Hints(isIdle: true), Self.away),
        (LogindServer.Hints(isActive: false), Self.away),
        (LogindServer.Hints(isLocked: true), "the screen is locked"),
    ])
    func `nobody at the machine holds a nudge until somebody is`(
        _ hints: LogindServer.Hints,
        _ reason: String
    ) async throws {
        let logind = LogindServer(hints)
        let desk = try await desk(
            try NotificationServer(),
            Self.present,
            seat: logind.seat()
        )
        _ = try await desk.events.first { $0 == .notice("\(reason): nudges wait") }
        #expect(await desk.emitter.hold(on: try nudge())?.reason == reason)
        #expect(await desk.emitter.hold(on: try nudge(isUrgent: true)) == nil)

        let seen = desk.events.events.count
        logind.set { $0 = LogindServer.Hints() }
        try await awaitReady(desk, after: seen)
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
    }

    @Test func `a desktop that asks for nobody shows a nudge to nobody`() async throws {
        let logind = LogindServer(.init(isIdle: true))
        let desk = try await desk(try NotificationServer(), seat: logind.seat())
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
    }

    @Test(arguments: [LogindServer.Hints(seat: ""), LogindServer.Hints(isThere: false)])
    func `where nobody can tell, a nudge is shown, and the channel says so`(
        _ hints: LogindServer.Hints
    ) async throws {
        let logind = LogindServer(hints)
        let desk = try await desk(try NotificationServer(), Self.present, seat: logind.seat())
        _ = try await desk.events.first { $0 == .notice(AttentionWords.unreadable) }
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
    }

    @Test func `a bus that ends is no source any more`() async throws {
        let logind = LogindServer(.init(isIdle: true))
        let desk = try await desk(try NotificationServer(), Self.present, seat: logind.seat())
        _ = try await desk.events.first { $0 == .notice("\(Self.away): nudges wait") }
        #expect(await desk.emitter.hold(on: try nudge())?.reason == Self.away)
        logind.set { $0.isThere = false }
        _ = try await desk.events.first { $0 == .notice(AttentionWords.unreadable) }
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
    }

    @Test func `a bus that does not answer is not waited for long`() async throws {
        let seat = Seat(
            connect: { () throws(NotificationBus.Failure) in
                throw NotificationBus.Failure(reason: "no bus")
            },
            patience: .milliseconds(1),
            wokenUp: {}
        )
        let desk = try await desk(try NotificationServer(), Self.present, seat: seat)
        _ = try await desk.events.first { $0 == .notice(AttentionWords.unreadable) }
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
    }

    @Test func `on GNOME whoever has touched nothing for five minutes is away`() async throws {
        let server = try NotificationServer()
        server.set(idle: .seconds(301))
        let desk = try await desk(server, Self.present)
        #expect(await desk.emitter.hold(on: try nudge())?.reason == Self.away)
        let seen = desk.events.events.count
        server.touch()
        try await awaitReady(desk, after: seen)
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
        server.set(idle: .seconds(299))
        #expect(await desk.emitter.hold(on: try nudge()) == nil)
    }

    @Test func `waking up is told, going to sleep is not`() async throws {
        let logind = LogindServer()
        let events = EventLog<Seat.Reading>("the seat")
        let seat = logind.seat(wokenUp: { events.append(.present) })
        let changes = EventLog<Seat.Reading>("changes")
        seat.follow { [weak seat] in changes.append(seat?.reading ?? .unread) }
        if seat.reading == .unread {
            _ = try await changes.first { $0 == .present }
        }
        logind.sleep(isAhead: true)
        logind.sleep(isAhead: false)
        _ = try await events.first()
        #expect(events.events.count == 1)
    }
}
