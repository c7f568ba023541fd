import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct SignalTests {
    private func keeper(_ trigger: Trigger, from start: String, quiet: String? = nil) throws
        -> ModelKeeper
    {
        let zone = try SettledZone.newYork.zone
        var ritual = Ritual(id: "home", title: "Home again", occasion: .signal(trigger), zone: zone)
        ritual.ladder = try .of(["0m"], followUp: "2h")
        return try ModelKeeper(.ofAlex(zone: zone, quiet: quiet, [ritual]), from: start)
    }

    @discardableResult
    private func signal(_ keeper: inout ModelKeeper, _ name: String, at text: String) throws
        -> PlannerStep
    {
        keeper.perform(.signal(name, at: try instant(text)))
    }

    @Test func `a signal in its window begins an occurrence now`() throws {
        let trigger = Trigger(signal: "both-home", between: try .of("16:00-21:00"))
        var keeper = try keeper(trigger, from: "2026-01-09T00:00:00Z")
        #expect(try signal(&keeper, "someone-home", at: "2026-01-09T20:30:00Z").isEmpty)
        #expect(try signal(&keeper, "both-home", at: "2026-01-09T20:59:59Z").isEmpty)
        try signal(&keeper, "both-home", at: "2026-01-09T21:00:00Z")
        try keeper.run(until: "2026-01-10T01:59:59Z")
        #expect(try signal(&keeper, "both-home", at: "2026-01-10T02:00:00Z").isEmpty)
        #expect(
            keeper.told == [
                "2026-01-09T21:00:00Z start of home@2026-01-09T16:00 to alex",
                "2026-01-09T23:00:00Z follow_up of home@2026-01-09T16:00 to alex",
            ]
        )
    }

    @Test func `it begins no oftener than at_most a day, by the local date`() throws {
        var keeper = try keeper(
            Trigger(signal: "both-home", atMostPerDay: 1),
            from: "2026-01-09T12:00:00Z"
        )
        try signal(&keeper, "both-home", at: "2026-01-09T23:00:00Z")
        #expect(try signal(&keeper, "both-home", at: "2026-01-10T04:00:00Z").outcomes == [])
        #expect(try signal(&keeper, "both-home", at: "2026-01-10T05:00:00Z").outcomes.count == 1)
    }

    @Test func `two signals in one second are one occurrence`() throws {
        var keeper = try keeper(Trigger(signal: "both-home"), from: "2026-01-09T12:00:00Z")
        try signal(&keeper, "both-home", at: "2026-01-09T23:00:00Z")
        #expect(try signal(&keeper, "both-home", at: "2026-01-09T23:00:00Z").isEmpty)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `the two passes of a fold are two occurrences`() throws {
        var keeper = try keeper(Trigger(signal: "both-home"), from: "2026-11-01T00:00:00Z")
        try signal(&keeper, "both-home", at: "2026-11-01T05:30:00Z")
        try signal(&keeper, "both-home", at: "2026-11-01T06:30:00Z")
        #expect(
            keeper.told.filter { $0.contains("start") } == [
                "2026-11-01T05:30:00Z start of home@2026-11-01T01:30 to alex",
                "2026-11-01T06:30:00Z start of home@2026-11-01T01:30+2 to alex",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a signal at night is told in the morning, over a restart too`() throws {
        var keeper = try keeper(
            Trigger(signal: "both-home"),
            from: "2026-01-09T12:00:00Z",
            quiet: "22:00-07:00"
        )
        try signal(&keeper, "both-home", at: "2026-01-10T03:30:00Z")
        keeper.wake(at: keeper.now + .seconds(60_000))
        keeper.restart()
        try keeper.run(until: "2026-01-10T13:00:00Z")
        #expect(
            keeper.told.last == "2026-01-10T12:00:00Z follow_up of home@2026-01-09T22:30 to alex"
        )
        #expect(keeper.decision("start", of: "home@2026-01-09T22:30")?.verdict == .coalesced)
    }
}
