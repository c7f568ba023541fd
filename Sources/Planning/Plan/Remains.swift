import CivilTime
package import Household

/// What has to stay of an occurrence that is erased, so that nothing is told twice or lost.
package enum Remains: Hashable, Sendable {
    /// All of it: it is still open, or to come.
    case everything
    /// That it was done or skipped and when, because the next one counts from that.
    case answer
    /// Its name, so that it is not told anew under another config.
    case name
    case nothing
}

extension Plan {
    /// What has to stay of an occurrence when all that lies behind is erased.
    ///
    /// It stays whole while a stage of it is to come or somebody may still answer. What a signal began
    /// today stays too, because it counts for `at_most`.
    package func remains(of key: OccurrenceKey) -> Remains {
        guard let index = indexes[key.ritual] else {
            return .nothing
        }
        let track = tracks[index]
        let zone = track.ritual.zone
        if let occurrence = track.occurrence(key, outcomes: outcomes) {
            let isAhead = occurrence.steps.contains { $0.due > through }
            let countsToday =
                track.ritual.schedule == nil && key.start.date >= zone.local(at: through).date
            if isAhead || countsToday || occurrence.end > through
                || state(of: key, at: through).isAnswerable
            {
                return .everything
            }
        }
        if track.ritual.repeats == .afterDone, key == outcomes.lastAnswered(of: key.ritual) {
            return .answer
        }
        let earliest = zone.local(at: through - PlannerMemory.remembered)
        return key.start >= earliest ? .name : .nothing
    }
}
