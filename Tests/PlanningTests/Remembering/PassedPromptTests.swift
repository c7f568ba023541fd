import CivilTime
import Household
import Planning
import Recurrence
import Settings
import TestKit
import Testing

/// Prompts that were never to come again: what comes in their place, on every machine and after a restart.
@Suite struct PassedPromptTests {
    private static func deck(_ count: Int, each: Int = 1) -> Deck {
        let prompts = (0..<count).map { Deck.Prompt(text: "\($0)") }
        return Deck(name: "numbers", prompts: prompts, isDeepening: true, each: each)
    }

    private static func places(_ deck: Deck, _ numbers: Range<Int>, _ passing: [Deck.Passing])
        -> [[Int]]
    {
        numbers.map { deck.prompts(at: $0, passing: passing).compactMap { Int($0.text) } }
    }

    @Test func `the others go on in their order, from the one that was next`() {
        let deck = Self.deck(5)
        let passing = [Deck.Passing(place: 2, from: 2), Deck.Passing(place: 4, from: 6)]
        #expect(
            Self.places(deck, 0..<12, passing).flatMap(\.self) == [
                0, 1, 3, 4, 0, 1, 3, 0, 1, 3, 0, 1,
            ]
        )
        #expect(Self.places(deck, -2..<2, passing) == Self.places(deck, -2..<2, []))
    }

    @Test func `one that comes again has its place in the order`() {
        let deck = Self.deck(5)
        let passing = [Deck.Passing(place: 2, from: 2, until: 8)]
        #expect(
            Self.places(deck, 0..<14, passing).flatMap(\.self)
                == [0, 1, 3, 4, 0, 1, 3, 4, 0, 1, 2, 3, 4, 0]
        )
        #expect(
            Self.places(deck, 0..<9, [Deck.Passing(place: 2, from: 9)])
                == Self.places(deck, 0..<9, [])
        )
    }

    @Test func `where fewer are left than come at once, all of them come`() {
        let deck = Self.deck(4, each: 3)
        let passing = (0..<3).map { Deck.Passing(place: $0, from: 1) }
        #expect(Self.places(deck, 0..<3, passing) == [[0, 1, 2], [3], [3]])
        let all = (0..<4).map { Deck.Passing(place: $0, from: 1) }
        #expect(Self.places(deck, 0..<2, all) == [[0, 1, 2], []])
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `nothing comes again before all that may come have come`(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        let count = dice.roll(3...20)
        let each = dice.roll(1...3)
        let deck = Self.deck(count, each: each)
        let passing = (0..<dice.roll(1...(count - 1))).map { place in
            let from = dice.roll(0...40)
            let isBack = dice.roll(1...3) == 1
            return Deck.Passing(
                place: place,
                from: from,
                until: isBack ? from + dice.roll(1...20) : nil
            )
        }
        let asked = Self.places(deck, 0..<(70 + 3 * count), passing)
        for (number, places) in asked.enumerated() {
            #expect(Set(places).count == places.count)
            for pass in passing where pass.from <= number && pass.until.map({ number < $0 }) ?? true
            {
                #expect(!places.contains(pass.place), "\(pass) at \(number)")
            }
        }
        // From the last change on.
        let last = passing.flatMap { [$0.from, $0.until ?? 0] }.max() ?? 0
        let gone = Set(passing.filter { $0.until == nil }.map(\.place))
        let left = count - gone.count
        let rest = asked[last...].flatMap(\.self)
        for start in stride(from: 0, to: rest.count - left, by: left) {
            #expect(Set(rest[start..<(start + left)]).count == left)
        }
    }

    // MARK: - By what partners say

    private static func ritual(_ schedule: Schedule? = nil) throws -> Ritual {
        try Ritual.of("tea", schedule ?? .daily("20:00"), zone: .utc) {
            $0.deck = Self.deck(4)
        }
    }

    private static func keeper() throws -> ModelKeeper {
        try ModelKeeper(couple(.utc, [ritual()]), from: "2026-01-05T00:00:00Z")
    }

    private static func never(_ prompt: String, at now: Instant) -> PlannerEvent {
        .mark(PromptMark(.never, deck: "numbers", prompt: prompt, said: now))
    }

    /// The prompts of the days, as they were told.
    private static func told(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.told.filter { $0.key.partner == "alex" }.compactMap { $0.nudge?.prompt }
    }

    @Test(arguments: [false, true])
    func `a prompt that was never to come is passed over, and what was asked stays`(
        _ restarts: Bool
    ) throws {
        var keeper = try Self.keeper()
        // 5 January 2026 is the 735th day after Monday 1 January 2024, the fourth of its round.
        try keeper.run(until: "2026-01-06T21:00:00Z")
        #expect(Self.told(keeper) == ["3", "0"])
        keeper.perform(Self.never("1", at: keeper.now))
        keeper.perform(Self.never("0", at: keeper.now))
        if restarts { keeper.restart() }
        try keeper.run(until: "2026-01-10T21:00:00Z")
        #expect(Self.told(keeper) == ["3", "0", "2", "3", "2", "3"])
        let plan = keeper.planner.plan
        let key = try #require(OccurrenceKey(parsing: "tea@2026-01-06T20:00"))
        let ritual = try #require(plan.household.ritual("tea"))
        #expect(ritual.prompt(of: key, marks: plan.keepsakes.marks) == "0", "it was asked before")
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `an undo takes it back, and the other machine agrees`() throws {
        var (one, other) = (try Self.keeper(), try Self.keeper())
        for time in ["2026-01-06T21:00:00Z", "2026-01-08T21:00:00Z", "2026-01-12T21:00:00Z"] {
            try one.run(until: time)
            try other.run(until: time)
            let event = time.hasPrefix("2026-01-06") ? Self.never("1", at: one.now) : nil
            if let event {
                one.perform(event)
                other.perform(event)
            } else if let mark = one.planner.plan.keepsakes.mark(.never, of: "1", in: "numbers") {
                #expect(SaidWord(lastIn: one.planner.plan, at: one.now) == .mark(mark))
                one.perform(.takeBackMark(mark, at: one.now))
                other.perform(.takeBackMark(mark, at: other.now))
                other.restart()
            }
        }
        #expect(Self.told(one) == ["3", "0", "2", "3", "0", "1", "2", "3"])
        #expect(Self.told(other) == Self.told(one))
        #expect(one.planner.plan.keepsakes.marks.count == 1)
    }

    @Test func `both marks of a prompt do not stand together, and one said twice is one`() throws {
        var keeper = try Self.keeper()
        let favourite = PromptMark(.favourite, deck: "numbers", prompt: "1", said: keeper.now)
        keeper.perform(.mark(favourite))
        #expect(keeper.perform(.mark(favourite)).isEmpty)
        keeper.perform(Self.never("1", at: keeper.now))
        let keepsakes = keeper.planner.plan.keepsakes
        #expect(keepsakes.mark(.favourite, of: "1", in: "numbers") == nil)
        #expect(keepsakes.mark(.never, of: "1", in: "numbers") != nil)
        #expect(keeper.ledger.marks == keepsakes.marks)
    }

    @Test func `every schedule counts from the first occurrence after the word`() throws {
        let said: Instant = "2026-01-09T20:00:00Z"
        let marks = [PromptMark(.never, deck: "numbers", prompt: "1", said: said)]
        for schedule in [try Schedule.weekly(.friday, at: "20:00"), try .daily("08:00", "20:00")] {
            let ritual = try Self.ritual(schedule)
            let starts = schedule.occurrences(in: .utc, after: said - .seconds(100 * 86_400))
                .prefix(200).map { ritual.key(of: $0) }
            for key in starts {
                let prompts = ritual.deckPrompts(of: key, marks: marks)
                if ritual.instant(of: key) <= said {
                    #expect(prompts == ritual.deckPrompts(of: key, marks: []))
                } else {
                    #expect(prompts.map(\.text) != ["1"])
                }
            }
        }
    }
}
