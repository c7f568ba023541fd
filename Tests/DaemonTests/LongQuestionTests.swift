import CivilTime
import ControlAPI
import Foundation
import Ledger
import Household
import Planning
import Settings
import SystemZones
import TestKit
import Testing

@testable import Daemon

/// Questions whose whole answer would be endless.
struct LongQuestionTests {
    /// A house with a ritual every minute.
    private func keep(_ text: String = config) async throws -> KeptHouse {
        try await KeptHouse(text)
    }

    private static let config = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "minute"
        title = "Minute"
        schedule = { calendar = "*:0/1" }

        """

    @Test func `upcoming has a thousand rows at most, however many days are asked for`()
        async throws
    {
        let kept = try await keep()
        let rows = try await kept.ask(
            .upcoming,
            QueryItems(["days": "700"]),
            for: [OccurrenceMessage].self
        )
        #expect(rows.count == 1_000)
        #expect(rows.first?.instant == "2026-01-09T10:01:00Z")
        #expect(rows.last?.instant == "2026-01-10T02:40:00Z")
    }

    @Test func `a count beyond a thousand is refused`() async throws {
        let kept = try await keep()
        let problem = await #expect(throws: Problem.self) {
            try await kept.ask(
                .upcoming,
                QueryItems(["count": "1001"]),
                for: [OccurrenceMessage].self
            )
        }
        #expect(problem?.status == 400)
    }

    @Test func `today shows the thousand that start nearest to now`() async throws {
        let more =
            try Self.config.replaced("\"minute\"", by: "\"moment\"")
            .split(separator: "[[ritual]]").last ?? ""
        let kept = try await keep(Self.config + "[[ritual]]" + more)
        let today = try await kept.ask(.today, for: TodayMessage.self)
        #expect(today.occurrences.count == 1_000)
        let starts = today.occurrences.map(\.occurrence)
        let isSorted = today.occurrences.map(\.instant) == today.occurrences.map(\.instant).sorted()
        #expect(isSorted)
        let isFirst = starts.first == "minute@2026-01-09T10:01"
        #expect(isFirst)
        let isCut = !starts.contains("minute@2026-01-09T23:59")
        #expect(isCut)
    }

    @Test func `why shows the thousand about now, each with what will be decided of it`()
        async throws
    {
        let kept = try await keep()
        let why = try await kept.ask(
            .why,
            QueryItems(["ritual": "minute", "date": "2026-01-09"]),
            for: WhyMessage.self
        )
        #expect(why.occurrences.count == 1_000)
        let ahead = why.occurrences.flatMap(\.ahead)
        #expect(ahead.count >= 400)
        #expect(ahead.allSatisfy { $0.decision == .fired && $0.channels == ["one"] })
    }

    @Test func `why finds the latest of a ritual that comes every minute`() async throws {
        let kept = try await keep()
        let why = try await kept.ask(.why, QueryItems(["ritual": "minute"]), for: WhyMessage.self)
        #expect(why.date == "2026-01-09")
    }

    @Test func `history counts all of a span, and shows the latest thousand`() async throws {
        let kept = try await keep()
        for hour in 11...23 {
            try kept.house.clock.set("2026-01-09T\(hour):00:00Z")
            await kept.planning.wake()
        }
        for hour in 10...19 {
            try kept.house.clock.set("2026-01-10T\(hour):00:00Z")
            await kept.planning.wake()
        }
        await kept.outbox.settled()
        let history = try await kept.ask(
            .history,
            QueryItems(["days": "2"]),
            for: HistoryMessage.self
        )
        #expect(history.occurrences.count == 1_000)
        let counts = history.counts
        let all = [
            counts.done, counts.skipped, counts.missed, counts.open, counts.held, counts.expired,
            counts.absorbed,
        ].reduce(0, +)
        #expect(all > 1_000)
        let last = history.occurrences.last?.occurrence
        #expect(last == "minute@2026-01-10T19:00")
    }

    @Test func `check says up to where its thousand changes hold`() async throws {
        let kept = try await keep()
        let text = try Self.config.replaced("\"Minute\"", by: "\"Moment\"")
        let request = CheckRequest(file: "b.toml", text: text, days: 3)
        let changes = try await kept.tell(.check, request, for: PlanChangesMessage.self)
        #expect(changes.changes.count == 1_000)
        #expect(!changes.complete)
        #expect(changes.until == "2026-01-10T02:41:00Z")
    }

    @Test(
        arguments: [
            (.upcoming, ["days": "700"]), (.why, ["ritual": "minute"]),
            (.today, [:]), (.history, [:]),
        ] as [(ControlRoute, [String: String])]
    )
    func `a question that nobody waits for any more ends at once`(
        route: ControlRoute,
        query: [String: String]
    ) async throws {
        let kept = try await keep()
        let asked = Task { () -> Problem? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(Problem) {
                _ = try await kept.router.respond(
                    to: route,
                    query: QueryItems(query.map { QueryItems.Item(name: $0.key, value: $0.value) }),
                    body: []
                )
                return nil
            } catch {
                return error
            }
        }
        let problem = await asked.value
        #expect(problem?.detail == "the request was cancelled before it was answered")
    }

    @Test func `a forecast that nobody waits for any more ends within a turn`() async throws {
        let planner = try await keep().planning.planner
        let forecast = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Forecast(planner, until: .distantFuture, limit: .max).decisions.count
        }
        await #expect(throws: CancellationError.self) { try await forecast.value }
    }

    @Test func `a forecast of a bounded number goes on where it is wanted`() async throws {
        let planner = try await keep().planning.planner
        let forecast = try await Forecast(planner, until: .distantFuture, limit: 600)
        #expect(forecast.decisions.count == 600)
    }
}
