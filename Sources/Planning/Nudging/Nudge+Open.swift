package import CivilTime
package import Household

extension Nudge {
    /// Whether it still waits for the answer of one of its partners about an occurrence of which it has told.
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
                // A notice tells of a word that was said at that very time; a proposal tells of none.
                word.said > told || word.said == told && !choices.isEmpty
                    || word.undone.map { $0 > told } ?? false
            }
        }
        guard plan.state(of: key, at: now).isAnswerable else {
            return false
        }
        if let step, plan.outcomes[key].stepsDone[step] != nil {
            return false
        }
        let words = plan.outcomes[key].filter { $0.said >= told }
        return partners.contains { partner in
            !plan.isAnswered(key, for: partner)
                && !words.contains { word in
                    switch word.kind {
                    case .moved: true
                    case .snoozed: word.partner == nil || word.partner == partner
                    case .done, .step, .skipped, .begun, .paused: false
                    }
                }
        }
    }
}
