import CivilTime
import Delivery
import Household
import Planning

/// Finds which occurrences of a nudge are still open: a merged nudge is about several, and each of
/// them is answered on its own.
struct OpenNudges {
    let planner: Planner
    let ledger: any LedgerReading
    let now: Instant

    /// Returns the occurrences of a nudge that are still open: not answered, put off, moved or held
    /// since.
    func occurrences(in nudge: Nudge) throws -> [OccurrenceKey] {
        let holds = planner.plan.holds.current(at: now)
        return try ledger.decisions(toldBy: nudge.id)
            // The decision for a digest itself is about no occurrence of its own.
            .filter { $0.key.stage != .digest }
            .filter { decision in
                let key = decision.key.occurrence
                // A notice may be about the hold itself, so the hold does not close it.
                let isHeld =
                    decision.key.stage.kind != .notice
                    && holds.contains { $0.covers(key.ritual, at: now) }
                return !isHeld
                    && nudge.isOpen(about: key, toldAt: decision.decided, in: planner.plan, at: now)
            }
            .map(\.key.occurrence)
    }
}
