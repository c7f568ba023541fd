import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// Households with many rituals.
@Suite struct ManyRitualsTests {
    private func planner(_ count: Int) throws -> Planner {
        let rituals = try (0..<count).map { number in
            let time = ClockTime(secondOfDay: number * 37 % 1_440 * 60)
            let step = try AnchoredStep(every: 1, .days, at: [time])
            return try Ritual.of("r-\(number)", .every(step), zone: .utc)
        }
        return Planner(
            try .ofAlex(zone: .utc, rituals),
            memory: PlannerMemory(),
            now: try instant("2026-01-08T23:59:59Z")
        )
    }

    @Test(arguments: [1, 33, 3_000])
    func `each is decided once a day at its own time`(_ count: Int) throws {
        var planner = try planner(count)
        var decided: Set<StageKey> = []
        var told = 0
        while let due = planner.nextDue, due < (try instant("2026-01-10T00:00:00Z")) {
            #expect(due > planner.through)
            let step = planner.handle(.timeReached(due))
            #expect(step.decisions.allSatisfy { $0.due == due && !decided.contains($0.key) })
            #expect(step.decisions.filter { $0.nudge != nil }.count == 1)
            decided.formUnion(step.decisions.map(\.key))
            told += 1
        }
        #expect(decided.count == count)
        #expect(told == min(count, 1_440))
    }

    @Test func `a copy that is kept stays as it was`() throws {
        var planner = try planner(100)
        let kept = planner
        let first = try #require(planner.nextDue)
        let step = planner.handle(.timeReached(first))
        #expect(kept.nextDue == first)
        #expect(kept.through < first)
        var again = kept
        #expect(again.handle(.timeReached(first)) == step)
        #expect(again.nextDue == planner.nextDue)
    }
}
