import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// A ritual that begins after so many kept weeks.
@Suite struct KeptWeeksTests {
    /// Five minutes each evening from Monday 5 January 2026; a deeper talk on Tuesdays after two kept weeks.
    private func household() throws -> Household {
        let monday = try CivilDate(parsing: "2026-01-05")
        let five = try Ritual.of("five", .daily("20:00"), zone: .utc)
        let deep = try Ritual.of("deep", .weekly(.tuesday, at: "21:00"), zone: .utc) {
            $0.afterKept = KeptWeeks(weeks: 2, from: monday, rituals: ["five"])
        }
        return try .ofAlex(zone: .utc, [five, deep])
    }

    private func keeper() throws -> ModelKeeper {
        try ModelKeeper(household(), from: "2026-01-05T00:00:00Z")
    }

    /// Says done on each of some dates of January, in the evening.
    private func keep(_ days: [Int], _ keeper: inout ModelKeeper) throws {
        for day in days {
            let date = "2026-01-\(day < 10 ? "0" : "")\(day)"
            try keeper.run(until: "\(date)T20:10:00Z")
            try keeper.say(.done, of: "five@\(date)T20:00")
        }
    }

    private func deep(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.told.filter { $0.key.occurrence.ritual == "deep" }
            .map { $0.key.occurrence.start.date.description }
    }

    @Test func `it begins the day after the second week that was kept`() throws {
        var keeper = try keeper()
        // Four of seven days are enough, and three are not.
        try keep([5, 6, 8, 10, 12, 13, 14], &keeper)
        try keeper.run(until: "2026-01-20T00:00:00Z")
        #expect(keeper.planner.plan.progress(of: "deep")?.kept == 1)
        #expect(keeper.planner.plan.progress(of: "deep")?.begins == nil)
        #expect(deep(keeper) == [])
        try keep([20, 21, 23, 24], &keeper)
        let progress = keeper.planner.plan.progress(of: "deep")
        #expect(progress?.kept == 2)
        #expect(progress?.begins == (try CivilDate(parsing: "2026-01-26")))
        try keeper.run(until: "2026-02-05T00:00:00Z")
        #expect(deep(keeper) == ["2026-01-27", "2026-02-03"])
        #expect(keeper.planner.plan.progress(of: "deep") == nil)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a hold between two kept weeks takes nothing back`() throws {
        var keeper = try keeper()
        try keep([5, 6, 7, 8], &keeper)
        try keeper.hold(until: "2026-01-19T00:00:00Z")
        try keeper.run(until: "2026-01-19T00:00:00Z")
        try keep([19, 20, 21, 22], &keeper)
        try keeper.run(until: "2026-02-01T00:00:00Z")
        #expect(deep(keeper) == ["2026-01-27"])
    }

    @Test func `a word taken back in time counts no longer`() throws {
        var keeper = try keeper()
        try keep([5, 6, 7, 8, 12, 13, 14, 15], &keeper)
        #expect(keeper.planner.plan.progress(of: "deep")?.begins != nil)
        try keeper.undo("five@2026-01-15T20:00")
        #expect(keeper.planner.plan.progress(of: "deep")?.kept == 1)
        try keeper.run(until: "2026-02-05T00:00:00Z")
        #expect(deep(keeper) == [])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `begun it stays on, also after a restart and where words are taken back`() throws {
        var keeper = try keeper()
        try keep([5, 6, 7, 8, 12, 13, 14, 15], &keeper)
        try keeper.run(until: "2026-01-20T22:00:00Z")
        try keeper.undo("five@2026-01-15T20:00")
        keeper.restart()
        try keeper.run(until: "2026-02-05T00:00:00Z")
        #expect(deep(keeper) == ["2026-01-20", "2026-01-27", "2026-02-03"])
        #expect(keeper.planner.plan.keptSince("deep") == (try instant("2026-01-19T00:00:00Z")))
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `while it waits, no word means it and nothing of it is asked`() throws {
        let keeper = try keeper()
        #expect(throws: UnclearOccurrence.self) {
            try keeper.planner.plan.occurrence(of: "deep", named: nil, at: keeper.now)
        }
        #expect(throws: UnclearOccurrence.self) {
            try keeper.planner.plan.occurrence(
                of: "deep",
                named: local("2026-01-06T21:00"),
                at: keeper.now
            )
        }
        #expect(keeper.planner.plan.keptSince("deep") == nil)
        let coming = Agenda(keeper.planner.plan)
            .upcoming(after: keeper.now, count: 3, ritual: "deep")
        #expect(coming == [])
    }
}
