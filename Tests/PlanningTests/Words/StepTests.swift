import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// What is to be prepared for a getaway: asked for step by step, and said to be done one by one.
@Suite struct StepTests {
    /// Friday 27 February 2026, after three weeks of choosing, booking and packing.
    private static let getaway = "getaway@2026-02-27T19:00"

    private func getaway(_ steps: [String] = ["3w choose", "2w book", "3d pack"]) throws -> Ritual {
        try .of("getaway", .on("2026-02-27T19:00"), zone: .utc) { ritual in
            ritual.kind = .getaway
            ritual.duration = try .of("2d")
            var ladder = try Ladder.prepared()
            ladder.rungs =
                try steps.flatMap { try Ladder.prepared($0).rungs.dropLast() }
                + ladder.rungs
            ritual.ladder = ladder
        }
    }

    private func keeper(_ ritual: Ritual? = nil, tone: Tone = .plain) throws -> ModelKeeper {
        try ModelKeeper(
            .ofAlex(zone: .utc, tone: tone, [ritual ?? getaway()]),
            from: "2026-01-01T00:00:00Z"
        )
    }

    /// When each step was asked for: `02-06 12:00 choose`.
    private func asked(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.told.compactMap { decision in
            decision.nudge?.step.map { step in
                let local = Zone.utc.local(at: decision.decided).short
                return "\(local.dropFirst(5).replacing("T", with: " ")) \(step)"
            }
        }
    }

    @Test func `each step has its noon, and nobody is asked for what is done`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-08T00:00:00Z")
        try keeper.say(.step("choose"), of: Self.getaway, by: "alex")
        try keeper.run(until: "2026-02-15T00:00:00Z")
        try keeper.say(.step("book"), of: Self.getaway)
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(
            asked(keeper) == ["02-06 12:00 choose", "02-13 12:00 book", "02-24 12:00 pack"]
        )
        #expect(
            keeper.verdicts(Self.getaway) == [
                "lead:3w alex: fired", "lead:2w alex: fired", "lead:1w alex: cancelled",
                "lead:3d alex: fired", "start alex: fired",
            ]
        )
        #expect(keeper.decision("lead:1w", of: Self.getaway)?.reason == "its step is done")
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what is open is asked for again before the next, three times in all`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(
            asked(keeper) == [
                "02-06 12:00 choose", "02-13 12:00 choose", "02-20 12:00 choose",
                "02-24 12:00 book",
            ]
        )
        let bodies = keeper.ledger.told.compactMap(\.nudge).map(\.body)
        #expect(
            bodies.prefix(2) == [
                "Time to choose. It is on Friday 27 February at 19:00.",
                "Time to choose, when it suits you. It is on Friday 27 February at 19:00.",
            ]
        )
    }

    @Test func `a spacious partner is asked once for each`() throws {
        var keeper = try keeper(tone: .spacious)
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(
            asked(keeper) == ["02-06 12:00 choose", "02-13 12:00 book", "02-24 12:00 pack"]
        )
    }

    @Test func `a trip asks each week between two steps that lie far apart`() throws {
        var keeper = try ModelKeeper(
            .ofAlex(
                zone: .utc,
                [getaway(["10w choose", "8w book", "2w home", "3d pack"])]
            ),
            from: "2025-12-01T00:00:00Z"
        )
        try keeper.run(until: "2026-01-05T00:00:00Z")
        try keeper.say(.step("choose"), of: Self.getaway)
        try keeper.run(until: "2026-01-20T00:00:00Z")
        try keeper.say(.step("book"), of: Self.getaway)
        try keeper.run(until: "2026-02-14T00:00:00Z")
        try keeper.say(.step("home"), of: Self.getaway)
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(
            asked(keeper) == [
                "12-19 12:00 choose", "12-26 12:00 choose", "01-02 12:00 choose",
                "01-09 12:00 book", "01-16 12:00 book", "02-13 12:00 home", "02-24 12:00 pack",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a step has its own time, or is hours before the start`() throws {
        var ritual = try getaway(["3d pack", "2h leave"])
        ritual.ladder.rungs[0].at = ClockTime(secondOfDay: 18 * 3_600)
        var keeper = try keeper(ritual)
        try keeper.run(until: "2026-02-25T00:00:00Z")
        try keeper.say(.step("pack"), of: Self.getaway)
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(asked(keeper) == ["02-24 18:00 pack", "02-27 17:00 leave"])
    }

    @Test func `done takes back what was shown of the step, and of nothing else`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-08T00:00:00Z")
        let nudge = try #require(keeper.ledger.told.last?.nudge)
        #expect(nudge.actions == [.done, .later])
        #expect(keeper.isOpen(nudge, at: keeper.now))
        let step = try keeper.say(.step("choose"), of: Self.getaway)
        #expect(
            step.withdrawals == [
                Withdrawal(
                    occurrence: try #require(OccurrenceKey(parsing: Self.getaway)),
                    stages: [.lead(try .of("3w"))]
                )
            ]
        )
        #expect(!keeper.isOpen(nudge, at: keeper.now))
    }

    @Test func `undo opens the step again, and it is asked for`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-08T00:00:00Z")
        try keeper.say(.step("choose"), of: Self.getaway)
        try keeper.undo(Self.getaway)
        keeper.restart()
        try keeper.run(until: "2026-02-14T00:00:00Z")
        #expect(asked(keeper) == ["02-06 12:00 choose", "02-13 12:00 choose"])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `said twice it is the same word, whoever says it`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-08T00:00:00Z")
        try keeper.say(.step("choose"), of: Self.getaway, by: "alex")
        try keeper.say(.step("book"), of: Self.getaway)
        #expect(try keeper.say(.step("choose"), of: Self.getaway).isEmpty)
        keeper.restart()
        #expect(try keeper.say(.step("book"), of: Self.getaway, by: "alex").isEmpty)
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(asked(keeper) == ["02-06 12:00 choose", "02-24 12:00 pack"])
    }

    @Test func `done of the getaway closes all steps, and a step does not close the getaway`()
        throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-08T00:00:00Z")
        let key = try #require(OccurrenceKey(parsing: Self.getaway))
        try keeper.say(.step("choose"), of: Self.getaway)
        #expect(keeper.planner.plan.state(of: key, at: keeper.now) == .ahead)
        try keeper.say(.done, of: Self.getaway)
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(asked(keeper) == ["02-06 12:00 choose"])
        #expect(keeper.planner.plan.state(of: key, at: keeper.now) == .done)
    }

    @Test func `later is asked again as the step, with its words`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-06T12:00:00Z")
        try keeper.say(.later(until: instant("2026-02-06T18:00:00Z")), of: Self.getaway)
        try keeper.run(until: "2026-02-07T00:00:00Z")
        let last = try #require(keeper.ledger.told.last?.nudge)
        #expect(last.stage == .snooze(1))
        #expect(last.step == "choose")
        #expect(last.body.hasPrefix("Time to choose."))
    }

    @Test func `moved, its steps come at their new noon, and what is done stays done`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-14T00:00:00Z")
        try keeper.say(.step("choose"), of: Self.getaway)
        try keeper.say(.moved(to: local("2026-03-27T10:00")), of: Self.getaway)
        try keeper.run(until: "2026-04-10T00:00:00Z")
        #expect(
            asked(keeper) == [
                "02-06 12:00 choose", "02-13 12:00 choose", "03-13 12:00 book", "03-20 12:00 book",
                "03-24 12:00 book",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a step is one of the next getaway that takes place`() throws {
        let trip = try Ritual.of("trip", .on("2026-02-26T19:00"), zone: .utc) {
            $0.duration = try .of("7d")
        }
        let getaway = try Ritual.of(
            "getaway",
            .on("2026-02-27T19:00", "2026-04-17T19:00"),
            zone: .utc
        ) {
            $0.absorbedBy = ["trip"]
            $0.ladder = try .prepared("3w choose")
        }
        let keeper = try ModelKeeper(
            .ofAlex(zone: .utc, [getaway, trip]),
            from: "2026-02-10T00:00:00Z"
        )
        let key = try keeper.planner.plan.occurrence(
            of: "getaway",
            named: nil,
            saying: .step("choose"),
            at: keeper.now
        )
        #expect(key.description == "getaway@2026-04-17T19:00")
    }

    @Test func `how each step stands is known`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-02-14T00:00:00Z")
        try keeper.say(.step("choose"), of: Self.getaway, by: "alex")
        let key = try #require(OccurrenceKey(parsing: Self.getaway))
        let steps = keeper.planner.plan.steps(of: key).map { step in
            "\(step.name) \(Zone.utc.local(at: step.due).short) \(step.done?.partner ?? "-")"
        }
        #expect(
            steps == [
                "choose 2026-02-06T12:00 alex", "book 2026-02-13T12:00 -",
                "pack 2026-02-24T12:00 -",
            ]
        )
    }
}
