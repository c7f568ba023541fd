import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct DoneTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper(needs: Needs = .anyone) throws -> ModelKeeper {
        let ritual = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.duration = try .of("3h")
            ritual.ladder = try .of(["1d", "0m"], followUp: "12h")
            ritual.needs = needs
        }
        return try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-05T00:00:00Z")
    }

    @Test func `done before it is due cancels what is left, at once and for both`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        let step = try keeper.say(.done, of: key, by: "alex")
        #expect(step.withdrawals == [Withdrawal(occurrence: step.outcomes[0].occurrence)])
        #expect(
            keeper.verdicts(key) == [
                "lead:1d alex: fired", "lead:1d sam: fired", "start alex: cancelled",
                "start sam: cancelled", "follow_up alex: cancelled", "follow_up sam: cancelled",
            ]
        )
        #expect(keeper.decision("start", of: key)?.reason == "done, said alex")
        try keeper.run(until: "2026-01-10T20:00:00Z")
        #expect(keeper.verdicts(key).count == 6)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `where both are needed one partner's done is for that partner alone`() throws {
        var keeper = try keeper(needs: .all)
        try keeper.run(until: "2026-01-09T20:00:00Z")
        let step = try keeper.say(.done, of: key, by: "alex")
        let occurrence = try #require(OccurrenceKey(parsing: key))
        #expect(step.withdrawals == [Withdrawal(occurrence: occurrence, partner: "alex")])
        #expect(keeper.planner.plan.doneInPart(occurrence)?.waiting == ["sam"])
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.decision("follow_up", of: key, for: "alex")?.verdict == .cancelled)
        #expect(keeper.decision("follow_up", of: key, for: "sam")?.verdict == .fired)
        let last = try keeper.say(.done, of: key, by: "sam")
        #expect(last.withdrawals == [Withdrawal(occurrence: occurrence)])
        #expect(keeper.planner.plan.state(of: occurrence, at: keeper.now) == .done)
        #expect(keeper.planner.plan.doneInPart(occurrence) == nil)
    }

    @Test func `one partner may skip for both, whoever is needed`() throws {
        var keeper = try keeper(needs: .all)
        try keeper.say(.skipped, of: key, by: "sam")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        let ladder = keeper.ledger.decisions.values.filter { $0.key.stage.kind != .notice }
        #expect(ladder.allSatisfy { $0.verdict == .cancelled })
        #expect(keeper.decision("start", of: key)?.reason == "skipped, said sam")
    }

    @Test func `done early never shifts the next one`() throws {
        var keeper = try keeper()
        try keeper.say(.done, of: key)
        try keeper.run(until: "2026-01-17T00:00:00Z")
        #expect(
            keeper.told.filter { $0.contains("to alex") } == [
                "2026-01-15T19:00:00Z lead:1d of date@2026-01-16T19:00 to alex",
                "2026-01-16T19:00:00Z start of date@2026-01-16T19:00 to alex",
            ]
        )
    }

    @Test func `one far ahead can be done, and is remembered over a restart`() throws {
        var keeper = try keeper()
        try keeper.say(.skipped, of: "date@2026-03-06T19:00")
        keeper.restart()
        try keeper.run(until: "2026-03-14T00:00:00Z")
        #expect(keeper.verdicts("date@2026-03-06T19:00").allSatisfy { $0.hasSuffix("cancelled") })
        #expect(keeper.verdicts("date@2026-03-06T19:00").count == 6)
        #expect(keeper.verdicts("date@2026-02-27T19:00").first == "lead:1d alex: fired")
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `done and then moved stays done, and nothing is decided again`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T20:00:00Z")
        try keeper.say(.done, of: key)
        try keeper.say(.moved(to: local("2026-01-10T19:00")), of: key)
        try keeper.run(until: "2026-01-15T00:00:00Z")
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.verdicts(key).filter { $0.hasSuffix("fired") }.count == 4)
        #expect(!keeper.told.contains { $0.contains("2026-01-10T19:00:00Z") })
    }
}
