package import CivilTime

/// What a partner said of a prompt of a deck.
package struct PromptMark: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// It is shown first and with a star, and comes as often as any other.
        case favourite
        /// It is not asked again.
        case never
    }

    package var kind: Kind
    /// The name of the deck.
    package var deck: String
    /// The text of the prompt.
    package var prompt: String
    /// Who said so; `nil` speaks for all.
    package var partner: String?
    package var said: Instant
    /// When it was taken back; `nil` while it stands.
    package var undone: Instant?

    package init(
        _ kind: Kind,
        deck: String,
        prompt: String,
        partner: String? = nil,
        said: Instant,
        undone: Instant? = nil
    ) {
        self.kind = kind
        self.deck = deck
        self.prompt = prompt
        self.partner = partner
        self.said = said
        self.undone = undone
    }

    /// Whether it is about that prompt; the case of letters makes no other one.
    package func isAbout(_ prompt: String, of deck: String) -> Bool {
        self.deck == deck && self.prompt.lowercased() == prompt.lowercased()
    }
}
