import CivilTime
import ControlAPI
import Household
import Ledger
import Planning
import TestKit
import Testing

@testable import Daemon

/// What the couple says and asks in their first days, over a real ledger and a clock that is set by hand.
@Suite struct UnderstoodTests {
    /// It is kept from Saturday 28 November 2026, 15:00 on.
    private static let config = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"
        [[partner]]
        id = "sam"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "check-in"
        schedule = { every = "day", at = "20:30" }
        duration = "10m"
        follow_up = "12h"

        [[ritual]]
        id = "date-night"
        needs = "both"
        schedule = { every = "week", on = "fri", at = "19:00" }
        duration = "3h"
        follow_up = "12h"

        [[ritual]]
        id = "tea"
        schedule = { every = "week", on = "tue", at = "16:00" }

        [[ritual]]
        id = "getaway"
        schedule = { every = "7 weeks", from = 2026-12-11, at = "19:00" }
        duration = "2d"
        """

    private let kept: KeptHouse

    init() async throws {
        kept = try await KeptHouse(Self.config, from: "2026-11-28T15:00:00Z")
    }

    private func say(_ route: ControlRoute, _ body: String) async throws -> OutcomeMessage {
        let answer = try await kept.router.respond(
            to: route,
            query: QueryItems([]),
            body: Array(body.utf8)
        )
        return try ControlJSON.read(OutcomeMessage.self, from: answer.utf8)
    }

    private func history() async throws -> HistoryMessage { try await kept.ask(.history) }

    @Test func `nothing from before the first start is meant, shown, or asked about`() async throws
    {
        let today = try await say(.done, #"{"ritual":"check-in"}"#)
        #expect(today.occurrence == "check-in@2026-11-28T20:30")
        for (route, body) in [
            (ControlRoute.done, #"{"ritual":"date-night","partner":"alex"}"#),
            (.skip, #"{"ritual":"tea"}"#),
        ] {
            let problem = await #expect(throws: Problem.self) { try await say(route, body) }
            #expect(problem?.detail.contains("is open now; the next is 2026-12") == true)
        }
        let agenda: TodayMessage = try await kept.ask(.today)
        #expect(agenda.occurrences.map(\.occurrence) == ["check-in@2026-11-28T20:30"])
        try await kept.wake(at: "2026-11-30T20:00:00Z")
        #expect(
            try await history().occurrences.map(\.occurrence) == [
                "check-in@2026-11-28T20:30", "check-in@2026-11-29T20:30",
            ]
        )
    }

    @Test func `what needs both is open until the other has said so`() async throws {
        try await kept.wake(at: "2026-12-04T19:00:00Z")
        let first = try await say(.done, #"{"ritual":"date-night","partner":"alex"}"#)
        #expect(first.waiting == ["sam"])
        let agenda: TodayMessage = try await kept.ask(.today)
        let date = try #require(agenda.occurrences.first { $0.ritual == "date-night" })
        #expect(date.done == ["alex"] && date.waiting == ["sam"] && date.state == .now)
        try await kept.wake(at: "2026-12-04T22:00:00Z")
        let entry = try await history().occurrences.first { $0.ritual == "date-night" }
        #expect(entry?.state == .open && entry?.waiting == ["sam"])
        let second = try await say(.done, #"{"ritual":"date-night","partner":"sam"}"#)
        #expect(second.state == .done && second.waiting == [])
    }

    @Test func `only what was asked about is missed, and done closes what came before`()
        async throws
    {
        for day in ["28", "29"] {
            try await kept.wake(at: "2026-11-\(day)T20:30:00Z")
        }
        // 28 November is asked about at 08:40 on the 29th, but the daemon is away until the evening.
        try await kept.wake(at: "2026-11-29T20:31:00Z")
        let done = try await say(.done, #"{"ritual":"check-in"}"#)
        #expect(done.closed == ["check-in@2026-11-28T20:30"])
        try await kept.wake(at: "2026-12-01T08:40:00Z")
        try await kept.wake(at: "2026-12-02T21:00:00Z")
        let states = Dictionary(
            try await history().occurrences.map { ("\($0.occurrence)", $0.state) },
            uniquingKeysWith: { $1 }
        )
        #expect(states["check-in@2026-11-29T20:30"] == .done)
        #expect(states["check-in@2026-11-30T20:30"] == .missed)
        #expect(
            states["tea@2026-12-01T16:00"] == .expired || states["tea@2026-12-01T16:00"] == .open
        )
    }

    @Test func `what lasts for days is there as long as it lasts`() async throws {
        for (now, isThere) in [
            ("2026-12-11T19:30:00Z", true), ("2026-12-12T12:00:00Z", true),
            ("2026-12-13T18:59:00Z", true), ("2026-12-13T19:00:00Z", false),
        ] {
            try await kept.wake(at: now)
            let rows: [OccurrenceMessage] = try await kept.ask(.upcoming)
            #expect(rows.contains { $0.occurrence == "getaway@2026-12-11T19:00" } == isThere)
            #expect(rows.map(\.instant) == rows.map(\.instant).sorted())
            let agenda: TodayMessage = try await kept.ask(.today)
            let entry = agenda.occurrences.first { $0.ritual == "getaway" }
            #expect(entry?.end.local.short == "2026-12-13T19:00")
            #expect(entry?.state == (isThere ? .now : .open))
        }
        try await kept.wake(at: "2026-12-14T12:00:00Z")
        let agenda: TodayMessage = try await kept.ask(.today)
        #expect(!agenda.occurrences.contains { $0.ritual == "getaway" })
    }

    @Test func `what was moved is found by both its dates`() async throws {
        _ = try await say(
            .move,
            #"{"ritual":"date-night","occurrence":"2026-12-04T19:00","to":"2026-12-05T19:00"}"#
        )
        for date in try ["2026-12-04", "2026-12-05"].map({ try CivilDate(parsing: $0) }) {
            let query = WhyQuery(ritual: "date-night", date: date).items
            let why: WhyMessage = try await kept.ask(.why, query)
            #expect(why.occurrences.map(\.occurrence) == ["date-night@2026-12-04T19:00"])
            #expect(why.occurrences.first?.start.local.short == "2026-12-05T19:00")
        }
        let problem = await #expect(throws: Problem.self) {
            try await say(
                .move,
                #"{"ritual":"date-night","occurrence":"2026-12-04T19:00","to":"2025-12-05T19:00"}"#
            )
        }
        #expect(problem?.detail.contains("2025-12-05T19:00 lies in the past") == true)
    }

    @Test func `a move by a week counts from where it stands`() async throws {
        let moved = try await say(
            .move,
            #"{"ritual":"date-night","occurrence":"2026-12-04T19:00","to":"2026-12-05T18:00"}"#
        )
        #expect(moved.to == .moved(try CivilDateTime(parsing: "2026-12-05T18:00")))
        let later = try await say(
            .move,
            #"{"ritual":"date-night","occurrence":"2026-12-04T19:00","for":"1 week"}"#
        )
        #expect(later.to == .moved(try CivilDateTime(parsing: "2026-12-12T18:00")))
        #expect(moved.from?.local.short == "2026-12-04T19:00")
        #expect(later.from?.local.short == "2026-12-05T18:00")
    }

    @Test func `a signal that nobody waits for is refused`() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await kept.router.respond(
                to: .signal,
                query: QueryItems([]),
                body: Array(#"{"name":"tpyo"}"#.utf8)
            )
        }
        #expect(problem?.kind == .unknownSignal)
        #expect(problem?.detail == "no ritual waits for a signal 'tpyo'; there is none")
    }

    @Test func `what was kept once has its name still`() async throws {
        let names: NamesMessage = try await kept.ask(.names)
        #expect(names.former.isEmpty)
    }

    @Test func `undo takes the last word back, be it a hold, its release or an answer`()
        async throws
    {
        let done = try await say(.done, #"{"ritual":"check-in"}"#)
        let until: TimePoint = "2026-12-03"
        try await kept.tell(.hold, HoldRequest(until: until), for: HoldMessage.self)
        let held: NextMessage = try await kept.ask(.next)
        #expect(held.next?.held == true)
        try await kept.tell(.release, ReleaseRequest(), for: HoldMessage.self)
        var undone: [UndoneWord] = []
        for _ in 1...3 {
            let answer = try await kept.tell(.undo, UndoRequest(), for: UndoMessage.self)
            undone.append(answer.undone)
        }
        #expect(undone == [.release, .hold, .done])
        let next: NextMessage = try await kept.ask(.next)
        #expect(next.next?.occurrence == done.occurrence)
        #expect(next.next?.held == false)
        #expect(try kept.ledger.holds(from: .distantPast, until: .distantFuture) == [])
        await #expect(throws: Problem.self) {
            try await kept.tell(.undo, UndoRequest(), for: UndoMessage.self)
        }
    }
}
