import CivilTime
import ControlAPI
import Planning
import TestKit
import Testing

@testable import Daemon

/// What a calendar and a count are made of, over a real ledger: what is behind and what is ahead.
struct DaysTests {
    private static let config = """
        [household]
        time_zone = "UTC"
        streaks = false

        [[partner]]
        id = "alex"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "noon"
        title = "Noon"
        schedule = { every = "day", at = "12:00" }
        follow_up = "1h"
        late_within = "3h"

        [[ritual]]
        id = "tea"
        title = "Tea"
        schedule = { every = "week", on = "sun", at = "23:30" }
        late_within = "1d"

        """

    private func days(
        _ kept: KeptHouse,
        _ from: CivilDate,
        _ until: CivilDate,
        ritual: String? = nil
    ) async throws -> DaysMessage {
        let query = HistoryQuery(from: from, until: until, ritual: ritual)
        return try await kept.ask(.days, query.items)
    }

    private func post(_ kept: KeptHouse, _ route: ControlRoute, _ body: String) async throws {
        _ = try await kept.router.respond(to: route, query: QueryItems([]), body: Array(body.utf8))
    }

    private func words(_ days: DaysMessage) -> [String] {
        days.days.map { day in
            "\(day.date): " + day.marks.map { "\($0.ritual) \($0.state)" }.joined(separator: ", ")
        }
    }

    @Test func `what is behind and what is ahead is one list of days`() async throws {
        let kept = try await KeptHouse(Self.config)
        for day in ["09", "10", "11", "12"] {
            try await kept.wake(at: "2026-01-\(day)T12:00:00Z")
            if day == "09" {
                try await post(kept, .done, #"{"ritual":"noon"}"#)
            }
            try await kept.wake(at: "2026-01-\(day)T13:00:00Z")
        }
        try await post(kept, .skip, #"{"ritual":"noon","occurrence":"2026-01-14T12:00"}"#)
        try await post(
            kept,
            .move,
            #"{"ritual":"tea","occurrence":"2026-01-18T23:30","to":"2026-01-15T10:00"}"#
        )
        let days = try await days(kept, "2026-01-01", "2026-01-18")
        #expect(days.today == "2026-01-12" && !days.streaks)
        #expect(days.rituals.map(\.title) == ["Noon", "Tea"])
        #expect(
            words(days) == [
                "2026-01-09: noon done", "2026-01-10: noon missed",
                "2026-01-11: noon missed, tea open", "2026-01-12: noon open",
                "2026-01-13: noon ahead", "2026-01-14: noon skipped",
                "2026-01-15: tea moved, noon ahead", "2026-01-16: noon ahead",
                "2026-01-17: noon ahead", "2026-01-18: noon ahead",
            ]
        )
    }

    @Test func `what was moved out of a span is not in it, and into one is`() async throws {
        let kept = try await KeptHouse(Self.config)
        try await post(
            kept,
            .move,
            #"{"ritual":"tea","occurrence":"2026-02-01T23:30","to":"2026-01-30T10:00"}"#
        )
        #expect(
            try await words(days(kept, "2026-01-26", "2026-01-31", ritual: "tea"))
                == ["2026-01-30: tea moved"]
        )
        #expect(
            try await words(days(kept, "2026-02-01", "2026-02-08", ritual: "tea"))
                == ["2026-02-08: tea ahead"]
        )
    }

    @Test func `a hold that is to come is marked`() async throws {
        let kept = try await KeptHouse(Self.config)
        try await post(kept, .hold, #"{"ritual":"noon","until":"2026-01-11"}"#)
        #expect(
            try await words(days(kept, "2026-01-09", "2026-01-11", ritual: "noon"))
                == ["2026-01-09: noon held", "2026-01-10: noon held", "2026-01-11: noon ahead"]
        )
    }

    @Test func `an unknown ritual and a span that is too long are problems`() async throws {
        let kept = try await KeptHouse(Self.config)
        await #expect(throws: Problem.self) {
            try await days(kept, "2026-01-01", "2026-01-02", ritual: "nono")
        }
        await #expect(throws: Problem.self) { try await days(kept, "2010-01-01", "2026-01-02") }
        await #expect(throws: Problem.self) { try await days(kept, "2026-01-03", "2026-01-02") }
    }
}
