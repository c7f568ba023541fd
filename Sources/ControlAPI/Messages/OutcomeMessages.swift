/// A word about an occurrence: which one, and who says it.
package protocol OccurrenceRequest: Decodable {
    var ritual: String { get }
    /// The scheduled local start, `2026-01-09T19:00`; `nil` for the one that is most
    /// likely meant, which the answer names.
    var occurrence: String? { get }
    /// Who says it; `nil` speaks for both.
    var partner: String? { get }
    var note: String? { get }
}

extension OutcomeRequest: OccurrenceRequest {}
extension SnoozeRequest: OccurrenceRequest {}
extension MoveRequest: OccurrenceRequest {}

/// `POST /v1/done` and `/v1/skip`: what a partner says of an occurrence.
package struct OutcomeRequest: Hashable, Sendable, Codable {
    package var ritual: String
    package var occurrence: String?
    package var partner: String?
    package var note: String?

    package init(
        ritual: String,
        occurrence: String? = nil,
        partner: String? = nil,
        note: String? = nil
    ) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
        self.note = note
    }
}

/// `POST /v1/snooze`: ask again later.
package struct SnoozeRequest: Hashable, Sendable, Codable {
    package var ritual: String
    package var occurrence: String?
    package var partner: String?
    package var note: String?
    /// How long from now, as a person writes a length: `20m`.
    package var `for`: String

    package init(
        ritual: String,
        occurrence: String? = nil,
        partner: String? = nil,
        note: String? = nil,
        for length: String
    ) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
        self.note = note
        self.for = length
    }
}

/// `POST /v1/move`: hold one occurrence at another time; those after it stay where they are.
package struct MoveRequest: Hashable, Sendable, Codable {
    package var ritual: String
    package var occurrence: String?
    package var partner: String?
    package var note: String?
    /// The new local start, `2026-01-10T19:00`.
    package var to: String

    package init(
        ritual: String,
        occurrence: String? = nil,
        partner: String? = nil,
        note: String? = nil,
        to: String
    ) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
        self.note = note
        self.to = to
    }
}

/// The answer to each of them: what is now known of the occurrence.
package struct OutcomeMessage: Hashable, Sendable, Codable {
    /// `done`, `skipped`, `snoozed` or `moved`.
    package var outcome: String
    package var ritual: String
    package var title: String
    package var occurrence: String
    package var start: String
    package var state: OccurrenceState
    /// Who said it; `null` where it was said for both.
    package var partner: String?
    package var note: String?
    /// The partners who have yet to say so, where the ritual needs both.
    package var waiting: [String]
    /// The local time moved to, or the instant snoozed to; else `null`.
    package var to: String?
    /// Earlier occurrences, overdue and still open, that the same word closes.
    package var closed: [String]
    /// Whether it was said before and nothing came of it now.
    package var unchanged: Bool

    package init(
        outcome: String,
        ritual: String,
        title: String,
        occurrence: String,
        start: String,
        state: OccurrenceState,
        partner: String? = nil,
        note: String? = nil,
        waiting: [String] = [],
        to: String? = nil,
        closed: [String] = [],
        unchanged: Bool = false
    ) {
        self.closed = closed
        self.unchanged = unchanged
        self.outcome = outcome
        self.ritual = ritual
        self.title = title
        self.occurrence = occurrence
        self.start = start
        self.state = state
        self.partner = partner
        self.note = note
        self.waiting = waiting
        self.to = to
    }
}
