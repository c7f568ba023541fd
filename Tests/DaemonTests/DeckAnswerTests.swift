import CivilTime
import ControlAPI
import Delivery
import Household
import Ledger
import Planning
import Recurrence
import TestKit
import Testing

@testable import Daemon

/// What is answered of decks, of the jar and of the week, and what partners say of prompts.
struct DeckAnswerTests {
    private let house: House
    private let ledger: SQLiteLedger
    private var planner: TransactionalPlanner
    private var now: Instant = "2026-01-07T10:00:00Z"

    init() throws {
        house = try House()
        ledger = try house.openLedger()
        var household = try House.couple(at: "12:00") { ritual in
            ritual.deck = Deck(
                name: "numbers",
                prompts: ["Zero?", "One?", "Two?", "Three?"].map { .init(theme: "n", text: $0) },
                isDeepening: true
            )
        }
        household.partners.append(Partner(id: "sam", name: "Sam", zone: .utc))
        var tea = household.rituals[0]
        tea.id = "tea"
        tea.title = "Tea time"
        tea.deck = nil
        tea.prompts = ["How was it?"]
        household.rituals.append(tea)
        planner = try TransactionalPlanner(household, ledger: ledger, now: now)
        _ = try planner.reach(now, always: true)
    }

    private func snapshot() -> Snapshot {
        Snapshot(planner: planner.planner, now: now, ledger: ledger, degraded: nil)
    }

    private var answer: DeckAnswer { DeckAnswer(snapshot: snapshot(), sitting: "alex") }
    private var keepsakes: KeepsakeAnswers {
        KeepsakeAnswers(snapshot: snapshot(), sitting: "alex")
    }

    private mutating func perform<Reply>(_ mutation: Mutation<Reply>) throws -> Reply {
        let result = try planner.take(mutation.event, at: now)
        return try mutation.reply(
            PlannerActor.Performed(step: result.step, plan: planner.planner.plan)
        )
    }

    private mutating func go(to time: Instant) throws {
        now = time
        while let due = planner.planner.nextDue, due <= time {
            _ = try planner.reach(due)
        }
        _ = try planner.reach(time, always: true)
    }

    private func texts(_ prompts: [DeckMessage.Prompt]) -> [String] { prompts.map(\.prompt) }

    @Test mutating func `a deck is told by what was asked and what is left`() throws {
        // 7 January 2026 is the 737th day after 1 January 2024.
        #expect(try texts(answer.deck(DeckQuery(name: "numbers")).asked) == [])
        try go(to: "2026-01-09T13:00:00Z")
        let deck = try answer.deck(DeckQuery(name: "noon"))
        #expect(deck.name == "numbers" && deck.rituals == ["noon"] && deck.isKnown)
        #expect(texts(deck.asked) == ["One?", "Two?", "Three?"])
        #expect(
            deck.asked.map { $0.asked?.description } == ["2026-01-07", "2026-01-08", "2026-01-09"]
        )
        #expect(texts(deck.left) == ["Zero?"] && deck.left.map(\.number) == [1])
        // The next one ends the round.
        try go(to: "2026-01-11T13:00:00Z")
        let next = try answer.deck(DeckQuery(name: "numb"))
        #expect(texts(next.asked) == ["One?"])
        #expect(texts(next.left) == ["Two?", "Three?", "Zero?"])
    }

    @Test mutating func `a prompt is marked by its words, its number or the day`() throws {
        try go(to: "2026-01-07T13:00:00Z")
        let today = try perform(answer.mark(DeckMarkRequest(.favourite)))
        #expect(today.prompt == "One?" && today.number == 2 && today.partner == "alex")
        let byWords = try perform(answer.mark(DeckMarkRequest(.never, prompt: "thr")))
        #expect(byWords.prompt == "Three?" && !byWords.unchanged)
        #expect(try perform(answer.mark(DeckMarkRequest(.never, number: 4))).unchanged)
        var deck = try answer.deck(DeckQuery(name: "numbers"))
        #expect(texts(deck.never) == ["Three?"] && texts(deck.left) == ["Two?", "Zero?"])
        #expect(deck.asked.map(\.favourite) == [true])
        let row = try #require(try answer.decks().decks.first)
        #expect((row.prompts, row.asked, row.left, row.never) == (4, 1, 2, 1))
        #expect(try answer.decks().marks.map(\.mark) == [.favourite, .never])

        let again = try perform(
            answer.mark(DeckMarkRequest(.again, deck: "noon", prompt: "THREE?", partner: "sam"))
        )
        #expect(again.partner == "sam" && !again.unchanged)
        deck = try answer.deck(DeckQuery(name: "numbers"))
        #expect(deck.never == [] && texts(deck.left) == ["Two?", "Three?", "Zero?"])
        let undo = try perform(
            UndoHandler(snapshot: snapshot(), sitting: "alex").undo(UndoRequest())
        )
        #expect(undo.undone == .favourite && undo.prompt == "One?" && undo.deck == "numbers")
    }

    @Test(arguments: [
        (
            DeckMarkRequest(.never, prompt: "?"),
            "'?' is in several prompts: “Zero?”, “One?”, “Two?” and 1 more"
        ),
        (DeckMarkRequest(.never, prompt: "moon"), "no prompt of a deck in use has 'moon' in it"),
        (
            DeckMarkRequest(.never, number: 5),
            "the deck 'numbers' has no prompt 5; its prompts are 1 to 4"
        ),
        (
            DeckMarkRequest(.never, deck: "moon", number: 1),
            "no ritual asks from a deck 'moon'; the decks are 'numbers'"
        ),
        (
            DeckMarkRequest(.never, deck: "tea", number: 1),
            "'tea' asks from no deck; it has prompts of its own, one after the other"
        ),
        (
            DeckMarkRequest(.never, number: 1, partner: "kim"),
            "no partner 'kim' in this household; there are 'alex' and 'sam'"
        ),
    ])
    func `what cannot be meant is said`(_ request: DeckMarkRequest, _ detail: String) {
        let problem = #expect(throws: Problem.self) { try answer.mark(request) }
        #expect(problem?.detail.hasPrefix(detail.prefix(36)) == true, "\(problem?.detail ?? "")")
    }

    @Test mutating func `the last prompt of a deck stays`() throws {
        for number in 1...3 {
            _ = try perform(answer.mark(DeckMarkRequest(.never, number: number)))
        }
        let problem = #expect(throws: Problem.self) {
            try answer.mark(DeckMarkRequest(.never, number: 4))
        }
        #expect(problem?.detail == "it is the last prompt that the deck 'numbers' has left to ask")
    }

    @Test
    mutating func `the jar takes words, gives them back, and takes no more than a hundred a day`()
        throws
    {
        for words in ["", "  \n"] {
            let empty = MomentRequest(words: words)
            let problem = #expect(throws: Problem.self) { try keepsakes.keep(empty) }
            #expect(problem?.detail == "the moment has no words")
        }
        let kept = try perform(keepsakes.keep(MomentRequest(words: "you sang")))
        #expect(kept.partner == "alex" && kept.said == now)
        for number in 2...100 {
            _ = try perform(keepsakes.keep(MomentRequest(words: "\(number)", partner: "sam")))
        }
        #expect(throws: Problem.self) { try keepsakes.keep(MomentRequest(words: "more")) }
        let jar = try keepsakes.moments(MomentsQuery(from: "2026-01-07", until: "2026-01-07"))
        #expect(jar.count == 100 && jar.moments.first?.words == "you sang")
        #expect(try keepsakes.moments(MomentsQuery(from: "2026-01-08")).count == 0)
        let undo = try perform(
            UndoHandler(snapshot: snapshot(), sitting: "alex").undo(UndoRequest())
        )
        #expect(undo.undone == .moment && undo.note == "100")
        #expect(try keepsakes.moments(MomentsQuery()).count == 99)
    }

    @Test mutating func `a digest names what was kept, and nothing that was not`() throws {
        try go(to: "2026-01-09T13:00:00Z")
        let request = OutcomeRequest(ritual: "noon", note: "good")
        _ = try perform(OutcomeHandler(snapshot: snapshot(), sitting: nil).take(.done, request))
        let digest = keepsakes.digest(DigestQuery(days: 3))
        #expect(digest.kept.map(\.ritual) == ["noon"] && digest.kept.map(\.count) == [1])
        #expect(digest.notes.map(\.note) == ["good"])
        #expect(digest.coming.map(\.ritual).sorted() == ["noon", "tea"])
        #expect(digest.from == "2026-01-06" && digest.until == "2026-01-12")
    }
}
