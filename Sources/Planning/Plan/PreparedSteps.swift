package import CivilTime
package import Household

/// A step of what is to be prepared for an occurrence, and how it stands.
package struct PreparedStep: Hashable, Sendable {
    package var name: String
    /// What it is for, such as `Time to choose where to go`.
    package var task: String?
    /// When it is asked for.
    package var due: Instant
    /// Who said that it was done, and when; `nil` while it is open.
    package var done: Outcome?
}

extension Plan {
    /// What is to be prepared for an occurrence, in the order in which it is asked for.
    package func steps(of key: OccurrenceKey) -> [PreparedStep] {
        guard let index = indexes[key.ritual], !tracks[index].ritual.ladder.steps.isEmpty,
            let occurrence = tracks[index].occurrence(key, outcomes: outcomes)
        else {
            return []
        }
        let ritual = tracks[index].ritual
        let done = outcomes[key].stepsDone
        return ritual.ladder.steps.compactMap { rung in
            rung.name.map { name in
                PreparedStep(
                    name: name,
                    task: rung.task,
                    due: ritual.instant(of: rung, before: occurrence.start, occurrence.localStart),
                    done: done[name]
                )
            }
        }
    }

    /// The stages that have asked for a step by now.
    func stages(asking step: String, of key: OccurrenceKey) -> [Stage] {
        let asked = laidOut(key).filter { $0.due <= through && $0.step.preparing.asks == step }
        return Set(asked.map(\.step.stage)).sorted { $0.description < $1.description }
    }
}
