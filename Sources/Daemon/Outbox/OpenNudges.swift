import CivilTime
import Delivery
import Household
import Planning

/// What a nudge still asks of its partner: it may tell of several occurrences, each of which is
/// answered on its own.
struct OpenNudges {
    let planner: Planner
    let ledger: any LedgerReading
    let now: Instant

    /// The occurrences that a nudge told of and that are still open: not answered, put off, moved or
    /// held since.
    func occurrences(in nudge: Nudge) throws -> [OccurrenceKey] {
        let holds = planner.plan.holds.current(at: now)
        return try ledger.decisions(toldBy: nudge.id)
            // A digest has a decision of its own, about nothing but the others.
            .filter { $0.key.stage != .digest }
            .filter { decision in
                let key = decision.key.occurrence
                // That something is on hold is what a notice may say.
                let isHeld =
                    decision.key.stage.kind != .notice
                    && holds.contains { $0.covers(key.ritual, at: now) }
                return !isHeld
                    && nudge.isOpen(about: key, toldAt: decision.decided, in: planner.plan, at: now)
            }
            .map(\.key.occurrence)
    }
}
