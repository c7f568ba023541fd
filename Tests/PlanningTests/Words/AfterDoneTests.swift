import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// Rituals that count from when they were done.
@Suite struct AfterDoneTests {
    /// Every two weeks at ten, told a day before and at the start, asked about the day after.
    private func keeper(
        _ schedule: Schedule? = nil,
        needs: Needs = .anyone
    ) throws -> ModelKeeper {
        let step = try AnchoredStep(
            every: 2,
            .weeks,
            from: CivilDate(parsing: "2026-01-06"),
            at: [ClockTime(parsing: "10:00")]
        )
        let ritual = try Ritual.of("haircut", schedule ?? .every(step), zone: .utc) { ritual in
            ritual.repeats = .afterDone
            ritual.ladder = try .of(["1d", "0m"], followUp: "1d")
            ritual.needs = needs
        }
        return try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-01T00:00:00Z")
    }

    private func starts(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.told.filter { $0.key.stage == .start && $0.key.partner == "alex" }
            .map(\.key.occurrence.description)
    }

    @Test func `nothing said, it goes by its schedule`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-05T00:00:00Z")
        #expect(
            starts(keeper) == [
                "haircut@2026-01-06T10:00", "haircut@2026-01-20T10:00", "haircut@2026-02-03T10:00",
            ]
        )
    }

    @Test(arguments: [true, false])
    func `done late, the next comes a step after the date it was said`(_ restarts: Bool) throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T22:00:00Z")
        try keeper.say(.done, of: "haircut@2026-01-06T10:00", by: "sam")
        if restarts { keeper.restart() }
        #expect(keeper.planner.nextDue == (try instant("2026-01-22T10:00:00Z")))
        try keeper.run(until: "2026-02-08T00:00:00Z")
        #expect(
            starts(keeper) == [
                "haircut@2026-01-06T10:00", "haircut@2026-01-23T10:00", "haircut@2026-02-06T10:00",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `done early, it is counted from then, and what had begun is cancelled`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-19T12:00:00Z")
        #expect(keeper.decision("lead:1d", of: "haircut@2026-01-20T10:00")?.verdict == .fired)
        // The one of the sixth was forgotten; done on the nineteenth means the one of the twentieth.
        let step = try keeper.say(.done, of: "haircut@2026-01-20T10:00")
        #expect(step.decisions.count == 4)
        try keeper.run(until: "2026-02-08T00:00:00Z")
        #expect(starts(keeper) == ["haircut@2026-01-06T10:00", "haircut@2026-02-02T10:00"])
        #expect(keeper.decision("start", of: "haircut@2026-01-20T10:00")?.verdict == .cancelled)
    }

    @Test func `an answer to an older one takes the place of what was to come`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-19T12:00:00Z")
        let step = try keeper.say(.done, of: "haircut@2026-01-06T10:00")
        let next = try #require(OccurrenceKey(parsing: "haircut@2026-01-20T10:00"))
        #expect(step.withdrawals.contains(Withdrawal(occurrence: next)))
        #expect(
            keeper.decision("start", of: "haircut@2026-01-20T10:00")?.reason
                == "counted anew from done at 2026-01-19T12:00"
        )
        try keeper.run(until: "2026-02-03T00:00:00Z")
        #expect(starts(keeper) == ["haircut@2026-01-06T10:00", "haircut@2026-02-02T10:00"])
        #expect(keeper.planner.plan.shown(next) == nil)
    }

    @Test func `taken back, all is as if it had not been said`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-19T12:00:00Z")
        try keeper.say(.done, of: "haircut@2026-01-06T10:00")
        keeper.restart()
        let step = try keeper.undo("haircut@2026-01-06T10:00")
        #expect(step.annulled.count == 4)
        try keeper.run(until: "2026-02-03T12:00:00Z")
        #expect(
            starts(keeper) == [
                "haircut@2026-01-06T10:00", "haircut@2026-01-20T10:00", "haircut@2026-02-03T10:00",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `done twice, and taken back and said again, counts once`() throws {
        var keeper = try keeper(needs: .all)
        let key = "haircut@2026-01-06T10:00"
        try keeper.run(until: "2026-01-07T12:00:00Z")
        try keeper.say(.done, of: key, by: "alex")
        #expect(keeper.planner.nextDue == (try instant("2026-01-19T10:00:00Z")))
        try keeper.run(until: "2026-01-08T12:00:00Z")
        try keeper.say(.done, of: key, by: "sam")
        #expect(keeper.planner.nextDue == (try instant("2026-01-21T10:00:00Z")))
        try keeper.say(.done, of: key, by: "sam")
        try keeper.undo(key, by: "sam")
        try keeper.undo(key, by: "sam")
        #expect(keeper.planner.nextDue == (try instant("2026-01-19T10:00:00Z")))
        try keeper.say(.done, of: key, by: "sam")
        #expect(keeper.planner.nextDue == (try instant("2026-01-21T10:00:00Z")))
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `skipped early, it is not due again before its own time`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-02T12:00:00Z")
        try keeper.say(.skipped, of: "haircut@2026-01-06T10:00")
        try keeper.run(until: "2026-01-21T00:00:00Z")
        #expect(starts(keeper) == ["haircut@2026-01-20T10:00"])
    }

    @Test func `hours are counted from the moment`() throws {
        let start = try instant("2026-01-02T08:00:00Z")
        var keeper = try keeper(.elapsed(ElapsedStep(step: .seconds(50 * 3_600), anchor: start)))
        try keeper.run(until: "2026-01-02T09:30:00Z")
        try keeper.say(.done, of: "haircut@2026-01-02T08:00")
        try keeper.run(until: "2026-01-05T00:00:00Z")
        #expect(starts(keeper).last == "haircut@2026-01-04T11:30")
    }

    @Test func `an answer of long ago is still what is counted from`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T22:00:00Z")
        try keeper.say(.done, of: "haircut@2026-01-06T10:00")
        try keeper.run(until: "2028-01-01T00:00:00Z")
        keeper.restart()
        let due = try #require(keeper.planner.nextDue)
        // A Friday, as the ninth of January 2026 was.
        #expect(due == (try instant("2028-01-06T10:00:00Z")))
    }
}
