import CivilTime
package import Household

extension Planner {
    /// The verdicts on an occurrence that lapses stand for: on each stage that was due in one of them
    /// and has no verdict of its own.
    ///
    /// - Parameters:
    ///   - key: the occurrence.
    ///   - lapses: what long absences let pass, as the ledger has it.
    ///   - decided: the stages that have a verdict of their own.
    /// - Returns: the verdicts, in the order in which the stages were due.
    package func lapsed(
        of key: OccurrenceKey,
        _ lapses: [Lapse],
        decided: Set<StageKey>
    ) -> [Decision] {
        let lapses = lapses.filter { $0.ritual == key.ritual }
        guard !lapses.isEmpty else {
            return []
        }
        return laidOut(key).compactMap { stage in
            let name = self.key(of: stage)
            guard !decided.contains(name),
                let lapse = lapses.first(where: { $0.covers(stage.item.due) })
            else {
                return nil
            }
            let hold = hold(of: stage, at: stage.item.due)
            let late = Phrase.length(lapse.decided - stage.item.due)
            return Decision(
                key: name,
                due: stage.item.due,
                decided: lapse.decided,
                verdict: hold == nil ? .expired : .held,
                reason: hold.map { reason(of: $0, for: partner(of: stage)) }
                    ?? "\(late) late, after a long absence"
            )
        }
    }
}
