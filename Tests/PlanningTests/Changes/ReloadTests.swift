import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct ReloadTests {
    private let walk = "walk@2026-01-09T23:00"

    private func household(quiet: String? = nil, duration: String = "0m", at: String = "23:00")
        throws
        -> Household
    {
        let ritual = try Ritual.of("walk", .daily(at), zone: .utc) { ritual in
            ritual.duration = try .of(duration)
            ritual.ladder = try .of(["0m"], followUp: "10m")
        }
        return try .ofAlex(zone: .utc, quiet: quiet, [ritual])
    }

    @Test(arguments: [false, true])
    func `what was told is not told again when new quiet hours give it a later time`(
        _ restarts: Bool
    ) throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-09T23:30:00Z")
        let changed = try household(quiet: "22:00-07:00")
        restarts ? keeper.restart(changed) : keeper.reload(changed)
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.told.count == 2)
    }

    @Test(arguments: [false, true])
    func `a question asked is not asked again when the ritual grows longer`(_ restarts: Bool) throws
    {
        var keeper = try ModelKeeper(household(), from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-09T23:30:00Z")
        let changed = try household(duration: "3h")
        restarts ? keeper.restart(changed) : keeper.reload(changed)
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(keeper.ledger.breaches == [])
        #expect(
            keeper.decision("follow_up", of: walk)?.due == (try instant("2026-01-09T23:10:00Z"))
        )
    }

    @Test func `what waits for the morning is told at once when quiet hours are given up`() throws {
        var keeper = try ModelKeeper(household(quiet: "22:00-07:00"), from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T23:05:00Z")
        keeper.reload(try household())
        #expect(keeper.told == ["2026-01-09T23:05:00Z start of walk@2026-01-09T23:00 to alex"])
        #expect(keeper.decision("start", of: walk)?.reason == "5 min late")
        #expect(try #require(keeper.planner.nextDue) > keeper.planner.through)
    }

    @Test func `a new ritual starts now`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-09T12:00:00Z")
        var changed = try household()
        changed.rituals.append(
            try .of("tea", .daily("10:00", "14:00"), zone: .utc) {
                $0.ladder = try .of(["3h", "0m"])
            }
        )
        keeper.reload(changed)
        try keeper.run(until: "2026-01-09T15:00:00Z")
        #expect(keeper.told == ["2026-01-09T14:00:00Z start of tea@2026-01-09T14:00 to alex"])
        #expect(keeper.decision("lead:3h", of: "tea@2026-01-09T14:00") == nil)
    }

    @Test func `a ritual that is gone withdraws its nudges and says no more`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-09T12:00:00Z")
        let step = keeper.perform(
            .newHousehold(try .ofAlex(zone: .utc, []), at: try instant("2026-01-09T23:05:00Z"))
        )
        #expect(step.withdrawnRituals == ["walk"])
        #expect(step.decisions.map(\.verdict) == [.late])
        #expect(keeper.planner.nextDue == nil)
    }

    @Test func `a disabled ritual is gone, and comes back as a new one`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-09T12:00:00Z")
        var changed = try household()
        changed.rituals[0].isEnabled = false
        keeper.reload(changed)
        try keeper.run(until: "2026-01-09T23:05:00Z")
        keeper.reload(try household())
        try keeper.run(until: "2026-01-10T00:00:00Z")
        #expect(keeper.told == ["2026-01-09T23:10:00Z follow_up of walk@2026-01-09T23:00 to alex"])
    }

    @Test func `a ritual at another time is told under its new name`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-09T12:00:00Z")
        keeper.reload(try household(at: "22:00"))
        try keeper.run(until: "2026-01-10T00:00:00Z")
        #expect(keeper.told.first == "2026-01-09T22:00:00Z start of walk@2026-01-09T22:00 to alex")
        #expect(keeper.told.count == 2)
    }

    @Test func `a question that a shorter ritual puts into the past is still asked`() throws {
        func trip(_ duration: String) throws -> Household {
            let ritual = try Ritual.of("trip", .on("2026-01-09T12:00"), zone: .utc) { ritual in
                ritual.duration = try .of(duration)
                ritual.ladder = try .of(["0m"], followUp: "1h")
            }
            return try .ofAlex(zone: .utc, [ritual])
        }
        var keeper = try ModelKeeper(trip("7d"), from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-12T12:00:00Z")
        keeper.reload(try trip("1d"))
        #expect(
            keeper.verdicts("trip@2026-01-09T12:00") == [
                "start alex: fired", "follow_up alex: late",
            ]
        )
    }

    @Test func `the same config again changes nothing`() throws {
        var keeper = try ModelKeeper(household(quiet: "22:00-07:00"), from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T23:05:00Z")
        let due = keeper.planner.nextDue
        keeper.reload(try household(quiet: "22:00-07:00"))
        #expect(keeper.planner.nextDue == due)
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(keeper.told == ["2026-01-10T07:00:00Z follow_up of walk@2026-01-09T23:00 to alex"])
        #expect(keeper.ledger.decisions.count == 2)
    }
}
