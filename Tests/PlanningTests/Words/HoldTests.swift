import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct HoldTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper(_ change: (inout Ritual) throws -> Void = { _ in }) throws -> ModelKeeper {
        let date = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.duration = try .of("3h")
            ritual.ladder = try .of(["1d", "0m"], followUp: "12h")
            try change(&ritual)
        }
        let walk = try Ritual.of("walk", .daily("11:00"), zone: .utc)
        return try ModelKeeper(.ofAlex(zone: .utc, [date, walk]), from: "2026-01-05T00:00:00Z")
    }

    @Test func `a held ritual is silent without the couple's words, and the others are not`() throws
    {
        var keeper = try keeper()
        try keeper.hold("date", until: "2026-01-12T00:00:00Z", reason: "exams")
        try keeper.run(until: "2026-01-17T00:00:00Z")
        #expect(
            keeper.verdicts(key) == [
                "lead:1d alex: held", "start alex: held", "follow_up alex: held",
            ]
        )
        let reason = "on hold until 2026-01-12T00:00"
        #expect(keeper.decision("start", of: key)?.reason == reason)
        #expect(keeper.decision("start", of: "walk@2026-01-09T11:00")?.verdict == .fired)
        #expect(keeper.decision("start", of: "date@2026-01-16T19:00")?.verdict == .fired)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `everything can be held, and nothing is told after the hold`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        // It ends before the question how it went is due.
        try keeper.hold(until: "2026-01-10T00:00:00Z")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(
            keeper.verdicts(key) == [
                "lead:1d alex: fired", "start alex: held", "follow_up alex: held",
            ]
        )
        #expect(keeper.decision("start", of: "walk@2026-01-09T11:00")?.verdict == .held)
        #expect(keeper.told.last == "2026-01-10T11:00:00Z start of walk@2026-01-10T11:00 to alex")
    }

    @Test func `released early, what comes after is told and what was held is not`() throws {
        var keeper = try keeper()
        try keeper.hold(until: "2026-02-01T00:00:00Z")
        try keeper.run(until: "2026-01-09T12:00:00Z")
        let step = keeper.perform(.release(ritual: nil, at: keeper.now))
        #expect(step.releases == [Release(ritual: nil, at: try instant("2026-01-09T12:00:00Z"))])
        #expect(keeper.planner.plan.holds.current(at: keeper.now) == [])
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(
            keeper.verdicts(key) == [
                "lead:1d alex: held", "start alex: fired", "follow_up alex: fired",
            ]
        )
        #expect(keeper.perform(.release(ritual: nil, at: keeper.now)).isEmpty)
    }

    @Test func `a hold survives a restart, and a release too`() throws {
        var keeper = try keeper()
        try keeper.hold("date", until: "2026-01-12T00:00:00Z", reason: "exams")
        keeper.restart()
        let occurrence = try #require(OccurrenceKey(parsing: key))
        #expect(keeper.planner.plan.hold(over: occurrence)?.reason == "exams")
        try keeper.run(until: "2026-01-09T12:00:00Z")
        keeper.perform(.release(ritual: "date", at: keeper.now))
        keeper.restart()
        #expect(keeper.planner.plan.hold(over: occurrence) == nil)
        try keeper.run(until: "2026-01-09T20:00:00Z")
        #expect(keeper.decision("start", of: key)?.verdict == .fired)
    }

    @Test func `a new hold replaces the one before it`() throws {
        var keeper = try keeper()
        try keeper.hold(until: "2026-02-01T00:00:00Z")
        try keeper.run(until: "2026-01-06T00:00:00Z")
        try keeper.hold(until: "2026-01-07T00:00:00Z", reason: "shorter")
        #expect(keeper.planner.plan.holds.current(at: keeper.now).map(\.reason) == ["shorter"])
        #expect(keeper.ledger.holds.map(\.released?.description) == ["2026-01-06T00:00:00Z", nil])
        try keeper.run(until: "2026-01-07T12:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-01-07T11:00")?.verdict == .fired)
    }

    @Test func `what was due before a hold and found in it late stays silent`() throws {
        var keeper = try keeper()
        let hold = Hold(
            from: try instant("2026-01-08T12:00:00Z"),
            until: try instant("2026-01-09T12:00:00Z")
        )
        keeper.perform(.hold(hold, at: keeper.now))
        try keeper.run(until: "2026-01-08T09:00:00Z")
        try keeper.wake(at: "2026-01-08T13:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-01-08T11:00")?.verdict == .held)
    }

    @Test func `later goes by its own time`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:01:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-10T09:00:00Z")), of: key)
        try keeper.hold("date", until: "2026-01-10T00:00:00Z")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(
            keeper.verdicts(key) == [
                "lead:1d alex: fired", "start alex: fired", "snooze:1 alex: fired",
                "follow_up alex: fired",
            ]
        )
    }

    @Test func `what is held takes no other's place`() throws {
        let getaway = try Ritual.of("getaway", .on("2026-01-09T17:00"), zone: .utc) { ritual in
            ritual.duration = try .of("2 days")
        }
        let date = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.absorbedBy = ["getaway"]
        }
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, [date, getaway]),
            from: "2026-01-05T00:00:00Z"
        )
        try keeper.hold("getaway", until: "2026-01-10T00:00:00Z")
        try keeper.run(until: "2026-01-10T00:00:00Z")
        #expect(keeper.decision("start", of: key)?.verdict == .fired)
    }

    @Test func `a hold shifts no anchor and is not asked to be undone`() throws {
        var keeper = try keeper()
        try keeper.hold(until: "2026-01-14T00:00:00Z")
        try keeper.run(until: "2026-01-17T00:00:00Z")
        #expect(keeper.decision("start", of: "date@2026-01-16T19:00")?.verdict == .fired)
        #expect(try keeper.undo(key).isEmpty)
    }
}
