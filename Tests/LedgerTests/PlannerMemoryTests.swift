import CivilTime
import Ledger
import Delivery
import Household
import Planning
import TestKit
import Testing

/// What every ledger remembers for a planner beside decisions and words.
@Suite struct `The memory of a ledger` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a ritual is kept since the first time that was named`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let now = try instant(evening)
        var first = try step()
        first.kept = ["tea": now, "talk": now]
        try ledger.record(first)
        var second = try step()
        second.kept = ["tea": now + .seconds(60), "talk": now - .seconds(60), "walk": now]
        try ledger.record(second)
        #expect(
            try ledger.memory(at: now).kept
                == ["tea": now, "talk": now - .seconds(60), "walk": now]
        )
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a step that is refused leaves nothing of it`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(step([decision()]))
        var refused = try step([decision()])
        refused.kept = ["tea": try instant(evening)]
        #expect(throws: LedgerError.self) { try ledger.record(refused) }
        #expect(try ledger.memory(at: instant(evening)).kept == [:])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what a clock ahead has written shows up to where all was decided before it`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let now = try instant(evening)
        #expect(try ledger.memory(at: now).beforeLeap == nil)
        try ledger.record(step([decision()]))
        // The clock was right as far as anybody can tell.
        #expect(try ledger.memory(at: now + .seconds(3_600)).beforeLeap == nil)
        var ahead = PlannerStep(through: now + .seconds(86_400 * 365))
        let talk = try occurrence("talk@2026-01-09T19:30")
        let key = StageKey(occurrence: talk, stage: .start, partner: "alex")
        ahead.decisions = [
            Decision(
                key: key,
                due: now + .seconds(1_800),
                decided: ahead.through,
                verdict: .expired,
                reason: "a year late"
            )
        ]
        try ledger.record(ahead)
        let memory = try ledger.memory(at: now + .seconds(3_600))
        #expect(memory.beforeLeap == now)
        #expect(memory.decidedAhead == [key: .expired])
        #expect(memory.decided == [try decision().key])
        // Nothing was written by then.
        let before = now - .seconds(86_400)
        #expect(try ledger.memory(at: before).beforeLeap == before)
    }
}
