import CivilTime
import Household
import Recurrence

// Which word closes an occurrence: one *done* of a daily ritual is the answer to all that was overdue.

extension Plan {
    /// The word that closes an occurrence for a partner, or `nil` while it is open.
    ///
    /// It is one about its own occurrence, or the *done* of a later one of a daily ritual that was said
    /// after this one had started.
    func closing(of occurrence: OpenOccurrence, for partner: String, _ index: Int) -> Outcome? {
        let builder = tracks[index].builder
        let (needs, key) = (builder.ritual.needs, occurrence.key)
        if let own = outcomes[key].closing(for: partner, needs: needs) {
            return own
        }
        guard builder.isDaily, let later = outcomes.latestDone(of: key.ritual),
            key < later,
            let word = outcomes[later].closing(for: partner, needs: needs),
            word.kind == .done, word.said >= occurrence.start
        else {
            return nil
        }
        return word
    }

    /// The word that closes the occurrence of a stage for its partner, or `nil` while the stage is to be told.
    ///
    /// *Done* at the return from a pause leaves the question of the next day open: it asks what the pause was about,
    /// not whether they came back.
    func closing(of stage: DueStage) -> Outcome? {
        let word = closing(of: stage.occurrence, for: stage.partner.id, stage.track)
        return word?.kind == .done && stage.isReflection ? nil : word
    }

    func isClosed(_ stage: DueStage) -> Bool { closing(of: stage) != nil }

    /// The occurrences of a daily ritual before one that was done, of which somebody was told and
    /// which nobody has answered.
    func overdue(before key: OccurrenceKey, _ index: Int) -> [OccurrenceKey] {
        let track = tracks[index]
        guard track.builder.isDaily, let cursor = track.cursor(outcomes) else {
            return []
        }
        let end = track.ritual.instant(of: key)
        var found: [OccurrenceKey] = []
        var next = cursor.next(after: end - Self.overdueSpan)
        while let occurrence = next, occurrence.instant < end {
            let earlier = track.ritual.key(of: occurrence)
            let isAnswered = outcomes[earlier].contains { $0.isAnswer }
            if !isAnswered, laidOut(earlier).contains(where: { settled.contains($0.key) }) {
                found.append(earlier)
            }
            next = cursor.next(after: occurrence.instant)
        }
        return found.suffix(Self.overdueLimit)
    }

    /// What is older has no nudge left that anybody waits for.
    private static let overdueSpan = Duration.seconds(14 * 86_400)
    private static let overdueLimit = 64
}
