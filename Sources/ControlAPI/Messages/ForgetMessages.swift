/// `POST /v1/forget`: what lies behind is erased for good; one of the three says what.
package struct ForgetRequest: Hashable, Sendable, Codable {
    /// The id of a ritual, also of one that the config has no longer.
    package var ritual: String?
    /// A local date, `2026-01-09`: everything that was to start earlier.
    package var before: String?
    /// `true`: every note and every reason; what happened stays.
    package var notes: Bool?

    package init(ritual: String? = nil, before: String? = nil, notes: Bool? = nil) {
        self.ritual = ritual
        self.before = before
        self.notes = notes
    }
}

/// The answer: how much was erased.
package struct ForgetMessage: Hashable, Sendable, Codable {
    /// What was named, as it was named.
    package var ritual: String?
    package var before: String?
    package var occurrences: Int
    package var decisions: Int
    /// What was said: done, skipped, later, moved.
    package var outcomes: Int
    /// Notes of what was said, and reasons of holds.
    package var notes: Int
    package var holds: Int
    package var nudges: Int
    package var deliveries: Int
    /// Damaged ledgers that had been set aside.
    package var damaged: Int
    /// Occurrences that were meant and stay, because they are still open or to come.
    package var kept: Int

    package init(
        ritual: String? = nil,
        before: String? = nil,
        occurrences: Int = 0,
        decisions: Int = 0,
        outcomes: Int = 0,
        notes: Int = 0,
        holds: Int = 0,
        nudges: Int = 0,
        deliveries: Int = 0,
        damaged: Int = 0,
        kept: Int = 0
    ) {
        self.ritual = ritual
        self.before = before
        self.occurrences = occurrences
        self.decisions = decisions
        self.outcomes = outcomes
        self.notes = notes
        self.holds = holds
        self.nudges = nudges
        self.deliveries = deliveries
        self.damaged = damaged
        self.kept = kept
    }
}
