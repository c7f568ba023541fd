import CivilTime
package import Household

extension Outcome {
    /// The word, with its note, by which a ritual that remembers was kept last before an occurrence.
    ///
    /// `nil` where no note was left then.
    package init?(lastNoteBefore key: OccurrenceKey, in plan: Plan) {
        // By its index: a search among ten thousand rituals costs more than all else that a nudge takes.
        guard let index = plan.indexes[key.ritual], plan.tracks[index].ritual.remembers else {
            return nil
        }
        let kept = plan.outcomes.occurrences(of: key.ritual).filter { other in
            other.start < key.start && plan.outcomes[other].contains { $0.kind == .done }
        }
        guard let last = kept.max(),
            let word = plan.outcomes[last].last(where: { $0.kind == .done && $0.note != nil })
        else {
            return nil
        }
        self = word
    }
}
