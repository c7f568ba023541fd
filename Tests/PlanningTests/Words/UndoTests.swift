import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct UndoTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper(needs: Needs = .anyone) throws -> ModelKeeper {
        let date = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.duration = try .of("3h")
            ritual.ladder = try .of(["1d", "2h", "0m"], followUp: "12h")
            ritual.needs = needs
        }
        let household: Household =
            needs == .all ? try couple(.utc, [date]) : try .ofAlex(zone: .utc, [date])
        return ModelKeeper(household, from: try instant("2026-01-05T00:00:00Z"))
    }

    private let whole = [
        "lead:1d alex: fired", "lead:2h alex: fired", "start alex: fired", "follow_up alex: fired",
    ]

    @Test(arguments: [Outcome.Kind.done, .skipped], [true, false])
    func `what was cancelled and is still to come is decided again in its own time`(
        _ kind: Outcome.Kind,
        _ restarts: Bool
    ) throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        try keeper.say(kind, of: key)
        #expect(keeper.verdicts(key).count == 4)
        try keeper.run(until: "2026-01-09T12:00:00Z")
        if restarts { keeper.restart() }
        let step = try keeper.undo(key)
        #expect(step.undone.map(\.kind) == [kind])
        #expect(step.annulled.map(\.stage.description) == ["lead:2h", "start", "follow_up"])
        if restarts { keeper.restart() }
        #expect(keeper.verdicts(key) == ["lead:1d alex: fired"])
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.verdicts(key) == whole)
        #expect(keeper.ledger.outcomes.map(\.undone) == [try instant("2026-01-09T12:00:00Z")])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what has passed meanwhile stays cancelled`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        try keeper.say(.done, of: key)
        try keeper.run(until: "2026-01-09T18:00:00Z")
        try keeper.undo(key)
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(
            keeper.verdicts(key) == [
                "lead:1d alex: fired", "lead:2h alex: cancelled", "start alex: fired",
                "follow_up alex: fired",
            ]
        )
    }

    @Test func `said, taken back and said again it has one verdict at any moment`() throws {
        var keeper = try keeper()
        for _ in 1...3 {
            try keeper.say(.done, of: key)
            #expect(keeper.verdicts(key).count == 4)
            try keeper.undo(key)
            #expect(keeper.verdicts(key) == [])
        }
        try keeper.say(.done, of: key)
        #expect(keeper.verdicts(key).allSatisfy { $0.hasSuffix("cancelled") })
        #expect(keeper.planner.nextDue == (try instant("2026-01-15T19:00:00Z")))
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `nothing is told twice`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:30:00Z")
        try keeper.say(.done, of: key)
        try keeper.undo(key)
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.verdicts(key) == whole)
    }

    @Test func `only the last word is taken back, and of a partner only the own one`() throws {
        var keeper = try keeper(needs: .all)
        try keeper.run(until: "2026-01-09T19:30:00Z")
        try keeper.say(.done, of: key, by: "alex")
        try keeper.say(.done, of: key, by: "sam")
        let step = try keeper.undo(key, by: "alex")
        #expect(step.undone.map(\.partner) == ["alex"])
        #expect(
            keeper.planner.plan.doneInPart(try #require(OccurrenceKey(parsing: key)))?.waiting
                == ["alex"]
        )
        #expect(try keeper.undo(key, by: "alex").isEmpty)
        #expect(try keeper.undo(key).undone.map(\.partner) == ["sam"])
        #expect(try keeper.undo(key).isEmpty)
    }

    @Test func `a later that is taken back does not come, and its number is not used again`() throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:10:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: key)
        try keeper.undo(key)
        #expect(keeper.decision("snooze:1", of: key)?.reason == "snoozed was taken back")
        try keeper.say(.snoozed(until: instant("2026-01-09T21:00:00Z")), of: key)
        keeper.restart()
        try keeper.run(until: "2026-01-09T22:00:00Z")
        #expect(keeper.decision("snooze:1", of: key)?.verdict == .cancelled)
        #expect(keeper.decision("snooze:2", of: key)?.verdict == .fired)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `an earlier later counts again where the one after it is taken back`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:10:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: key)
        try keeper.say(.snoozed(until: instant("2026-01-09T21:00:00Z")), of: key)
        #expect(keeper.decision("snooze:1", of: key)?.verdict == .held)
        try keeper.undo(key)
        try keeper.run(until: "2026-01-09T22:00:00Z")
        #expect(keeper.decision("snooze:1", of: key)?.verdict == .fired)
        #expect(keeper.decision("snooze:2", of: key)?.verdict == .cancelled)
    }

    @Test func `a move that is taken back puts the ladder where it was`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        try keeper.say(.moved(to: local("2026-01-10T15:00")), of: key)
        try keeper.run(until: "2026-01-09T12:00:00Z")
        try keeper.undo(key)
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.verdicts(key).filter { !$0.contains("+1") } == whole)
        #expect(keeper.decision("lead:1d+1", of: key)?.verdict == .cancelled)
        #expect(keeper.decision("start", of: key)?.due == (try instant("2026-01-09T19:00:00Z")))
    }

    @Test func `what a move had put off and whose time has passed is cancelled`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        try keeper.say(.moved(to: local("2026-01-10T15:00")), of: key)
        try keeper.run(until: "2026-01-09T18:00:00Z")
        try keeper.undo(key)
        #expect(keeper.decision("lead:2h", of: key)?.reason == "moved was taken back")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.verdicts(key).filter { !$0.contains("+1") }.count == 4)
        #expect(keeper.decision("start", of: key)?.verdict == .fired)
    }

    // A restart once forgot that a word had silenced what was due meanwhile.
    @Test(arguments: [true, false])
    func `silenced at an earlier time, it comes at the one it is put back to`(_ restarts: Bool)
        throws
    {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-01-06T19:00")), of: key)
        try keeper.say(.skipped, of: key)
        try keeper.run(until: "2026-01-07T21:00:00Z")
        if restarts { keeper.restart() }
        try keeper.undo(key)
        try keeper.undo(key)
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.verdicts(key) == whole)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what is meant by an undo without a name is the last word about the ritual`() throws
    {
        var keeper = try keeper()
        try keeper.say(.skipped, of: "date@2026-01-16T19:00", by: "alex")
        try keeper.run(until: "2026-01-09T20:00:00Z")
        try keeper.say(.done, of: key)
        #expect(
            keeper.planner.plan.outcomes.last(ofRituals: ["date"])?.occurrence.description == key
        )
        let own = keeper.planner.plan.outcomes.last(ofRituals: ["date"], by: "alex")
        #expect(own?.kind == .skipped)
    }
}
