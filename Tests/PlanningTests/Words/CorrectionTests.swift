import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Words said one after another: which one counts, which one an undo means, and which occurrence is spoken of.
@Suite struct CorrectionTests {
    private func keeper(needs: Needs = .anyone) throws -> ModelKeeper {
        let rituals = try [
            Ritual.of("check-in", .daily("20:30"), zone: .utc) { ritual in
                ritual.ladder = try .of(["0m"], followUp: "12h")
                ritual.needs = needs
            },
            Ritual.of("date-night", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
                ritual.ladder = try .of(["0m"], followUp: "12h")
            },
        ]
        var keeper = try ModelKeeper(couple(.utc, rituals), from: "2026-01-01T00:00:00Z")
        try keeper.run(until: "2026-01-10T18:00:00Z")
        return keeper
    }

    private func meant(_ keeper: ModelKeeper, saying kind: Outcome.Kind) throws -> OccurrenceKey {
        try keeper.planner.plan.occurrence(
            of: "check-in",
            named: nil,
            saying: kind,
            at: keeper.now
        )
    }

    private func state(_ keeper: ModelKeeper, _ key: String) throws -> OccurrenceState {
        try keeper.planner.plan.state(
            of: #require(OccurrenceKey(parsing: key)),
            at: keeper.now
        )
    }

    @Test(arguments: [false, true])
    func `of two words of one second the later one is taken back`(_ restarts: Bool) throws {
        var keeper = try keeper()
        // By name and by date the first comes after the second.
        try keeper.say(.done, of: "date-night@2026-01-09T19:00")
        try keeper.say(.done, of: "check-in@2026-01-09T20:30")
        if restarts { keeper.restart() }
        let rituals = ["check-in", "date-night"]
        let last = keeper.planner.plan.outcomes.last(ofRituals: rituals)
        #expect(last?.occurrence.ritual == "check-in")
        try keeper.undo("check-in@2026-01-09T20:30")
        try keeper.say(.skipped, of: "check-in@2026-01-10T20:30")
        try keeper.say(.skipped, of: "check-in@2026-01-09T20:30")
        let next = keeper.planner.plan.outcomes.last(ofRituals: ["check-in"])
        #expect(next?.occurrence.start.date.day == 9)
    }

    @Test func `the opposite said soon after means the one just spoken of, and counts`() throws {
        var keeper = try keeper()
        let today = try meant(keeper, saying: .skipped)
        #expect(today.description == "check-in@2026-01-10T20:30")
        keeper.say(.skipped, of: today, by: "alex")
        #expect(try meant(keeper, saying: .done) == today)
        keeper.say(.done, of: today, by: "alex")
        #expect(try state(keeper, today.description) == .done)
        #expect(try state(keeper, "check-in@2026-01-09T20:30") != .done)
        #expect(try meant(keeper, saying: .skipped) == today)
        keeper.say(.skipped, of: today, by: "sam")
        #expect(try state(keeper, today.description) == .skipped)
        // An hour later it is no correction any more.
        try keeper.run(until: "2026-01-10T19:30:00Z")
        #expect(try meant(keeper, saying: .done).start.date.day == 9)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what a correction opens again is asked about in its time`() throws {
        var keeper = try keeper(needs: .all)
        try keeper.say(.skipped, of: "check-in@2026-01-10T20:30", by: "sam")
        #expect(keeper.verdicts("check-in@2026-01-10T20:30").count == 5)
        try keeper.say(.done, of: "check-in@2026-01-10T20:30", by: "alex")
        keeper.restart()
        try keeper.run(until: "2026-01-11T12:00:00Z")
        #expect(
            keeper.verdicts("check-in@2026-01-10T20:30").filter { $0.hasSuffix("fired") } == [
                "notice:1 alex: fired", "start sam: fired", "follow_up sam: fired",
            ]
        )
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])
    }

    @Test(arguments: [(Needs.some(2), 2), (.some(1), 1), (.all, 3), (.anyone, 1)])
    func `it is done once as many have said so as it needs`(_ needs: Needs, _ enough: Int) throws {
        let ritual = try Ritual.of("check-in", .daily("20:30"), zone: .utc) { $0.needs = needs }
        let names = ["alex", "sam", "kim"]
        let household = Household.of(
            zone: .utc,
            partners: names.map { Partner(id: $0, name: $0, zone: .utc) },
            [ritual]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-10T00:00:00Z")
        let key = try #require(OccurrenceKey(parsing: "check-in@2026-01-10T20:30"))
        for (count, name) in names.enumerated() {
            let part = keeper.planner.plan.doneInPart(key)
            let isStarted = (1..<enough).contains(count)
            #expect(part?.said == (isStarted ? Array(names[..<count]) : nil))
            #expect(part?.waiting == (isStarted ? Array(names[count...]) : nil))
            #expect((try state(keeper, key.description) == .done) == (count >= enough))
            keeper.say(.done, of: key, by: name)
        }
        #expect(try state(keeper, key.description) == .done)
    }

    @Test func `one word for all is enough, whoever is needed`() throws {
        var keeper = try keeper(needs: .all)
        try keeper.say(.done, of: "check-in@2026-01-10T20:30")
        #expect(try state(keeper, "check-in@2026-01-10T20:30") == .done)
    }

    @Test func `a move into the past is refused, and one to this minute is not`() throws {
        let keeper = try keeper()
        let refused = #expect(throws: UnclearOccurrence.self) {
            try meant(keeper, saying: .moved(to: local("2025-02-10T19:00")))
        }
        #expect(
            refused?.description
                == "2025-02-10T19:00 lies in the past, it is 2026-01-10T18:00 now; "
                + "where it took place then, say 'done'"
        )
        #expect(throws: UnclearOccurrence.self) {
            try meant(keeper, saying: .moved(to: local("2026-01-10T17:59")))
        }
        try #expect(
            meant(keeper, saying: .moved(to: local("2026-01-10T18:00"))).start.date.day == 10
        )
    }

    @Test func `a later that ends before anything is told is refused`() throws {
        var keeper = try keeper()
        try keeper.say(.done, of: "check-in@2026-01-09T20:30")
        try keeper.run(until: "2026-01-10T19:30:00Z")
        let early = Outcome.Kind.snoozed(until: try instant("2026-01-10T19:50:00Z"))
        let refused = #expect(throws: UnclearOccurrence.self) { try meant(keeper, saying: early) }
        #expect(
            refused?.description
                == "nothing of 'check-in' was told yet, it begins at 2026-01-10T20:30, "
                + "and 2026-01-10T19:50 is before that; to hold it later, move it"
        )
        let late = Outcome.Kind.snoozed(until: try instant("2026-01-10T21:00:00Z"))
        #expect(try meant(keeper, saying: late).start.date.day == 10)
    }
}
