import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct ZoneLawTests {
    private func household(_ rule: String) throws -> Household {
        let zone = try Zone("Test/Land", rule: rule)
        return try .ofAlex(
            zone: zone,
            [
                .of("tea", .daily("19:00", "19:30"), zone: zone) { $0.lateWithin = try .of("2h") },
                .of("walk", .daily("22:00"), zone: zone),
            ]
        )
    }

    @Test func `a law that moves a time into the past lets nothing be lost`() throws {
        // At 18:45 by the old law it becomes 19:45: both teas are past, and neither was told.
        var keeper = try ModelKeeper(household("OLD-1"), from: "2026-01-09T17:45:00Z")
        keeper.reload(try household("NEW-2"))
        #expect(keeper.told == ["2026-01-09T17:45:00Z start of tea@2026-01-09T19:30 to alex"])
        #expect(keeper.decision("start", of: "tea@2026-01-09T19:00")?.verdict == .coalesced)
        try keeper.run(until: "2026-01-09T20:00:00Z")
        #expect(keeper.told.last == "2026-01-09T20:00:00Z start of walk@2026-01-09T22:00 to alex")
    }

    @Test(arguments: [false, true])
    func `a law that moves a time into the future lets nothing be told twice`(_ restarts: Bool)
        throws
    {
        var keeper = try ModelKeeper(household("OLD-2"), from: "2026-01-09T16:00:00Z")
        try keeper.run(until: "2026-01-09T17:15:00Z")
        let changed = try household("NEW-1")
        restarts ? keeper.restart(changed) : keeper.reload(changed)
        try keeper.run(until: "2026-01-09T19:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-09T17:00:00Z start of tea@2026-01-09T19:00 to alex",
                "2026-01-09T18:30:00Z start of tea@2026-01-09T19:30 to alex",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what was moved stays at its wall time`() throws {
        var keeper = try ModelKeeper(household("OLD-2"), from: "2026-01-09T08:00:00Z")
        try keeper.say(.moved(to: local("2026-01-09T23:00")), of: "walk@2026-01-09T22:00")
        keeper.reload(try household("NEW-1"))
        try keeper.run(until: "2026-01-09T23:00:00Z")
        #expect(keeper.told.last == "2026-01-09T22:00:00Z start of walk@2026-01-09T22:00 to alex")
    }
}
