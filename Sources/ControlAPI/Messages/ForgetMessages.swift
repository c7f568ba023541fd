package import CivilTime
package import Delivery

/// `POST /v1/forget`: what lies behind is erased for good; one of the three says what.
package struct ForgetRequest: Hashable, Sendable, Codable {
    /// The id of a ritual, also of one that the config has no longer.
    package var ritual: String?
    /// A local date: everything that was to start earlier.
    package var before: CivilDate?
    /// `true`: every note and every reason; what happened stays.
    package var notes: Bool?

    package init(ritual: String? = nil, before: CivilDate? = nil, notes: Bool? = nil) {
        self.ritual = ritual
        self.before = before
        self.notes = notes
    }
}

/// The answer: how much was erased.
package struct ForgetMessage: Hashable, Sendable, Codable {
    /// What was named, as it was named.
    package var ritual: String?
    package var before: CivilDate?
    package var occurrences = 0
    package var decisions = 0
    /// What was said: done, skipped, later, moved.
    package var outcomes = 0
    /// Notes of what was said, and reasons of holds.
    package var notes = 0
    package var holds = 0
    package var nudges = 0
    package var deliveries = 0
    /// Damaged ledgers that had been set aside.
    package var damaged = 0
    /// Occurrences that were meant and stay, because they are still open or to come.
    package var kept = 0
}

extension ForgetMessage {
    package init(_ erased: Erased, _ request: ForgetRequest) {
        self.init(
            ritual: request.ritual,
            before: request.before,
            occurrences: erased.occurrences,
            decisions: erased.decisions,
            outcomes: erased.outcomes,
            notes: erased.notes,
            holds: erased.holds,
            nudges: erased.nudges,
            deliveries: erased.deliveries,
            damaged: erased.setAside,
            kept: erased.spared
        )
    }
}
