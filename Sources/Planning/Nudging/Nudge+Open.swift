package import CivilTime
package import Household

extension Nudge {
    /// Whether it still waits for its partner's answer about an occurrence of which it has told.
    ///
    /// It does not once its time is over or something was said since that withdrew it: *done* or
    /// *skipped* where that closes the occurrence for the partner, *later* of the partner's, or a
    /// move. A notice asks for no answer and is open until something else is said of the occurrence.
    package func isOpen(
        about key: OccurrenceKey,
        toldAt told: Instant,
        in plan: Plan,
        at now: Instant
    ) -> Bool {
        guard now <= expires else {
            return false
        }
        if stage.kind == .notice {
            return !plan.outcomes.history(of: key).contains { word in
                word.said > told || word.undone.map { $0 > told } ?? false
            }
        }
        guard !plan.isAnswered(key, for: partner), plan.state(of: key, at: now).isAnswerable else {
            return false
        }
        return !plan.outcomes[key].contains { outcome in
            guard outcome.said >= told else {
                return false
            }
            return switch outcome.kind {
            case .moved: true
            case .snoozed: outcome.partner == nil || outcome.partner == partner
            case .done, .skipped, .begun: false
            }
        }
    }
}
