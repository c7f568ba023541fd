package import CivilTime
package import Household
package import Planning

/// `GET /v1/decks`: the decks that rituals ask from, and what was said of prompts.
package struct DecksMessage: Hashable, Sendable, Codable {
    /// In the order of the rituals.
    package var decks: [Row] = []
    /// What was said of prompts and stands, of decks too that no ritual asks from any more.
    package var marks: [Mark] = []

    package init(decks: [Row], marks: [Mark] = []) {
        self.decks = decks
        self.marks = marks
    }

    package struct Row: Hashable, Sendable, Codable {
        package var name: String
        /// The ids of the rituals that ask from it.
        package var rituals: [String]
        package var prompts: Int
        /// How many were asked in this round; `null` where that is not known.
        package var asked: Int?
        /// How many are still to come in it; `null` where that is not known.
        package var left: Int?
        package var favourites: Int
        package var never: Int
    }

    package struct Mark: Hashable, Sendable, Codable {
        package var mark: PromptMark.Kind
        package var deck: String
        package var prompt: String
        /// Who said so; `null` where it was said for all.
        package var partner: String?
        package var said: Instant
    }
}

/// `GET /v1/deck`: what a deck has asked, and what is left of it.
package struct DeckMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case name, rituals, sensitivity, asked, left, never
        case inOrder = "in_order"
        case isKnown = "known"
    }

    package var name: String
    /// The ids of the rituals that ask from it.
    package var rituals: [String]
    /// What of it may be shown where others look.
    package var sensitivity = Sensitivity.public
    /// Whether its prompts come as they are written.
    package var inOrder: Bool
    /// Whether it is known what was asked; a config alone does not know.
    package var isKnown: Bool
    /// What was asked in this round, the last one last.
    package var asked: [Prompt] = []
    /// What is still to come in it, the next one first.
    package var left: [Prompt] = []
    /// What is never asked again.
    package var never: [Prompt] = []

    package struct Prompt: Hashable, Sendable, Codable {
        /// Its place in the deck, from 1 on.
        package var number: Int
        package var prompt: String
        package var theme: String?
        /// The local date on which it was asked last; `null` where it was not, or that is not known.
        package var asked: CivilDate?
        package var favourite = false
    }
}

extension DeckMessage {
    /// A deck as the rituals that ask from it have used it.
    ///
    /// - Parameters:
    ///   - deck: the deck.
    ///   - rituals: those that ask from it, at least one.
    ///   - asked: the occurrences of them that were asked, in order; `nil` where that is not known.
    ///   - keepsakes: what was said of prompts.
    ///   - now: from when on prompts are to come.
    package init(
        _ deck: Deck,
        of rituals: [Ritual],
        asked: [OccurrenceKey]?,
        keepsakes: Keepsakes,
        at now: Instant
    ) {
        name = deck.name
        self.rituals = rituals.map(\.id)
        sensitivity = .most(of: rituals.map(\.sensitivity))
        inOrder = deck.isDeepening
        isKnown = asked != nil
        let round = Round(deck, of: rituals, asked: asked ?? [], marks: keepsakes.marks)
        let prompt = { (text: String) -> Prompt? in
            guard let place = deck.prompts.firstIndex(where: { $0.text == text }) else {
                return nil
            }
            return Prompt(
                number: place + 1,
                prompt: text,
                theme: deck.prompts[place].theme,
                asked: round.dates[text],
                favourite: keepsakes.mark(.favourite, of: text, in: deck.name) != nil
            )
        }
        let isNever = { keepsakes.mark(.never, of: $0, in: deck.name) != nil }
        self.asked = round.asked.filter { !isNever($0) }.compactMap(prompt)
        let coming = rituals.first?.comingPrompts(after: now, marks: keepsakes.marks) ?? []
        left = coming.map(\.text).filter { !round.asked.contains($0) && !isNever($0) }
            .compactMap(prompt)
        never = deck.prompts.map(\.text).filter(isNever).compactMap(prompt)
    }

    /// What was asked since all had been asked.
    private struct Round {
        /// The texts, the last one last.
        var asked: [String] = []
        /// When each was asked last.
        var dates: [String: CivilDate] = [:]

        init(_ deck: Deck, of rituals: [Ritual], asked keys: [OccurrenceKey], marks: [PromptMark]) {
            let known = Dictionary(
                rituals.map { ($0.id, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            for key in keys.sorted() {
                for prompt in known[key.ritual]?.deckPrompts(of: key, marks: marks) ?? [] {
                    if asked.contains(prompt.text), dates[prompt.text] != key.start.date {
                        asked = []
                    }
                    asked.removeAll { $0 == prompt.text }
                    asked.append(prompt.text)
                    dates[prompt.text] = key.start.date
                }
            }
        }
    }
}

extension DecksMessage.Row {
    package init(_ deck: DeckMessage) {
        let all = deck.asked + deck.left
        self.init(
            name: deck.name,
            rituals: deck.rituals,
            prompts: all.count + deck.never.count,
            asked: deck.isKnown ? deck.asked.count : nil,
            left: deck.isKnown ? deck.left.count : nil,
            favourites: all.count(where: \.favourite),
            never: deck.never.count
        )
    }
}

extension DecksMessage.Mark {
    package init(_ mark: PromptMark) {
        self.init(
            mark: mark.kind,
            deck: mark.deck,
            prompt: mark.prompt,
            partner: mark.partner,
            said: mark.said
        )
    }
}

/// `POST /v1/deck/mark`: what a partner says of a prompt.
package struct DeckMarkRequest: Hashable, Sendable, Codable {
    package enum Word: String, Hashable, Sendable, Codable, CaseIterable {
        case favourite, never
        /// It is asked like any other again.
        case again
    }

    package var mark: Word
    /// The deck, or a ritual that asks from it; `nil` for whichever has the prompt.
    package var deck: String?
    /// The prompt or a part of it; `nil` for the one of today.
    package var prompt: String?
    /// Its number, as `/v1/deck` has it.
    package var number: Int?
    /// Who says so; `nil` for whoever sits at the daemon's machine.
    package var partner: String?

    package init(
        _ mark: Word,
        deck: String? = nil,
        prompt: String? = nil,
        number: Int? = nil,
        partner: String? = nil
    ) {
        self.mark = mark
        self.deck = deck
        self.prompt = prompt
        self.number = number
        self.partner = partner
    }
}

/// The answer: the prompt that was understood.
package struct DeckMarkMessage: Hashable, Sendable, Codable {
    package var mark: DeckMarkRequest.Word
    package var deck: String
    package var number: Int
    package var prompt: String
    package var partner: String?
    /// Whether it was so before.
    package var unchanged = false

    package init(
        mark: DeckMarkRequest.Word,
        deck: String,
        number: Int,
        prompt: String,
        partner: String? = nil,
        unchanged: Bool = false
    ) {
        self.mark = mark
        self.deck = deck
        self.number = number
        self.prompt = prompt
        self.partner = partner
        self.unchanged = unchanged
    }
}
