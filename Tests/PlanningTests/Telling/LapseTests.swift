import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// A computer that was off for years.
@Suite struct LapseTests {
    private func household() throws -> Household {
        try couple(
            .utc,
            [
                .of("walk", .daily("10:00"), zone: .utc) { ritual in
                    ritual.ladder = try .of(["2h", "0m"], followUp: "1h")
                },
                .of("date", .weekly(.friday, at: "19:00"), zone: .utc),
            ]
        )
    }

    @Test func `what passed is given up in a span, and each stage has a verdict`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.run(until: "2026-01-10T12:00:00Z")
        try keeper.wake(at: "2046-01-10T12:00:00Z")
        #expect(keeper.ledger.lapses.map(\.ritual) == ["walk", "date"])
        #expect(keeper.ledger.decisions.count < 400)
        let stages = keeper.stages(from: "2026-01-01T00:00:00Z")
        #expect(stages.count > 40_000)
        #expect(stages.filter { !keeper.isDecided($0.key, due: $0.value) }.isEmpty)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `why answers for an occurrence in it`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.hold("walk", until: "2026-03-01T00:00:00Z", reason: "exams")
        try keeper.run(until: "2026-01-10T12:00:00Z")
        try keeper.wake(at: "2046-01-10T12:00:00Z")
        let verdicts = try ["2030-05-05", "2026-02-05", "2046-01-10"].map { date in
            let key = try #require(OccurrenceKey(parsing: "walk@\(date)T10:00"))
            let own = keeper.ledger.decisions.keys.filter { $0.occurrence == key }
            return keeper.planner.plan.expired(of: key, in: keeper.ledger.lapses, decided: Set(own))
                .filter { $0.key.partner == "alex" }
                .map { "\($0.key.stage) \($0.verdict) \($0.reason)" }
        }
        #expect(verdicts[0].first == "lead:2h expired 5729 d 4 h late, after a long absence")
        #expect(verdicts[0].count == 3)
        #expect(verdicts[1].last == "follow_up held on hold until 2026-03-01T00:00")
        #expect(verdicts[2] == [])
    }

    @Test func `a clock that leaps and comes back leaves no gap`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.wake(at: "2038-01-01T00:00:00Z")
        #expect(!keeper.ledger.lapses.isEmpty)
        try keeper.wake(at: "2026-01-02T00:00:00Z")
        #expect(keeper.ledger.lapses.allSatisfy { $0.through == keeper.now })
        try keeper.run(until: "2026-01-20T12:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-01-05T10:00")?.verdict == .fired)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what was said of one in it is kept`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.say(.skipped, of: "walk@2026-04-01T10:00")
        try keeper.wake(at: "2036-01-01T00:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-04-01T10:00")?.verdict == .cancelled)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a short absence is decided one by one`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.wake(at: "2026-02-20T00:00:00Z")
        #expect(keeper.ledger.lapses == [])
        #expect(keeper.decision("start", of: "walk@2026-01-05T10:00")?.verdict == .expired)
    }
}
