import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// What one *done* closes, early or late.
@Suite struct OverdueTests {
    private func keeper(needs: Needs = .anyone) throws -> ModelKeeper {
        let ritual = try Ritual.of("check-in", .daily("20:30"), zone: .utc) { ritual in
            ritual.ladder = try .of(["0m"], followUp: "12h", nag: (every: "1d", atMost: 3))
            ritual.needs = needs
        }
        return try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-05T00:00:00Z")
    }

    @Test func `done for an overdue daily closes the overdue ones with one word`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-07T21:00:00Z")
        let key = try keeper.planner.plan.occurrence(of: "check-in", named: nil, at: keeper.now)
        #expect(key.description == "check-in@2026-01-07T20:30")
        let step = keeper.say(.done, of: key, by: "alex")
        let withdrawn = step.withdrawals.map(\.occurrence.start.date.day).sorted()
        #expect(withdrawn.suffix(3) == [5, 6, 7])
        let nag = keeper.decision("nag:3", of: "check-in@2026-01-05T20:30", for: "sam")
        #expect(nag?.verdict == .cancelled)
        #expect(nag?.reason == "done, said alex, of check-in@2026-01-07T20:30")
        try keeper.run(until: "2026-01-08T20:00:00Z")
        #expect(keeper.told.last?.hasPrefix("2026-01-07T20:30:00Z") == true)
        let first = try #require(OccurrenceKey(parsing: "check-in@2026-01-05T20:30"))
        #expect(keeper.planner.plan.state(of: first, at: keeper.now) == .passed)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `taken back, they are asked about again`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-07T21:00:00Z")
        try keeper.say(.done, of: "check-in@2026-01-07T20:30")
        keeper.restart()
        try keeper.undo("check-in@2026-01-07T20:30")
        try keeper.run(until: "2026-01-12T00:00:00Z")
        let verdicts = keeper.verdicts("check-in@2026-01-05T20:30")
        #expect(!verdicts.contains { $0.hasSuffix("cancelled") })
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])
    }

    @Test func `where both are needed it closes them for the one who said it`() throws {
        var keeper = try keeper(needs: .all)
        try keeper.run(until: "2026-01-06T21:00:00Z")
        try keeper.say(.done, of: "check-in@2026-01-06T20:30", by: "alex")
        let nags = ["alex", "sam"].map {
            keeper.decision("nag:2", of: "check-in@2026-01-05T20:30", for: $0)?.verdict
        }
        #expect(nags == [.cancelled, nil])
    }

    @Test func `a weekly one is asked about by itself`() throws {
        let ritual = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["0m"], followUp: "12h", nag: (every: "3d", atMost: 3))
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-16T20:00:00Z")
        try keeper.say(.done, of: "date@2026-01-16T19:00")
        #expect(keeper.decision("nag:3", of: "date@2026-01-09T19:00") == nil)
    }

    @Test(arguments: [
        ("2026-02-21T12:00:00Z", "getaway@2026-01-30T17:00"),
        ("2026-03-10T12:00:00Z", "getaway@2026-03-20T17:00"),
        ("2026-03-25T12:00:00Z", "getaway@2026-03-20T17:00"),
    ])
    func `inside the window done means that one, and the rest of its ladder is silent`(
        _ now: String,
        _ key: String
    ) throws {
        let step = try AnchoredStep(
            every: 7,
            .weeks,
            from: CivilDate(parsing: "2026-01-30"),
            at: [ClockTime(parsing: "17:00")]
        )
        let ritual = try Ritual.of("getaway", .every(step), zone: .utc) { ritual in
            ritual.duration = try .of("2 days")
            ritual.flex = try .of("10d")
            ritual.ladder = try .of(["3d", "0m"], followUp: "7d")
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-20T00:00:00Z")
        try keeper.run(until: now)
        let meant = try keeper.planner.plan.occurrence(of: "getaway", named: nil, at: keeper.now)
        #expect(meant.description == key)
        keeper.say(.done, of: meant)
        let before = keeper.ledger.told.count
        try keeper.run(until: "2026-04-05T00:00:00Z")
        let after = keeper.ledger.told.dropFirst(before).map(\.key.occurrence)
        #expect(!after.contains(meant))
        #expect(keeper.planner.plan.state(of: meant, at: keeper.now) == .done)
    }
}
