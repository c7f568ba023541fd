import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Holds that are taken back, their ends, and what was said beside them.
@Suite struct TakenBackTests {
    private func keeper() throws -> ModelKeeper {
        let ritual = try Ritual.of("check-in", .daily("20:30"), zone: .utc)
        return try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-05T00:00:00Z")
    }

    private func last(_ keeper: ModelKeeper, of ritual: String? = nil) -> SaidWord? {
        SaidWord(lastIn: keeper.planner.plan, of: ritual, at: keeper.now)
    }

    @discardableResult
    private func undo(_ keeper: inout ModelKeeper) throws -> PlannerStep {
        switch try #require(last(keeper)) {
        case .outcome(let word):
            keeper.perform(.undo(word.occurrence, by: word.partner, at: keeper.now))
        case .hold(let hold): keeper.perform(.takeBack(hold, by: hold.partner, at: keeper.now))
        case .moment(let moment): keeper.perform(.takeBackMoment(moment, at: keeper.now))
        case .mark(let mark): keeper.perform(.takeBackMark(mark, at: keeper.now))
        }
    }

    @Test(arguments: [false, true])
    func `what was said last is taken back, a hold and its release too`(_ restarts: Bool) throws {
        var keeper = try keeper()
        try keeper.say(.done, of: "check-in@2026-01-05T20:30")
        // All within one second.
        try keeper.hold("check-in", until: "2026-01-10T00:00:00Z", reason: "exams")
        try keeper.hold("check-in", until: "2026-01-12T00:00:00Z")
        if restarts { keeper.restart() }
        try undo(&keeper)
        let holds = keeper.planner.plan.holds
        #expect(holds.all.map(\.reason) == ["exams"])
        #expect(holds.current(at: keeper.now).map(\.released) == [nil])
        #expect(keeper.ledger.holds == holds.all)

        try keeper.run(until: "2026-01-06T12:00:00Z")
        keeper.perform(.release(ritual: "check-in", at: keeper.now))
        #expect(keeper.planner.plan.holds.current(at: keeper.now) == [])
        if restarts { keeper.restart() }
        try undo(&keeper)
        #expect(keeper.planner.plan.holds.current(at: keeper.now).map(\.reason) == ["exams"])
        try keeper.run(until: "2026-01-07T12:00:00Z")
        #expect(keeper.decision("start", of: "check-in@2026-01-06T20:30")?.verdict == .held)
        try undo(&keeper)
        #expect(keeper.ledger.holds == [])
        try keeper.run(until: "2026-01-08T00:00:00Z")
        #expect(keeper.decision("start", of: "check-in@2026-01-07T20:30")?.verdict == .fired)
        guard case .outcome(let word)? = last(keeper) else {
            Issue.record("nothing but the hold was said")
            return
        }
        #expect(word.kind == .done)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a hold that is over, or of another ritual, is not meant`() throws {
        var keeper = try keeper()
        try keeper.hold(until: "2026-01-06T00:00:00Z")
        #expect(last(keeper, of: "check-in") == nil)
        #expect(last(keeper) != nil)
        try keeper.run(until: "2026-01-06T00:00:00Z")
        #expect(last(keeper) == nil)
    }

    @Test func `the other is told of a hold that is taken back`() throws {
        var keeper = try keeper()
        let hold = Hold(
            ritual: "check-in",
            from: keeper.now,
            until: try instant("2026-01-10T00:00:00Z"),
            partner: "sam"
        )
        keeper.perform(.hold(hold, at: keeper.now))
        let step = try undo(&keeper)
        #expect(
            step.decisions.compactMap(\.nudge?.body) == [
                "Sam took Check-in off hold; the next is today at 20:30."
            ] || step.decisions.compactMap(\.nudge?.body).first?.contains("off hold") == true
        )
    }

    @Test func `a ritual that is gone keeps its title`() throws {
        var keeper = try keeper()
        var ritual = try Ritual.of("check-in", .daily("20:30"), zone: .utc)
        ritual.title = "Ten minutes"
        keeper.reload(try couple(.utc, [ritual]))
        keeper.reload(try couple(.utc, []))
        #expect(keeper.planner.plan.title(of: "check-in") == "Ten minutes")
        keeper.restart()
        #expect(keeper.planner.plan.title(of: "check-in") == "Ten minutes")
        #expect(keeper.planner.plan.title(of: "tea") == "tea")
    }
}
