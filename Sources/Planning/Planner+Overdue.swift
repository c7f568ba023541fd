import CivilTime
import Household
import Recurrence

// One *done* of a daily ritual is the answer to all that was overdue.

extension Planner {
    /// The word that closes an occurrence for a partner, or `nil` while it is open.
    ///
    /// It is one about its own occurrence, or the *done* of a later one of a daily ritual that was said
    /// after this one had started.
    func closing(of occurrence: OpenOccurrence, for partner: String, _ index: Int) -> Outcome? {
        let ritual = tracks[index].ritual
        let key = occurrence.key
        if let own = book[key].closing(for: partner, needs: ritual.needs) {
            return own
        }
        guard tracks[index].builder.isDaily, let later = book.latestDone(of: ritual.id),
            key < later,
            let word = book[later].closing(for: partner, needs: ritual.needs),
            word.kind == .done, word.said >= occurrence.start
        else {
            return nil
        }
        return word
    }

    func closing(of stage: DueStage) -> Outcome? {
        closing(of: stage.occurrence, for: partner(of: stage).id, stage.track)
    }

    func isClosed(_ stage: DueStage) -> Bool { closing(of: stage) != nil }

    /// The occurrences of a daily ritual before one that was done, of which somebody was told and
    /// which nobody has answered.
    func overdue(before key: OccurrenceKey, _ index: Int) -> [OccurrenceKey] {
        let track = tracks[index]
        guard track.builder.isDaily, let course = track.course(book) else {
            return []
        }
        let end = track.ritual.instant(of: key)
        var found: [OccurrenceKey] = []
        var next = course.next(after: end - Self.overdueSpan)
        while let occurrence = next, occurrence.instant < end {
            let earlier = track.ritual.key(of: occurrence)
            let isAnswered = book[earlier].contains { [.done, .skipped].contains($0.kind) }
            if !isAnswered, laidOut(earlier).contains(where: { settled.contains(self.key(of: $0)) })
            {
                found.append(earlier)
            }
            next = course.next(after: occurrence.instant)
        }
        return found.suffix(Self.overdueLimit)
    }

    /// What is older has no nudge left that anybody waits for.
    private static let overdueSpan = Duration.seconds(14 * 86_400)
    private static let overdueLimit = 64
}
