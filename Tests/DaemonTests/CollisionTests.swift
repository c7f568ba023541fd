import CivilTime
import ControlAPI
import Foundation
import Household
import Logging
import Planning
import Testing

@testable import Daemon

/// A date that collides with a calendar is told of a week ahead, once, with other times.
@Suite struct CollisionTests {
    /// A date every second Friday, the next on 16 January; Sam is busy on the 30th.
    private static func config(_ path: String) -> String {
        """
        [household]
        time_zone = "Europe/Berlin"
        together_since = 2020-01-01
        [[partner]]
        id = "alex"
        quiet_hours = "23:00-07:00"
        [[partner]]
        id = "sam"
        busy = ["\(path)"]
        [channel.one]
        type = "stdout"
        [[ritual]]
        id = "date-night"
        kind = "date"
        title = "Date night"
        schedule = { every = "2 weeks", on = "fri", at = "19:00", from = 2026-01-02 }
        duration = "3h"
        """
    }

    private static let calendar = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:x
        BEGIN:VEVENT
        UID:1
        DTSTAMP:20260101T000000Z
        DTSTART:20260130T190000Z
        DTEND:20260130T203000Z
        END:VEVENT
        END:VCALENDAR

        """

    private final class Kept {
        let kept: KeptHouse
        let channel = WatchedChannel()
        let wake = PlannedWake()
        let path = NSTemporaryDirectory() + "rituald-busy-\(UUID().uuidString).ics"

        init(_ text: String) async throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            kept = try await KeptHouse(
                CollisionTests.config(path),
                channels: ["one": channel],
                from: "2026-01-10T10:00:00Z"
            )
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        func watch() -> CollisionWatch {
            CollisionWatch(
                planning: kept.planning,
                calendars: .onThisMachine,
                wake: wake,
                now: kept.house.clock.read,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                names: LogNames()
            )
        }

        func proposals(after watch: CollisionWatch, at time: String) async throws -> [Nudge] {
            try kept.house.clock.set(time)
            await kept.planning.wake()
            await watch.look()
            await kept.outbox.settled()
            return channel.nudges.filter { !$0.choices.isEmpty }
        }
    }

    @Test func `it asks when the date comes within a week, once, and again after no restart`()
        async throws
    {
        let house = try await Kept(Self.calendar)
        let watch = house.watch()
        // The 16th is free, and the 30th is far.
        #expect(try await house.proposals(after: watch, at: "2026-01-10T10:00:01Z").isEmpty)
        #expect(house.wake.time?.description == "2026-01-23T18:00:00Z")
        #expect(
            try await house.proposals(after: watch, at: "2026-01-23T17:59:59Z").isEmpty
        )
        let asked = try await house.proposals(after: watch, at: "2026-01-23T18:00:00Z")
        #expect(asked.flatMap(\.partners).sorted() == ["alex", "sam"])
        #expect(asked.first?.occurrence.key.description == "date-night@2026-01-30T19:00")
        #expect(
            asked.first?.body
                == "Date night is on Friday 30 January at 19:00, and Sam is busy then. "
                + "Would Fri 23 Jan 20:00, Sat 24 Jan 19:00 or Sun 25 Jan 19:00 suit you?"
        )
        let again = try await house.proposals(after: house.watch(), at: "2026-01-24T10:00:00Z")
        #expect(again.count == asked.count)
    }

    @Test func `a calendar that cannot be read is asked again an hour later`() async throws {
        let house = try await Kept("nonsense")
        let watch = house.watch()
        #expect(try await house.proposals(after: watch, at: "2026-01-23T18:00:00Z").isEmpty)
        #expect(house.wake.time?.description == "2026-01-23T19:00:00Z")
        try Self.calendar.write(toFile: house.path, atomically: true, encoding: .utf8)
        let asked = try await house.proposals(after: watch, at: "2026-01-23T19:00:00Z")
        #expect(asked.flatMap(\.partners).sorted() == ["alex", "sam"])
    }

    @Test func `nobody is woken where nobody has a calendar`() async throws {
        let kept = try await KeptHouse(
            Self.config("/x").replacing("busy = [\"/x\"]\n", with: ""),
            channels: ["one": WatchedChannel()],
            from: "2026-01-23T18:00:00Z"
        )
        let wake = PlannedWake()
        await CollisionWatch(
            planning: kept.planning,
            calendars: .onThisMachine,
            wake: wake,
            now: kept.house.clock.read,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            names: LogNames()
        ).look()
        #expect(wake.time == nil)
    }
}
