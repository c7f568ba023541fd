package import CivilTime
package import Household

/// A stage that an earlier nudge of the same minute has told; it is decided when its own time comes.
package struct Announcement: Hashable, Sendable {
    package var key: StageKey
    /// When it was to fall due.
    ///
    /// Where it does so at another time, it was not told.
    package var due: Instant
    /// The stage whose nudge tells it.
    package var lead: StageKey
    /// When that nudge was decided.
    package var told: Instant
    /// What keeps that nudge from being moot: the occurrences it was decided for, in order.
    package var occurrences: [OccurrenceKey]

    package init(
        key: StageKey,
        due: Instant,
        lead: StageKey,
        told: Instant,
        occurrences: [OccurrenceKey]
    ) {
        self.key = key
        self.due = due
        self.lead = lead
        self.told = told
        self.occurrences = occurrences
    }

    /// The same without the occurrences that a step has withdrawn; `nil` where none is left.
    func surviving(_ step: PlannerStep) -> Announcement? {
        var left = self
        left.occurrences.removeAll { occurrence in
            step.withdrawnRituals.contains(occurrence.ritual)
                || step.withdrawals.contains {
                    $0.occurrence == occurrence && ($0.partner ?? key.partner) == key.partner
                }
        }
        return left.occurrences.isEmpty ? nil : left
    }
}
