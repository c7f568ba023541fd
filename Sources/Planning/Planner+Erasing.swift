import CivilTime
package import Household

// What a planner needs to know of an occurrence whose record is erased.

extension Planner {
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
        if let occurrence = track.occurrence(key, book: book) {
            let isAhead = occurrence.items.contains { $0.due > through }
            let isWaiting = [.ahead, .now, .open, .moved]
                .contains(standing(of: key, at: through))
            let countsToday =
                track.ritual.schedule == nil && key.start.date >= zone.local(at: through).date
            if isAhead || isWaiting || countsToday || occurrence.end > through {
                return .everything
            }
        }
        if track.ritual.repeats == .afterDone, key == lastAnswered(of: key.ritual) {
            return .answer
        }
        let earliest = zone.local(at: through - PlannerMemory.remembered)
        return key.start >= earliest ? .name : .nothing
    }

    /// The occurrence from which the next one of a ritual counts that counts from when it was done.
    private func lastAnswered(of ritual: String) -> OccurrenceKey? {
        book.occurrences(of: ritual)
            .filter { key in book[key].contains { [.done, .skipped].contains($0.kind) } }
            .max()
    }
}
