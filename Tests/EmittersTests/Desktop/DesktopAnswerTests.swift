import Foundation
import Delivery
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// What a person does with a notification.
@Suite(.timeLimit(.minutes(1)))
struct `An answer on the desktop` {
    static let answers: [(String, NudgeAnswer)] = [
        ("done", .done), ("skip", .skipped), ("later", .later(.seconds(300))),
    ]

    @Test(arguments: answers)
    func `is told with the nudge that it answers`(
        _ action: String,
        _ answer: NudgeAnswer
    ) async throws {
        let server = try NotificationServer()
        let desk = try Desk(server, DesktopSettings(later: .seconds(300)))
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        server.press(41, action)
        #expect(
            try await desk.events.first { $0 != .ready } == .answered(nudge, answer)
        )
    }

    @Test func `says whose it is where it matters, and nobody else's`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server, names: ["alex": "Alex", "sam": "Sam"])
        var shared = try nudge()
        shared.partners = ["alex", "sam"]
        shared.asksWho = true
        let both = shared
        _ = await desk.emitter.deliver(both)
        #expect(
            server.notified.last?.actions.prefix(4) == [
                "done:alex", "Done: Alex", "done:sam", "Done: Sam",
            ]
        )
        for other in ["done", "done:eve", "done:", "skip:sam", "later:alex"] {
            server.press(41, other)
        }
        server.press(41, "done:sam")
        #expect(
            try await desk.events.first { $0 != .ready } == .answered(both, .done, by: "sam")
        )
        // What stands there for the other takes its place, and can be answered.
        var alone = both
        alone.partners = ["alex"]
        let rest = alone
        _ = await desk.emitter.deliver(rest)
        server.press(41, "done")
        _ = try await desk.events.first { $0 == .answered(rest, .done) }
    }

    @Test func `counts once, and leaves nothing to be put out of sight`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let (first, second) = try (nudge(), nudge(partner: "sam"))
        _ = await desk.emitter.deliver(first)
        _ = await desk.emitter.deliver(second)
        server.press(41, "done")
        server.press(41, "done")
        server.press(41, "skip")
        // dunst closes with the click, as if the person had put it away.
        server.close(41, reason: 2)
        server.press(42, "done")
        _ = try await desk.events.first { $0 == .answered(second, .done) }
        #expect(
            desk.events.events
                == [.ready, .answered(first, .done), .answered(second, .done)]
        )
    }

    @Test func `takes the notification away where the server leaves it open, as dunst does`()
        async throws
    {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        server.press(41, "done")
        _ = try await desk.events.first { $0 == .answered(nudge, .done) }
        await desk.emitter.withdraw([ShownMessage(nudge)])
        #expect(try await server.calls.first { $0 == .close(41) } == .close(41))
    }

    @Test func `that could not be taken is asked for again in the same place`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        server.press(41, "done")
        _ = try await desk.events.first { $0 == .answered(nudge, .done) }
        // What is found open before the answer is written is not shown over it.
        await desk.emitter.restore([nudge])
        #expect(server.notified.map(\.replaces) == [0])
        _ = await desk.emitter.deliver(nudge)
        #expect(server.notified.map(\.replaces) == [0, 41])
        let seen = desk.events.events.count
        server.press(41, "done")
        #expect(try await desk.events.first(from: seen) == .answered(nudge, .done))
    }

    @Test func `of another program, or to an unknown notification or button, is none`()
        async throws
    {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        server.press(41, "done", by: ":1.66")
        server.press(7, "done")
        server.press(41, "erase")
        server.press(41, "default")
        server.press(41, "skip")
        _ = try await desk.events.first { $0 == .answered(nudge, .skipped) }
        #expect(desk.events.events == [.ready, .answered(nudge, .skipped)])
    }

    @Test func `that only puts it out of sight is told, and that it timed out is not`()
        async throws
    {
        let server = try NotificationServer()
        let desk = try Desk(server)
        let nudges = try ["alex", "sam", "kim", "lou"].map { try nudge(partner: $0) }
        for nudge in nudges {
            _ = await desk.emitter.deliver(nudge)
        }
        for (id, reason) in [(41, 1), (42, 3), (43, 4), (44, 2)] as [(UInt32, UInt32)] {
            server.close(id, reason: reason)
        }
        _ = try await desk.events.first { $0 != .ready }
        #expect(desk.events.events == [.ready, .dismissed(nudges[3])])
        // Also where that was decided before the ledger knew of it, it is not shown again.
        await desk.emitter.restore(nudges)
        #expect(server.notified.count == 4 + 3)
    }

    @Test func `to the notification itself starts what the config names`() async throws {
        let server = try NotificationServer()
        let folder = try TemporaryFolder()
        let path = folder.path("opened")
        let script = "printf '%s %s %s' \"$1\" \"$RITUAL_ID\" \"$RITUAL_PARTNER\" >$0"
        let open = ["/bin/sh", "-c", script, path, "{occurrence}"]
        let watch = try FileWatch(folder.path)
        let desk = try Desk(server, DesktopSettings(open: open))
        let (first, second) = (try nudge(), try nudge(partner: "sam"))
        _ = await desk.emitter.deliver(first)
        _ = await desk.emitter.deliver(second)
        server.press(41, "default")
        _ = try await watch.written.first { $0 == "opened" }
        // dunst may close it with the same click; it is still open all the same.
        server.close(41, reason: 2)
        server.press(42, "done")
        _ = try await desk.events.first { $0 == .answered(second, .done) }
        #expect(desk.events.events == [.ready, .seen(first), .answered(second, .done)])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text == "check-in@2026-01-09T20:30 check-in alex")
    }

    @Test func `starts nothing with what the service manager tells this process alone`()
        async throws
    {
        let folder = try TemporaryFolder()
        let watch = try FileWatch(folder.path)
        var environment = ["PATH": "/usr/bin:/bin", "WAYLAND_DISPLAY": "wayland-0"]
        for name in ["NOTIFY_SOCKET", "LISTEN_FDS", "INVOCATION_ID", "JOURNAL_STREAM"] {
            environment[name] = "1"
        }
        let answer = Spawn.startAndForget(
            ["/bin/sh", "-c", "env >$0", folder.path("opened")],
            for: try nudge(),
            environment: environment
        )
        #expect(answer == 0)
        _ = try await watch.written.first { $0 == "opened" }
        let text = try String(contentsOfFile: folder.path("opened"), encoding: .utf8)
        let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
        #expect(names.isSuperset(of: ["PATH", "WAYLAND_DISPLAY", "RITUAL_ID"]))
        #expect(names.isDisjoint(with: environment.filter { $0.value == "1" }.keys))
    }

    @Test func `that would start what is not there says so`() async throws {
        let server = try NotificationServer()
        let desk = try Desk(server, DesktopSettings(open: ["/nowhere/terminal"]))
        let nudge = try nudge()
        _ = await desk.emitter.deliver(nudge)
        server.press(41, "default")
        #expect(
            try await desk.events.first { $0 != .ready && $0 != .seen(nudge) }
                == .failed("the program to open cannot be started: No such file or directory")
        )
    }
}
