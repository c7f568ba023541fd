import CivilTime
import Household

// A ritual that counts from when it was done: what comes next is laid out anew after each answer.

extension Planner {
    /// Lays a ritual out anew whose occurrences count from the last answer.
    ///
    /// What had begun and does not come any more is cancelled, and its nudges are withdrawn. What comes
    /// again, because an answer was taken back, loses the verdict that the answer gave it.
    mutating func recount(_ index: Int, _ reason: String, _ step: inout PlannerStep) {
        let begun = tracks[index].open.flatMap { occurrence in
            occurrence.items.map { DueStage(track: index, occurrence: occurrence, item: $0) }
        }.filter { $0.item.due > through && !settled.contains(key(of: $0)) }
        tracks[index] = Track(
            tracks[index].builder,
            former: tracks[index].former,
            through: through,
            margin: .zero,
            book: book,
            carried: { _ in [] }
        )
        let ritual = tracks[index].ritual.id
        let gone = begun.filter { stage in
            tracks[index].occurrence(stage.occurrence.key, book: book) == nil
        }
        step.decisions += gone.map { silent($0, .cancelled, reason) }
        for key in Set(gone.map(\.occurrence.key)).sorted() where key.ritual == ritual {
            step.withdrawals.append(Withdrawal(occurrence: key))
        }
        settled.add(step.decisions, through: through, book)
        let again = Set(settled.early.lazy.map(\.occurrence).filter { $0.ritual == ritual })
        for key in again.sorted() {
            annul(key, &step)
        }
    }
}
