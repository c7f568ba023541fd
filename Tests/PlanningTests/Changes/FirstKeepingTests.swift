import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// A clock that was set far back and then right, as where the battery of the board is empty.
@Suite struct FirstKeepingTests {
    private func household() throws -> Household {
        try couple(
            .utc,
            [
                .of("walk", .daily("10:00"), zone: .utc) { ritual in
                    ritual.ladder = try .of(["2h", "0m"], followUp: "1h")
                },
                .of("date", .weekly(.friday, at: "19:00"), zone: .utc),
                .of("trip", .on("2025-05-05T10:00", "2029-07-05T10:00"), zone: .utc),
            ]
        )
    }

    /// A couple that began in 2029, half a year later.
    private func keeper() throws -> ModelKeeper {
        var keeper = try ModelKeeper(household(), from: "2029-01-01T00:00:00Z")
        try keeper.run(until: "2029-06-01T12:00:00Z")
        return keeper
    }

    private func check(_ keeper: ModelKeeper) throws {
        let first = try instant("2029-01-01T00:00:00Z")
        #expect(keeper.ledger.decisions.values.filter { $0.due < first }.map(\.key) == [])
        #expect(keeper.ledger.lapses.filter { $0.after < first } == [])
        #expect(keeper.ledger.breaches == [])
        let stages = keeper.stages(from: "2029-01-01T00:00:00Z")
        #expect(stages.filter { !keeper.isDecided($0.key, due: $0.value) }.isEmpty)
    }

    @Test(arguments: ["1970-01-01T00:01:00Z", "2022-03-01T09:00:00Z", "2028-12-01T09:00:00Z"])
    func `nothing is decided from before a ritual was first kept`(_ wrong: String) throws {
        var keeper = try keeper()
        let told = keeper.told
        try keeper.wake(at: wrong)
        keeper.restart()
        try keeper.wake(at: "2029-06-01T12:10:00Z")
        keeper.restart()
        #expect(keeper.told == told)
        try keeper.run(until: "2029-06-02T20:00:00Z")
        #expect(
            keeper.told.dropFirst(told.count).filter { $0.hasSuffix("alex") } == [
                "2029-06-01T19:00:00Z start of date@2029-06-01T19:00 to alex",
                "2029-06-02T08:00:00Z lead:2h of walk@2029-06-02T10:00 to alex",
                "2029-06-02T10:00:00Z start of walk@2029-06-02T10:00 to alex",
                "2029-06-02T11:00:00Z follow_up of walk@2029-06-02T10:00 to alex",
            ]
        )
        try check(keeper)
    }

    @Test func `what fell due while the clock was wrong is late or expired as ever`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2022-03-01T00:00:00Z")
        try keeper.wake(at: "2030-01-04T20:00:00Z")
        #expect(keeper.decision("start", of: "date@2030-01-04T19:00")?.nudgeID != nil)
        #expect(keeper.decision("start", of: "trip@2029-07-05T10:00")?.verdict == .expired)
        #expect(keeper.ledger.lapses.map(\.ritual) == ["walk", "date"])
        try check(keeper)
    }

    @Test func `while the clock is wrong its own times are told`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2022-03-01T09:00:00Z")
        try keeper.run(until: "2022-03-01T10:30:00Z")
        #expect(keeper.decision("start", of: "walk@2022-03-01T10:00")?.verdict == .fired)
        #expect(keeper.ledger.kept["walk"] == (try instant("2022-03-01T10:00:00Z")))
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what was first kept under a clock far ahead is kept when it comes back`() throws {
        var keeper = try ModelKeeper(household(), from: "2038-01-01T00:00:00Z")
        try keeper.wake(at: "2026-01-09T09:00:00Z")
        try keeper.run(until: "2026-01-09T12:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-01-09T10:00")?.verdict == .fired)
        keeper.restart()
        try keeper.wake(at: "2026-01-14T20:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-01-11T10:00")?.verdict == .expired)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `nobody asks about, or means, what was over before it was kept`() throws {
        var keeper = try ModelKeeper(household(), from: "2029-01-01T10:30:00Z")
        let planner = keeper.planner
        let walk = try #require(OccurrenceKey(parsing: "walk@2029-01-01T10:00"))
        #expect(planner.plan.isBeforeKeeping(walk))
        #expect(
            throws: UnclearOccurrence.nothingOpen(
                ritual: "walk",
                next: try local("2029-01-02T10:00")
            )
        ) {
            try planner.plan.occurrence(of: "walk", named: nil, at: keeper.now)
        }
        let named = #expect(throws: UnclearOccurrence.self) {
            try planner.plan.occurrence(of: "walk", named: walk.start, at: keeper.now)
        }
        #expect(
            named?.description == "'walk' was not kept yet at 2029-01-01T10:00; "
                + "it is kept since 2029-01-01T10:30"
        )
        try keeper.run(until: "2029-01-02T12:00:00Z")
        keeper.restart()
        #expect(
            keeper.told.filter { $0.contains("follow_up") && $0.hasSuffix("alex") } == [
                "2029-01-02T11:00:00Z follow_up of walk@2029-01-02T10:00 to alex"
            ]
        )
        #expect(
            !keeper.planner.plan.isBeforeKeeping(
                OccurrenceKey(ritual: "walk", start: try local("2029-01-02T10:00"))
            )
        )
    }

    @Test func `a ritual that was given up and comes back was kept before`() throws {
        var keeper = try keeper()
        keeper.reload(try couple(.utc, []))
        try keeper.run(until: "2029-06-10T12:00:00Z")
        keeper.reload(try household())
        #expect(keeper.ledger.kept["walk"] == (try instant("2029-01-01T00:00:00Z")))
    }
}
