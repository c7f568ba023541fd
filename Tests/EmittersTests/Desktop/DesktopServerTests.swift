import CivilTime
import Delivery
import Foundation
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// Servers and buses that come and go.
@Suite(.timeLimit(.minutes(1)))
struct `A notification server` {
    @Test func `that is not there yet is waited for`() async throws {
        let server = try NotificationServer(owner: nil)
        let desk = try Desk(server)
        let attempt = await desk.emitter.deliver(try nudge())
        #expect(attempt.result == .failed(retryAfter: nil))
        #expect(attempt.detail.hasPrefix("no notification server yet"))
        #expect(await desk.emitter.obstacle()?.hasPrefix("no notification server yet") == true)
        server.appear(as: ":1.8")
        #expect(try await desk.events.first() == .ready)
        #expect(await desk.emitter.obstacle() == nil)
        #expect(await desk.emitter.deliver(try nudge()).result == .delivered)
    }

    @Test func `that does not answer at first is asked again, though nothing more is said`()
        async throws
    {
        let server = try NotificationServer(.init(refusedQuestions: 3))
        let desk = try Desk(server, retryInterval: .milliseconds(5))
        #expect(try await desk.events.first() == .ready)
        #expect(await desk.emitter.deliver(try nudge()).result == .delivered)
    }

    @Test(arguments: [
        (":1.66", "/org/freedesktop/DBus"), (":1.7", "/org/freedesktop/DBus"),
        ("org.freedesktop.DBus", "/elsewhere"),
    ])
    func `is only who the bus itself says`(_ sender: String, _ path: String) async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        server.forge(owner: ":1.66", by: sender, at: path)
        server.press(41, "done", by: ":1.66")
        server.press(41, "skip", by: ":1.7")
        _ = try await desk.events.first { $0 == .answered(nudge, .skipped) }
        #expect(desk.events.events == [.ready, .answered(nudge, .skipped)])
        #expect(server.notified.count == 1)
    }

    @Test func `is started where the bus knows how`() async throws {
        let server = try NotificationServer(.init(isActivatable: true), owner: nil)
        let desk = try Desk(server)
        #expect(await desk.emitter.deliver(try nudge()).result == .delivered)
        #expect(server.calls.events.first == .start)
    }

    @Test func `is not started where there is nothing to show`() async throws {
        let server = try NotificationServer(.init(isActivatable: true), owner: nil)
        let desk = try Desk(server)
        await desk.emitter.restore([])
        await desk.emitter.withdraw([ShownMessage(try nudge())])
        server.appear(as: ":1.8")
        _ = try await desk.events.first()
        #expect(server.calls.events.isEmpty)
    }

    @Test func `that is another one shows anew what is still open`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        let seen = desk.events.events.count
        server.vanish()
        server.appear(as: ":1.8")
        #expect(try await desk.events.first(from: seen) == .ready)
        await desk.emitter.restore([nudge])
        await desk.emitter.restore([nudge])
        #expect(server.notified.map(\.replaces) == [0, 0])
        // A button of the one that is gone belongs to nothing.
        server.press(41, "done")
        server.press(42, "done")
        _ = try await desk.events.first { $0 == .answered(nudge, .done) }
    }

    @Test func `that takes the name over from another one is another one`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        _ = await desk.emitter.deliver(try nudge())
        let seen = desk.events.events.count
        server.appear(as: ":1.8")
        #expect(try await desk.events.first(from: seen) == .ready)
        _ = await desk.emitter.deliver(try nudge(stage: .followUp))
        #expect(server.notified.map(\.replaces) == [0, 0])
    }

    @Test func `shows no older stage over a later one, and none twice`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        var earlier = try nudge(stage: .lead(.init(parsing: "2h")))
        earlier.due = earlier.due - .seconds(7_200)
        let start = try nudge()
        _ = await desk.emitter.deliver(start)
        await desk.emitter.restore([earlier])
        await desk.emitter.restore([start])
        #expect(server.notified.count == 1)
    }
}

/// The connection to the bus.
@Suite(.timeLimit(.minutes(1)))
struct `The session bus` {
    @Test func `that dies and comes back is used again, and replaces nothing there`()
        async throws
    {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        let seen = desk.events.events.count
        server.hangUp()
        #expect(try await desk.events.first(from: seen) == .ready)
        // GNOME has removed it with the connection.
        await desk.emitter.restore([nudge])
        #expect(server.notified.map(\.replaces) == [0, 0])
    }

    @Test func `may come after the daemon`() async throws {
        let folder = try TemporaryFolder()
        let events = EventLog<ChannelEvent.Kind>("the desktop")
        let environment = ["XDG_RUNTIME_DIR": folder.path]
        let thread = try DesktopThread {
            DesktopSession(
                connect: { () throws(NotificationBus.Failure) in try .session(environment) },
                memory: ShownMemory(path: nil),
                tell: { events.append($0) }
            )
        }
        let desk = DesktopEmitter(
            DesktopSettings(),
            names: [:],
            discretion: discretion(),
            thread: thread
        )
        let attempt = await desk.deliver(try nudge())
        #expect(
            attempt == DeliveryAttempt(.failed(retryAfter: nil), detail: "no session bus yet")
        )
        #expect(await desk.obstacle() == "no session bus yet")
    }

    @Test func `that the environment does not name is said so`() async throws {
        let thread = try DesktopThread {
            DesktopSession(
                connect: { () throws(NotificationBus.Failure) in try .session([:]) },
                memory: ShownMemory(path: nil),
                tell: { _ in }
            )
        }
        let desk = DesktopEmitter(
            DesktopSettings(),
            names: [:],
            discretion: discretion(),
            thread: thread
        )
        #expect(
            await desk.deliver(try nudge()).detail
                == "no session bus: the environment names none"
        )
    }
}

/// What one run of the program leaves for the next.
@Suite(.timeLimit(.minutes(1)))
struct `What is on the desktop` {
    @Test func `is taken up by the next run after a kill, and the rest is closed`() async throws {
        let server = try NotificationServer()
        let folder = try TemporaryFolder()
        let memory = folder.path("desktop.json")
        let (open, answered) = try (nudge(), nudge(partner: "sam"))
        let first = try Desk(server, memory: memory)
        _ = await first.emitter.deliver(open)
        _ = await first.emitter.deliver(answered)
        let text = try String(contentsOfFile: memory, encoding: .utf8)
        #expect(!text.contains("Check-in") && !text.contains("phones"))

        let second = try Desk(server, memory: memory)
        _ = try await second.events.first()
        await second.emitter.restore([open])
        #expect(server.notified.map(\.replaces).last == 41)
        #expect(try await server.calls.first { $0 == .close(42) } == .close(42))
    }

    @Test func `is closed where the program ends, and shown by none after that`() async throws {
        let server = try NotificationServer()
        let folder = try TemporaryFolder()
        let memory = folder.path("desktop.json")
        let desk = try Desk(server, memory: memory)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        await desk.emitter.leave()
        #expect(try await server.calls.first { $0 == .close(41) } == .close(41))
        #expect(!FileManager.default.fileExists(atPath: memory))
        await desk.emitter.restore([nudge])
        #expect(await desk.emitter.obstacle() == "rituald is stopping")
        #expect(await desk.emitter.deliver(nudge).detail == "rituald is stopping")
        #expect(server.notified.count == 1)
    }

    @Test(arguments: ["", "{}", "{\"server\":", "[1]"])
    func `is forgotten where the file makes no sense`(_ text: String) async throws {
        let server = try NotificationServer()
        let folder = try TemporaryFolder()
        let memory = try folder.write(text, to: "desktop.json")
        let desk = try Desk(server, memory: memory)
        _ = await desk.emitter.deliver(try nudge())
        #expect(server.notified.map(\.replaces) == [0])
    }
}
