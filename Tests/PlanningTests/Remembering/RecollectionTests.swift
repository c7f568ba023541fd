import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// The note of last time, and a look back at the week.
@Suite struct RecollectionTests {
    private func keeper(_ change: (inout [Ritual]) throws -> Void = { _ in }) throws -> ModelKeeper
    {
        var rituals = [
            try Ritual.of("check-in", .daily("20:30"), zone: .utc) { $0.title = "Check-in" },
            try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) {
                $0.title = "Date night"
                $0.remembers = true
                $0.ladder = try Ladder.of(["2h", "0m"])
            },
            try Ritual.of("digest", .weekly(.sunday, at: "18:00"), zone: .utc) {
                $0.title = "The week"
                $0.body = "Your week."
                $0.tells = [.kept, .coming, .moments]
            },
        ]
        try change(&rituals)
        return try ModelKeeper(couple(.utc, rituals), from: "2026-01-05T00:00:00Z")
    }

    private func say(_ note: String?, of key: String, in keeper: inout ModelKeeper) throws {
        let key = try #require(OccurrenceKey(parsing: key))
        let word = Outcome(
            occurrence: key,
            kind: .done,
            partner: "sam",
            note: note,
            said: keeper.now
        )
        keeper.perform(.said(word))
    }

    private func quote(_ key: String, _ keeper: ModelKeeper, stage: String = "start") -> String? {
        keeper.decision(stage, of: key)?.nudge?.quote
    }

    @Test(arguments: [false, true])
    func `the note of last time is told at the next, and only there`(_ restarts: Bool) throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T22:00:00Z")
        try say("the new Thai place", of: "date@2026-01-09T19:00", in: &keeper)
        try say("tired", of: "check-in@2026-01-09T20:30", in: &keeper)
        if restarts { keeper.restart() }
        try keeper.run(until: "2026-01-16T22:00:00Z")
        #expect(quote("date@2026-01-16T19:00", keeper) == "Sam, last time: “the new Thai place”")
        #expect(quote("date@2026-01-16T19:00", keeper, stage: "lead:2h") == nil)
        #expect(quote("check-in@2026-01-10T20:30", keeper) == nil, "it does not remember")
        // The next time nothing was written.
        try say(nil, of: "date@2026-01-16T19:00", in: &keeper)
        try keeper.run(until: "2026-01-23T22:00:00Z")
        #expect(quote("date@2026-01-23T19:00", keeper) == nil)
    }

    @Test func `a note that was taken back is told no more, and a long one is cut`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T22:00:00Z")
        try say(String(repeating: "so good ", count: 100), of: "date@2026-01-09T19:00", in: &keeper)
        try keeper.run(until: "2026-01-16T20:00:00Z")
        let nudge = try #require(keeper.decision("start", of: "date@2026-01-16T19:00")?.nudge)
        let told = try #require(nudge.quote)
        #expect(told.hasSuffix("…”") && nudge.body.count + 1 + told.count <= 240)
        #expect(nudge.body.count + told.count > 220, "as much as there is room for")
        try keeper.undo("date@2026-01-09T19:00")
        let key = try #require(OccurrenceKey(parsing: "date@2026-01-23T19:00"))
        #expect(Outcome(lastNoteBefore: key, in: keeper.planner.plan) == nil)
    }

    @Test func `a week is told by what was kept and what is coming`() throws {
        var keeper = try keeper()
        for day in 5...7 {
            try keeper.run(until: "2026-01-0\(day)T21:00:00Z")
            try say(day == 6 ? "long talk" : nil, of: "check-in@2026-01-0\(day)T20:30", in: &keeper)
        }
        try keeper.run(until: "2026-01-09T22:00:00Z")
        try say("the soup", of: "date@2026-01-09T19:00", in: &keeper)
        keeper.perform(.keep(Moment("rain on the roof", partner: "alex", said: keeper.now)))
        try keeper.run(until: "2026-01-11T19:00:00Z")
        #expect(
            quote("digest@2026-01-11T18:00", keeper) == """
                Kept: Date night, Check-in three times.
                Sam on Date night: “the soup”
                Coming: Date night on Friday, Check-in seven times.
                From the jar, Alex: “rain on the roof”
                """
        )
        // The week after, nothing was kept: nothing is said of it.
        try keeper.run(until: "2026-01-18T19:00:00Z")
        #expect(
            quote("digest@2026-01-18T18:00", keeper) == """
                Coming: Date night on Friday, Check-in seven times.
                From the jar, Alex: “rain on the roof”
                """
        )
    }

    @Test func `what does not fit is counted`() throws {
        var keeper = try keeper { rituals in
            for number in 1...30 {
                rituals.append(
                    try Ritual.of("more-\(number)", .weekly(.tuesday, at: "10:00"), zone: .utc) {
                        $0.title = "A ritual with a long title, number \(number)"
                    }
                )
            }
        }
        try keeper.run(until: "2026-01-11T19:00:00Z")
        let nudge = try #require(keeper.decision("start", of: "digest@2026-01-11T18:00")?.nudge)
        let told = try #require(nudge.quote)
        #expect(nudge.body.count + 1 + told.count <= 240, "\(told)")
        #expect(
            told.hasPrefix("Coming: A ritual with a long title, number 1 on Tuesday, ")
        )
        #expect(told.firstMatch(of: /and \d+ more\.$/) != nil, "\(told)")
    }

    @Test func `what is more private than the look itself is not told by it`() throws {
        var keeper = try keeper { rituals in
            rituals[0].sensitivity = .secret
            rituals[1].sensitivity = .private
        }
        try keeper.run(until: "2026-01-09T22:00:00Z")
        try say("ours alone", of: "date@2026-01-09T19:00", in: &keeper)
        try say("hidden", of: "check-in@2026-01-09T20:30", in: &keeper)
        try keeper.run(until: "2026-01-11T19:00:00Z")
        #expect(
            quote("digest@2026-01-11T18:00", keeper)
                == "Kept: Date night.\nComing: Date night on Friday."
        )
    }

    @Test func `a partner is told of what is for them`() throws {
        var keeper = try keeper { $0[1].partners = ["sam"] }
        try keeper.run(until: "2026-01-11T19:00:00Z")
        let alex = keeper.decision("start", of: "digest@2026-01-11T18:00", for: "alex")?.nudge?
            .quote
        #expect(alex == "Coming: Check-in seven times.")
        let sam = keeper.decision("start", of: "digest@2026-01-11T18:00", for: "sam")?.nudge?.quote
        #expect(sam == "Coming: Date night on Friday, Check-in seven times.")
    }

    @Test func `a moment that was taken back is not told`() throws {
        var keeper = try keeper()
        let moment = Moment("a mistake", said: keeper.now)
        keeper.perform(.keep(moment))
        #expect(SaidWord(lastIn: keeper.planner.plan, at: keeper.now) == .moment(moment))
        keeper.perform(.takeBackMoment(moment, at: keeper.now))
        #expect(keeper.perform(.takeBackMoment(moment, at: keeper.now)).isEmpty)
        #expect(SaidWord(lastIn: keeper.planner.plan, at: keeper.now) == nil)
        try keeper.run(until: "2026-01-11T19:00:00Z")
        #expect(quote("digest@2026-01-11T18:00", keeper)?.contains("jar") == false)
        #expect(keeper.ledger.moments == [] && keeper.ledger.breaches == [])
    }

    @Test func `the last word is the one that was said last, whatever it is`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-05T21:00:00Z")
        keeper.perform(.keep(Moment("one", said: keeper.now)))
        try say(nil, of: "check-in@2026-01-05T20:30", in: &keeper)
        guard case .outcome? = SaidWord(lastIn: keeper.planner.plan, at: keeper.now) else {
            Issue.record("done was said after the moment")
            return
        }
        keeper.perform(.keep(Moment("two", said: keeper.now)))
        let last = SaidWord(lastIn: keeper.planner.plan, at: keeper.now)
        #expect(last == .moment(Moment("two", said: keeper.now)))
        let ofRitual = SaidWord(lastIn: keeper.planner.plan, of: "check-in", at: keeper.now)
        #expect(ofRitual?.partner == "sam")
    }
}
