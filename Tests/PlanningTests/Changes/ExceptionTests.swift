import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Rituals with dates that they leave out, and with others beside their rule.
@Suite struct ExceptionTests {
    private func household(
        except: [String] = [],
        also: [String] = [],
        _ schedule: Schedule? = nil
    ) throws -> Household {
        let excepted = ExceptedSchedule(
            try schedule ?? .weekly(.friday, at: "19:00"),
            without: try except.map { .date(try CivilDate(parsing: $0)) },
            and: try also.map { try local($0) }
        )
        let ritual = try Ritual.of("date", .excepting(excepted), zone: .utc) { ritual in
            ritual.ladder = try .of(["1d", "0m"], followUp: "12h")
        }
        return try .ofAlex(zone: .utc, [ritual])
    }

    private func starts(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.told.map { "\($0.key.stage) \($0.key.occurrence.start.short)" }
    }

    private func state(_ name: String, _ keeper: ModelKeeper) throws -> OccurrenceState {
        let key = try #require(OccurrenceKey(parsing: "date@\(name)"))
        return keeper.planner.plan.state(of: key, at: keeper.now)
    }

    @Test func `nothing is told of a date that is left out, and all of one that is added`() throws {
        let household = try household(except: ["2026-01-09"], also: ["2026-01-11T17:00"])
        var keeper = try ModelKeeper(household, from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-16T18:00:00Z")
        #expect(
            starts(keeper) == [
                "lead:1d 2026-01-11T17:00", "start 2026-01-11T17:00", "follow_up 2026-01-11T17:00",
                "lead:1d 2026-01-16T19:00",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test(arguments: [false, true])
    func `left out once its ladder has begun, it is not told any more`(_ restarts: Bool) throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-09T12:00:00Z")
        #expect(starts(keeper) == ["lead:1d 2026-01-09T19:00"])
        let changed = try household(except: ["2026-01-09"])
        if restarts {
            keeper.restart(changed)
        } else {
            keeper.reload(changed)
            keeper.restart()
        }
        try keeper.run(until: "2026-01-11T12:00:00Z")
        #expect(starts(keeper) == ["lead:1d 2026-01-09T19:00"])
        #expect(try state("2026-01-09T19:00", keeper) == .passed)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what was done stays done when its date is left out`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-09T20:00:00Z")
        try keeper.say(.done, of: "date@2026-01-09T19:00")
        keeper.reload(try household(except: ["2026-01-09"]))
        #expect(try state("2026-01-09T19:00", keeper) == .done)
    }

    @Test func `a date that was left out has no place among the prompts`() throws {
        let plain = try #require(household().ritual("date"))
        let excepted = try #require(
            household(except: ["2026-01-09"], also: ["2026-01-11T17:00", "2026-01-12T17:00"])
                .ritual("date")
        )
        func number(_ ritual: Ritual, _ start: String) throws -> Int {
            ritual.number(of: try #require(OccurrenceKey(parsing: "date@\(start)")))
        }
        let first = try number(plain, "2026-01-02T19:00")
        #expect(try number(excepted, "2026-01-02T19:00") == first)
        #expect(try number(excepted, "2026-01-11T17:00") == first + 1)
        #expect(try number(excepted, "2026-01-12T17:00") == first + 2)
        #expect(try number(excepted, "2026-01-16T19:00") == first + 3)
    }

    @Test func `what counts from when it was done leaves dates out as well`() throws {
        let step = try AnchoredStep(
            every: 7,
            .days,
            from: CivilDate(parsing: "2026-01-06"),
            at: [ClockTime(parsing: "10:00")]
        )
        var household = try household(except: ["2026-01-14"], .every(step))
        household.rituals[0].repeats = .afterDone
        var keeper = try ModelKeeper(household, from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-07T12:00:00Z")
        try keeper.say(.done, of: "date@2026-01-06T10:00")
        try keeper.run(until: "2026-01-22T12:00:00Z")
        let told = starts(keeper).filter { $0.hasPrefix("start") }
        #expect(told == ["start 2026-01-06T10:00", "start 2026-01-21T10:00"])
    }

    @Test func `the agenda has what is added and not what is left out`() throws {
        let household = try household(except: ["2026-01-09"], also: ["2026-01-11T17:00"])
        let now = try instant("2026-01-05T00:00:00Z")
        let coming = Agenda(household, now: now).upcoming(after: now, count: 3)
        #expect(
            coming.map(\.key.start.short) == [
                "2026-01-11T17:00", "2026-01-16T19:00", "2026-01-23T19:00",
            ]
        )
    }
}
