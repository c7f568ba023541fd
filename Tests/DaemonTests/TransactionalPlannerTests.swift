import CivilTime
import Household
import Planning
import Testing

@testable import Daemon
@testable import Ledger

@Suite struct TransactionalPlannerTests {
    @Test func `what is said first after the clock was set back counts by the time it shows`()
        throws
    {
        let house = try House()
        let ledger = try house.openLedger()
        let start = try Instant(parsing: "2026-01-09T10:00:00Z")
        var kept = try TransactionalPlanner(House.couple(), ledger: ledger, now: start)
        _ = try kept.reach(start, always: true)
        _ = try kept.reach(start + .seconds(2 * 3_600))
        let leap = try Instant(parsing: "2036-01-09T10:00:00Z")
        _ = try kept.reach(leap)

        let noon = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
        let now = start + .seconds(2 * 3_600 + 600)
        let until = now + .seconds(1_200)
        let word = Outcome(occurrence: noon, kind: .snoozed(until: until), said: now)
        let result = try kept.take(.said(word), at: now)
        #expect(result.turnedBack == leap)
        #expect(result.step.through == now)
        #expect(kept.planner.nextDue == until)
        _ = try kept.reach(until)
        let again = try ledger.decisions(about: noon).last
        #expect(again?.key.stage == .snooze(1))
        #expect(again?.verdict == .fired)
    }
}
