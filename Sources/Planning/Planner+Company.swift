import CivilTime
import Household

// A milestone that is told with a date goes along where the date is moved.

extension Planner {
    /// Lays milestones out anew whose day a moved date has left or come to.
    ///
    /// What waited and has a time in the past now is decided at once.
    ///
    /// - Parameters:
    ///   - word: what was said, or taken back.
    ///   - before: the planner as it was before; `nil` where it was no move.
    ///   - step: what follows.
    mutating func follow(_ word: Outcome?, _ before: Planner?, _ step: inout PlannerStep) {
        guard let before, let word, word.isMove else {
            return
        }
        let date = word.occurrence
        let days = Set(book.words(of: date).compactMap(\.target?.date) + [date.start.date])
        var due: [DueStage] = []
        for index in tracks.indices where tracks[index].builder.isTold(with: date.ritual) {
            let ritual = tracks[index].ritual
            let scheduled = days.flatMap { occurrences(of: ritual, on: $0) }
            for key in Set(scheduled + book.occurrences(of: ritual.id)).sorted()
            where laidOut(key).map(\.item) != before.laidOut(key).map(\.item) {
                let waiting = Set(before.undecided(of: key).map { before.key(of: $0) })
                _ = reopen(key, index)
                due += laidOut(key).filter { stage in
                    stage.item.due <= through && waiting.contains(self.key(of: stage))
                }
            }
        }
        conclude(due, &step)
    }
}
