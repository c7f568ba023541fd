import CivilTime
import ControlAPI
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

@testable import Daemon

/// Rest days, and times at which all are awake, as the control API answers.
@Suite struct RestDayTests {
    private static let config = """
        [household]
        time_zone = "UTC"
        [[partner]]
        id = "alex"
        quiet_hours = "22:00-07:00"
        [[partner]]
        id = "sam"
        time_zone = "Asia/Kolkata"
        quiet_hours = "23:00-07:00"
        [channel.one]
        type = "desktop"
        [[rest]]
        label = "Shabbat"
        calendar = "Sat"
        [[ritual]]
        id = "walk"
        schedule = { every = "day", at = "12:00" }
        follow_up = "1h"
        [[ritual]]
        id = "call"
        schedule = { every = "day", at = "together", near = "20:30" }
        """

    private func keep() async throws -> KeptHouse {
        try await KeptHouse(
            Self.config,
            channels: ["one": WatchedChannel()],
            from: "2026-01-09T10:00:00Z"
        )
    }

    @Test func `on a rest day nothing is told, and all that lists says so`() async throws {
        let kept = try await keep()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        let coming: [OccurrenceMessage] = try await kept.ask(
            .upcoming,
            QueryItems(["ritual": "walk", "count": "2"])
        )
        #expect(coming.map { $0.start.local.date.day } == [11, 12])
        let tomorrow: WhyMessage = try await kept.ask(
            .why,
            QueryItems(["ritual": "walk", "date": "2026-01-10"])
        )
        let ahead = try #require(tomorrow.occurrences.first?.ahead)
        #expect(Set(ahead.compactMap(\.decision)) == [.held])
        #expect(Set(ahead.compactMap(\.reason)) == ["it is Shabbat"])
        for time in ["2026-01-10T12:00:00Z", "2026-01-10T14:00:00Z"] {
            try await kept.wake(at: time)
        }
        let today: TodayMessage = try await kept.ask(.today)
        let walk = try #require(today.occurrences.first { $0.ritual == "walk" })
        #expect(walk.state == .held)
        #expect(walk.rest == "Shabbat")
        #expect(!walk.held)
        let open: [OccurrenceMessage] = try await kept.ask(.open)
        #expect(!open.contains { $0.ritual == "walk" })
        try await kept.wake(at: "2026-01-11T10:00:00Z")
        let history: HistoryMessage = try await kept.ask(.history, QueryItems(["ritual": "walk"]))
        #expect(history.counts.held == 1)
        #expect(history.counts.missed == 0)
    }

    @Test func `upcoming has the clocks of both`() async throws {
        let kept = try await keep()
        let coming: [OccurrenceMessage] = try await kept.ask(
            .upcoming,
            QueryItems(["ritual": "call", "count": "1"])
        )
        let clocks = try #require(coming.first?.clocks)
        #expect(clocks.map(\.partner) == ["alex", "sam"])
        #expect(clocks.map(\.start.local.short) == ["2026-01-09T17:29", "2026-01-09T22:59"])
    }
}
