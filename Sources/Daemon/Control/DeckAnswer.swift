import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// What decks have asked and what is left of them, and what partners say of their prompts.
struct DeckAnswer {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    private var keepsakes: Keepsakes { snapshot.plan.keepsakes }
    private var choice: DeckChoice { DeckChoice(snapshot.household) }

    func decks() throws -> DecksMessage {
        DecksMessage(
            decks: try choice.entries.map { DecksMessage.Row(try message($0)) },
            marks: keepsakes.marks.filter { $0.undone == nil }.map { DecksMessage.Mark($0) }
        )
    }

    func deck(_ query: DeckQuery) throws -> DeckMessage {
        try message(choice.entry(named: query.name))
    }

    private func message(_ entry: DeckChoice.Entry) throws -> DeckMessage {
        DeckMessage(
            entry.deck,
            of: entry.rituals,
            asked: try entry.rituals.flatMap { try snapshot.ledger.asked(of: $0.id) },
            keepsakes: keepsakes,
            at: snapshot.now
        )
    }

    // MARK: - What is said of a prompt

    func mark(_ request: DeckMarkRequest) throws -> Mutation<DeckMarkMessage> {
        let household = snapshot.household
        let speaker = try household.speaker(request.partner, of: nil, sitting: sitting)
        let (deck, place) = try prompt(of: request)
        let text = deck.prompts[place].text
        let standing = PromptMark.Kind.allCases.compactMap {
            keepsakes.mark($0, of: text, in: deck.name)
        }.first
        let kind = PromptMark.Kind(request.mark)
        var answer = DeckMarkMessage(
            mark: request.mark,
            deck: deck.name,
            number: place + 1,
            prompt: text,
            partner: speaker
        )
        guard let kind, standing?.kind != kind else {
            guard kind == nil, let standing else {
                answer.unchanged = true
                return Mutation(event: .timeReached(snapshot.now)) { [answer] _ in answer }
            }
            let event = PlannerEvent.takeBackMark(standing, at: snapshot.now)
            return Mutation(event: event) { [answer] _ in answer }
        }
        try check(kind, of: text, in: deck)
        let mark = PromptMark(
            kind,
            deck: deck.name,
            prompt: text,
            partner: speaker,
            said: snapshot.now
        )
        return Mutation(event: .mark(mark)) { [answer] _ in answer }
    }

    private func check(_ kind: PromptMark.Kind, of prompt: String, in deck: Deck) throws(Problem) {
        guard keepsakes.hasRoomForMark else {
            throw Problem(
                .conflict,
                detail: "\(Keepsakes.mostMarks) prompts are marked already; no more are taken"
            )
        }
        let isLast = deck.prompts.allSatisfy {
            $0.text == prompt || keepsakes.mark(.never, of: $0.text, in: deck.name) != nil
        }
        if kind == .never, isLast {
            throw Problem(
                .conflict,
                detail: "it is the last prompt that the deck '\(deck.name)' has left to ask"
            )
        }
    }

    /// The deck and the place of the prompt that a request means.
    private func prompt(of request: DeckMarkRequest) throws(Problem) -> (deck: Deck, place: Int) {
        var entries = choice.entries
        if let name = request.deck {
            entries = [try choice.entry(named: name)]
        }
        guard !entries.isEmpty else {
            throw Problem(.unknownDeck, detail: "no ritual asks from a deck")
        }
        if let number = request.number {
            return try prompt(number, of: entries)
        }
        guard let text = request.prompt, !text.isEmpty else {
            return try promptOfToday(entries)
        }
        return try prompt(with: text, of: entries)
    }

    private func prompt(
        _ number: Int,
        of entries: [DeckChoice.Entry]
    ) throws(Problem) -> (deck: Deck, place: Int) {
        guard let deck = entries.first?.deck, entries.count == 1 else {
            let names = entries.map { "'\($0.deck.name)'" }
            throw Problem(
                .badRequest,
                detail: "a number needs its deck; the decks are \(Phrase.list(names))"
            )
        }
        guard deck.prompts.indices.contains(number - 1) else {
            throw Problem(
                .unknownDeck,
                detail: "the deck '\(deck.name)' has no prompt \(number); its prompts are 1 to "
                    + "\(deck.prompts.count)"
            )
        }
        return (deck, number - 1)
    }

    /// The one that is the text, or the only one that has it as a part.
    private func prompt(
        with text: String,
        of entries: [DeckChoice.Entry]
    ) throws(Problem) -> (deck: Deck, place: Int) {
        let wanted = text.lowercased()
        let all = entries.map(\.deck).flatMap { deck in
            deck.prompts.indices.map { (deck: deck, place: $0) }
        }
        let same = all.filter { $0.deck.prompts[$0.place].text.lowercased() == wanted }
        let found =
            same.isEmpty
            ? all.filter { $0.deck.prompts[$0.place].text.lowercased().contains(wanted) } : same
        guard let first = found.first else {
            throw Problem(.unknownDeck, detail: "no prompt of a deck in use has '\(text)' in it")
        }
        guard found.count == 1 else {
            let named = found.prefix(3).map { "“\($0.deck.prompts[$0.place].text)”" }
            let more = found.count > 3 ? " and \(found.count - 3) more" : ""
            throw Problem(
                .conflict,
                detail: "'\(text)' is in several prompts: \(named.joined(separator: ", "))\(more)"
            )
        }
        return first
    }

    /// The first prompt of the occurrence that was asked last today, else of the next today.
    private func promptOfToday(
        _ entries: [DeckChoice.Entry]
    ) throws(Problem) -> (deck: Deck, place: Int) {
        let (plan, now) = (snapshot.plan, snapshot.now)
        let today = plan.household.zone.local(at: now).date
        let rituals = Dictionary(
            entries.flatMap { entry in entry.rituals.map { ($0.id, (entry.deck, $0)) } },
            uniquingKeysWith: { first, _ in first }
        )
        let keys = plan.occurrences(on: today, nearest: now, limit: LongAnswer.mostRows)
            .filter { rituals[$0.key.ritual] != nil }
        let chosen = keys.last { $0.start.instant <= now } ?? keys.first
        guard let chosen, let (deck, ritual) = rituals[chosen.key.ritual],
            let prompt = ritual.deckPrompts(of: chosen.key, marks: keepsakes.marks).first,
            let place = deck.prompts.firstIndex(of: prompt)
        else {
            throw Problem(
                .conflict,
                detail: "no deck asks anything today; name the prompt by its words or its number"
            )
        }
        return (deck, place)
    }
}

extension PromptMark.Kind {
    fileprivate init?(_ word: DeckMarkRequest.Word) {
        switch word {
        case .favourite: self = .favourite
        case .never: self = .never
        case .again: return nil
        }
    }
}
