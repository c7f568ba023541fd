package import Household

/// The decks that the rituals of a household ask from, each with those rituals, and which one a name means.
package struct DeckChoice: Sendable {
    package struct Entry: Sendable {
        package var deck: Deck
        package var rituals: [Ritual]
    }

    /// In the order of the rituals.
    package private(set) var entries: [Entry] = []
    private let household: Household

    package init(_ household: Household) {
        self.household = household
        for ritual in household.rituals where ritual.isEnabled {
            guard let deck = ritual.deck else {
                continue
            }
            if let place = entries.firstIndex(where: { $0.deck.name == deck.name }) {
                entries[place].rituals.append(ritual)
            } else {
                entries.append(Entry(deck: deck, rituals: [ritual]))
            }
        }
    }

    /// The deck that a name of a deck or of a ritual means, or a part of one.
    package func entry(named name: String) throws(Problem) -> Entry {
        let decks = entries.map { (id: $0.deck.name, title: $0.deck.name) }
        if case .one(let id) = NameMatch(name, among: decks, wholeOnly: true),
            let entry = entries.first(where: { $0.deck.name == id })
        {
            return entry
        }
        let rituals = household.rituals.filter(\.isEnabled).map { (id: $0.id, title: $0.title) }
        let matches = [
            NameMatch(name, among: rituals, wholeOnly: true),
            NameMatch(name, among: decks + asking),
            NameMatch(name, among: rituals),
        ]
        for match in matches {
            if let entry = try entry(match, of: name) {
                return entry
            }
        }
        let known = entries.map { "'\($0.deck.name)'" }
        throw Problem(
            .unknownDeck,
            detail: "no ritual asks from a deck '\(name)'; "
                + (known.isEmpty ? "none asks from any" : "the decks are \(Phrase.list(known))")
        )
    }

    private var asking: [(id: String, title: String)] {
        entries.flatMap(\.rituals).map { (id: $0.id, title: $0.title) }
    }

    private func entry(_ match: NameMatch, of name: String) throws(Problem) -> Entry? {
        switch match {
        case .none: return nil
        case .several(let names):
            guard Set(names.map(deckName)).count > 1 else {
                return names.first.flatMap(deckName).flatMap(entry(of:))
            }
            throw Problem(
                .conflict,
                detail: "'\(name)' fits more than one: \(names.joined(separator: ", "))"
            )
        case .one(let id):
            guard let name = deckName(id), let entry = entry(of: name) else {
                let asks = household.ritual(id)?.prompts.isEmpty == false
                throw Problem(
                    .unknownDeck,
                    detail: "'\(id)' asks from no deck"
                        + (asks ? "; it has prompts of its own, one after the other" : "")
                )
            }
            return entry
        }
    }

    /// The deck of that name, or the one that the ritual of that id asks from.
    private func deckName(_ id: String) -> String? {
        entry(of: id)?.deck.name ?? household.ritual(id)?.deck?.name
    }

    private func entry(of deck: String) -> Entry? {
        entries.first { $0.deck.name == deck }
    }
}
