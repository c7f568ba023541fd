import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct MoveTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper(quiet: String? = nil) throws -> ModelKeeper {
        let ritual = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["3d", "2h", "0m"], followUp: "12h")
            ritual.duration = try .of("3h")
        }
        return try ModelKeeper(couple(.utc, quiet: quiet, [ritual]), from: "2026-01-05T00:00:00Z")
    }

    /// What Alex was told of the moved occurrence.
    private func told(_ keeper: ModelKeeper) -> [String] {
        keeper.told.filter { text in
            text.contains(key) && text.hasSuffix("alex") && !text.contains("notice")
        }.map { text in
            text.split(separator: " ").prefix(2).joined(separator: " ")
        }
    }

    @Test func `before anything was told the whole ladder moves along`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-01-11T12:00")), of: key)
        try keeper.run(until: "2026-01-12T12:00:00Z")
        #expect(
            told(keeper) == [
                "2026-01-08T12:00:00Z lead:3d", "2026-01-11T10:00:00Z lead:2h",
                "2026-01-11T12:00:00Z start", "2026-01-12T03:00:00Z follow_up",
            ]
        )
        #expect(keeper.decision("start", of: "date@2026-01-16T19:00") == nil)
    }

    @Test func `what was told of the old time is told again as a stage of its own`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-07T00:00:00Z")
        try keeper.say(.moved(to: local("2026-01-14T19:00")), of: key)
        keeper.restart()
        try keeper.run(until: "2026-01-15T12:00:00Z")
        #expect(
            told(keeper) == [
                "2026-01-06T19:00:00Z lead:3d", "2026-01-11T19:00:00Z lead:3d+1",
                "2026-01-14T17:00:00Z lead:2h", "2026-01-14T19:00:00Z start",
                "2026-01-15T10:00:00Z follow_up",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `after its start it is told again at the new one, to both, whoever moved it`() throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:30:00Z")
        let step = try keeper.say(.moved(to: local("2026-01-09T21:00")), of: key, by: "sam")
        #expect(step.withdrawals.map(\.partner) == [nil])
        keeper.restart()
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(
            told(keeper) == [
                "2026-01-06T19:00:00Z lead:3d", "2026-01-09T17:00:00Z lead:2h",
                "2026-01-09T19:00:00Z start", "2026-01-09T21:00:00Z snooze:1",
                "2026-01-10T12:00:00Z follow_up",
            ]
        )
        #expect(keeper.decision("snooze:1", of: key, for: "sam")?.verdict == .fired)
    }

    @Test(arguments: [false, true])
    func `after its lead, all of the ladder that is ahead is told again`(_ restarts: Bool) throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T17:30:00Z")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key)
        if restarts { keeper.restart() }
        try keeper.run(until: "2026-01-13T12:00:00Z")
        #expect(
            told(keeper) == [
                "2026-01-06T19:00:00Z lead:3d", "2026-01-09T17:00:00Z lead:2h",
                "2026-01-09T19:00:00Z lead:3d+1", "2026-01-12T17:00:00Z lead:2h+1",
                "2026-01-12T19:00:00Z start", "2026-01-13T10:00:00Z follow_up",
            ]
        )
        #expect(
            keeper.decision("lead:2h+1", of: key)?.nudge?.body == "It is today at 19:00."
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `after the question the whole ladder is told again, and twice where it moves twice`()
        throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-10T11:00:00Z")
        try keeper.say(.moved(to: local("2026-01-11T19:00")), of: key)
        try keeper.run(until: "2026-01-11T18:00:00Z")
        try keeper.say(.moved(to: local("2026-01-13T19:00")), of: key)
        keeper.restart()
        try keeper.run(until: "2026-01-14T12:00:00Z")
        #expect(
            told(keeper).dropFirst(4) == [
                "2026-01-11T17:00:00Z lead:2h+1", "2026-01-13T17:00:00Z lead:2h+2",
                "2026-01-13T19:00:00Z snooze:1", "2026-01-14T10:00:00Z follow_up+1",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a lead that would be told again is cancelled where the move is taken back`() throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T17:30:00Z")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key)
        try keeper.undo(key)
        keeper.restart()
        try keeper.run(until: "2026-01-11T12:00:00Z")
        #expect(keeper.decision("lead:2h+1", of: key)?.reason == "moved was taken back")
        #expect(
            told(keeper).suffix(2) == [
                "2026-01-09T19:00:00Z start", "2026-01-10T10:00:00Z follow_up",
            ]
        )
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key)
        try keeper.run(until: "2026-01-12T18:00:00Z")
        #expect(told(keeper).suffix(1) == ["2026-01-12T17:00:00Z lead:2h+2"])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `moved twice it is told at the last time only`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:30:00Z")
        try keeper.say(.moved(to: local("2026-01-09T21:00")), of: key)
        try keeper.say(.moved(to: local("2026-01-10T15:00")), of: key)
        try keeper.run(until: "2026-01-10T16:00:00Z")
        #expect(
            told(keeper).suffix(2) == [
                "2026-01-10T13:00:00Z lead:2h+2", "2026-01-10T15:00:00Z snooze:1",
            ]
        )
        try keeper.say(.moved(to: local("2026-01-11T15:00")), of: key)
        try keeper.run(until: "2026-01-11T15:00:00Z")
        #expect(told(keeper).suffix(1) == ["2026-01-11T15:00:00Z snooze:2"])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `stages that a move leaves in the past are cancelled, not forgotten`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-01-05T01:00")), of: key)
        #expect(
            keeper.verdicts(key).filter { $0.contains("alex") } == [
                "lead:3d alex: cancelled", "lead:2h alex: cancelled",
            ]
        )
        #expect(keeper.decision("lead:2h", of: key)?.reason == "moved to 2026-01-05T01:00")
        try keeper.run(until: "2026-01-06T00:00:00Z")
        #expect(told(keeper) == ["2026-01-05T01:00:00Z start", "2026-01-05T16:00:00Z follow_up"])
    }

    @Test func `a move takes back an earlier later`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:01:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T21:30:00Z")), of: key)
        try keeper.say(.moved(to: local("2026-01-09T21:00")), of: key)
        try keeper.run(until: "2026-01-09T23:00:00Z")
        #expect(told(keeper).suffix(1) == ["2026-01-09T21:00:00Z snooze:2"])
        #expect(keeper.decision("snooze:1", of: key)?.reason == "moved to 2026-01-09T21:00")
    }

    @Test func `later, after a move, leaves the new start alone`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:01:00Z")
        try keeper.say(.moved(to: local("2026-01-10T19:00")), of: key)
        try keeper.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: key)
        try keeper.run(until: "2026-01-10T20:00:00Z")
        #expect(
            told(keeper).suffix(3) == [
                "2026-01-09T20:00:00Z snooze:2", "2026-01-10T17:00:00Z lead:2h+1",
                "2026-01-10T19:00:00Z snooze:1",
            ]
        )
    }

    @Test func `a start that waits for the morning moves along under its own name`() throws {
        let ritual = try Ritual.of("date", .on("2026-01-09T23:00"), zone: .utc)
        var keeper = try ModelKeeper(
            couple(.utc, quiet: "22:00-07:00", [ritual]),
            from: "2026-01-09T00:00:00Z"
        )
        try keeper.run(until: "2026-01-09T23:30:00Z")
        try keeper.say(.moved(to: local("2026-01-10T12:00")), of: "date@2026-01-09T23:00")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-09T23:00:00Z start of date@2026-01-09T23:00 to alex",
                "2026-01-10T12:00:00Z snooze:1 of date@2026-01-09T23:00 to alex",
                "2026-01-10T12:00:00Z start of date@2026-01-09T23:00 to sam",
            ]
        )
    }

    @Test func `what is moved by months and answered early stays answered over restarts`() throws {
        let ritual = try Ritual.of("trip", .on("2026-01-09T19:00"), zone: .utc) { $0.needs = .all }
        var keeper = try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-05T00:00:00Z")
        let trip = "trip@2026-01-09T19:00"
        try keeper.say(.moved(to: local("2026-04-20T19:00")), of: trip)
        try keeper.run(until: "2026-04-01T00:00:00Z")
        try keeper.say(.done, of: trip, by: "alex")
        keeper.restart()
        try keeper.say(.done, of: trip, by: "sam")
        keeper.restart()
        try keeper.undo(trip, by: "sam")
        keeper.restart()
        try keeper.run(until: "2026-04-21T00:00:00Z")
        #expect(keeper.verdicts(trip) == ["start alex: cancelled", "start sam: fired"])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `moving one never shifts the next`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-01-20T19:00")), of: key)
        try keeper.run(until: "2026-01-16T19:00:00Z")
        #expect(keeper.decision("start", of: "date@2026-01-16T19:00")?.verdict == .fired)
        #expect(
            keeper.planner.plan.state(of: try #require(OccurrenceKey(parsing: key)), at: keeper.now)
                == .moved
        )
    }
}
