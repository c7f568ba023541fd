/// `POST /v1/undo`: the last word about an occurrence is taken back.
package struct UndoRequest: Hashable, Sendable, Codable {
    /// The ritual's id; `nil` for the last word about any of them.
    package var ritual: String?
    /// The scheduled local start, `2026-01-09T19:00`; `nil` for the one that was spoken of last.
    package var occurrence: String?
    /// Only a word of this partner.
    package var partner: String?

    package init(ritual: String? = nil, occurrence: String? = nil, partner: String? = nil) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
    }
}

/// The answer: the word that was taken back, and how the occurrence stands without it.
package struct UndoMessage: Hashable, Sendable, Codable {
    /// `done`, `skipped`, `snoozed` or `moved`.
    package var undone: String
    package var ritual: String
    package var title: String
    package var occurrence: String
    package var start: String
    package var state: OccurrenceState
    /// Who had said it; `null` where it was said for both.
    package var partner: String?
    package var note: String?
    /// When it was said.
    package var said: String

    package init(
        undone: String,
        ritual: String,
        title: String,
        occurrence: String,
        start: String,
        state: OccurrenceState,
        partner: String? = nil,
        note: String? = nil,
        said: String
    ) {
        self.undone = undone
        self.ritual = ritual
        self.title = title
        self.occurrence = occurrence
        self.start = start
        self.state = state
        self.partner = partner
        self.note = note
        self.said = said
    }
}
