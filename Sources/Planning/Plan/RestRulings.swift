import CivilTime
package import Household

// What days of rest keep silent.

extension Plan {
    /// The rest that keeps a stage silent, or `nil`.
    ///
    /// All of an occurrence that falls into a rest is silent, but for a *later*, which goes by its own time. What
    /// is due in a rest is silent where it would be too late after it.
    func rest(of stage: DueStage) -> Rest? {
        guard !stage.builder.rests.isEmpty else {
            return nil
        }
        let over =
            stage.step.stage.kind == .snooze ? nil : stage.builder.rest(over: stage.occurrence)
        return over ?? stage.builder.rests.rest(at: stage.due)
    }

    /// The rest that an occurrence falls into by its start, or `nil`: it is neither kept nor missed.
    package func rest(over key: OccurrenceKey) -> Rest? {
        household.rests.isEmpty
            ? nil
            : located(key).flatMap { tracks[$0.index].builder.rest(over: $0.occurrence) }
    }
}

extension Rest {
    /// `it is Shabbat`, `it is a rest day`.
    var reason: String { "it is \(label)" }
}
