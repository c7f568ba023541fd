import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct SameWordsTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper() throws -> ModelKeeper {
        let date = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["1d", "0m"], followUp: "12h")
            ritual.needs = .all
        }
        return try ModelKeeper(couple(.utc, [date]), from: "2026-01-05T00:00:00Z")
    }

    private func outcome(
        _ kind: Outcome.Kind,
        by partner: String? = "alex",
        _ note: String? = nil,
        in keeper: ModelKeeper
    ) throws -> Outcome {
        let occurrence = try #require(OccurrenceKey(parsing: key))
        return Outcome(
            occurrence: occurrence,
            kind: kind,
            partner: partner,
            note: note,
            said: keeper.now
        )
    }

    private func kind(_ word: String) throws -> Outcome.Kind {
        switch word {
        case "done": .done
        case "skipped": .skipped
        case "moved": .moved(to: try local("2026-01-10T18:00"))
        default: .snoozed(until: try instant("2026-01-09T20:20:00Z"))
        }
    }

    @Test(arguments: ["done", "skipped", "moved", "snoozed"])
    func `the same word by the same partner changes nothing`(_ word: String) throws {
        var keeper = try keeper()
        let kind = try kind(word)
        try keeper.run(until: "2026-01-08T20:00:00Z")
        try #expect(!keeper.say(kind, of: key, by: "alex").isEmpty)
        try keeper.run(until: "2026-01-08T20:01:00Z")
        let before = keeper.ledger.log
        try #expect(keeper.say(kind, of: key, by: "alex").isEmpty)
        keeper.restart()
        try #expect(keeper.say(kind, of: key, by: "alex").isEmpty)
        #expect(keeper.ledger.outcomes.count == 1)
        #expect(keeper.ledger.log == before)
        // The other's word is another word.
        try #expect(keeper.say(kind, of: key, by: "sam").outcomes.count == 1)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `both can say done again and again, and it is two words`() throws {
        var keeper = try keeper()
        for _ in 0..<10 {
            try keeper.say(.done, of: key, by: "alex")
            try keeper.say(.done, of: key, by: "sam")
        }
        #expect(keeper.ledger.outcomes.map(\.partner) == ["alex", "sam"])
    }

    @Test func `what is said after another word is a new word`() throws {
        var keeper = try keeper()
        let saturday = Outcome.Kind.moved(to: try local("2026-01-10T18:00"))
        let sunday = Outcome.Kind.moved(to: try local("2026-01-11T18:00"))
        try keeper.say(saturday, of: key, by: "alex")
        try keeper.say(sunday, of: key, by: "sam")
        try #expect(keeper.say(saturday, of: key, by: "alex").outcomes.count == 1)
        let occurrence = try #require(OccurrenceKey(parsing: key))
        #expect(
            keeper.planner.plan.shown(occurrence)?.start.local == (try local("2026-01-10T18:00"))
        )
        try keeper.undo(key)
        try #expect(keeper.say(saturday, of: key, by: "alex").outcomes.count == 1)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `another note takes the place of the first, and none leaves it`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-08T20:00:00Z")
        keeper.perform(.said(try outcome(.done, "rain", in: keeper)))
        let said = keeper.now
        try keeper.run(until: "2026-01-08T21:00:00Z")
        let same = keeper.perform(.said(try outcome(.done, "rain", in: keeper)))
        #expect(same.isEmpty)
        let step = keeper.perform(.said(try outcome(.done, "sun", in: keeper)))
        #expect(step.noted.map(\.note) == ["sun"])
        #expect(step.noted.map(\.said) == [said])
        #expect(step.outcomes.isEmpty && step.decisions.isEmpty && step.withdrawals.isEmpty)
        #expect(keeper.perform(.said(try outcome(.done, in: keeper))).isEmpty)
        #expect(keeper.ledger.outcomes.map(\.note) == ["sun"])
        keeper.restart()
        #expect(keeper.perform(.said(try outcome(.done, "sun", in: keeper))).isEmpty)
        try keeper.undo(key, by: "alex")
        #expect(keeper.ledger.outcomes.map(\.undone) == [keeper.now])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a hundred words about one occurrence are enough`() throws {
        var keeper = try keeper()
        for _ in 0..<60 {
            try keeper.say(.done, of: key, by: "alex")
            try keeper.say(.skipped, of: key, by: "alex")
        }
        #expect(keeper.ledger.outcomes.count == 100)
        #expect(!keeper.planner.plan.outcomes.hasRoom(for: try outcome(.done, in: keeper)))
        for _ in 0..<60 {
            try keeper.undo(key)
            try keeper.say(.done, of: key, by: "alex")
        }
        #expect(keeper.ledger.outcomes.count == 100)
        #expect(keeper.ledger.breaches == [])
        let next = "date@2026-01-16T19:00"
        try #expect(keeper.say(.done, of: next, by: "alex").outcomes.count == 1)
    }

    @Test func `the same hold is one hold, and a hundred a day are enough`() throws {
        var keeper = try keeper()
        try keeper.hold("date", until: "2026-01-12T00:00:00Z", reason: "exams")
        try keeper.run(until: "2026-01-06T00:00:00Z")
        try #expect(keeper.hold("date", until: "2026-01-12T00:00:00Z", reason: "exams").isEmpty)
        try #expect(keeper.hold("date", until: "2026-01-12T00:00:00Z").isEmpty)
        try #expect(!keeper.hold(until: "2026-01-12T00:00:00Z").isEmpty)
        try #expect(!keeper.hold("date", until: "2026-01-13T00:00:00Z").isEmpty)
        for day in 0..<120 {
            let until = try instant("2026-02-01T00:00:00Z") + .seconds(Int64(day) * 86_400)
            keeper.perform(
                .hold(Hold(ritual: "date", from: keeper.now, until: until), at: keeper.now)
            )
        }
        #expect(keeper.ledger.holds.count { $0.ritual == "date" && $0.from == keeper.now } == 100)
        #expect(keeper.planner.plan.holds.current(at: keeper.now).count == 2)
    }

    @Test func `a signal that flutters begins no more than a hundred a day`() throws {
        let trigger = Trigger(signal: "home")
        let ritual = Ritual(id: "home", title: "Home", occasion: .signal(trigger), zone: .utc)
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-09T00:00:00Z")
        for second in 1...300 {
            let time = try instant("2026-01-09T10:00:00Z") + .seconds(Int64(second))
            keeper.perform(.signal("home", at: time))
        }
        #expect(keeper.ledger.outcomes.count == 100)
    }
}
