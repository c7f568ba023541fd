package import CivilTime
package import Household
import Recurrence

// How an occurrence stands, and who has yet to answer it.

extension Plan {
    /// How long after its end something that comes once may still be answered.
    private static let answerable = Duration.seconds(30 * 86_400)
    /// The same of the return from a pause: what is over is left alone.
    private static let returnable = Duration.seconds(3 * 86_400)

    /// How an occurrence stands at `now`.
    package func state(of key: OccurrenceKey, at now: Instant) -> OccurrenceState {
        guard let index = indexes[key.ritual] else {
            return .passed
        }
        let track = tracks[index]
        let said = outcomes[key]
        let closings = track.builder.partners.map {
            said.closing(for: $0.id, needs: track.ritual.needs)
        }
        if let last = closings.last, closings.allSatisfy({ $0 != nil }) {
            return last?.kind == .skipped ? .skipped : .done
        }
        guard let occurrence = track.occurrence(key, outcomes: outcomes) else {
            return .passed
        }
        if absorber(of: occurrence, track.ritual) != nil {
            return .absorbed
        }
        if now < occurrence.start {
            return said.contains(where: \.isMove) ? .moved : .ahead
        }
        return now < occurrence.end ? .now : stateAfterEnd(of: occurrence, index, at: now)
    }

    private func stateAfterEnd(
        of occurrence: OpenOccurrence,
        _ index: Int,
        at now: Instant
    ) -> OccurrenceState {
        let track = tracks[index]
        guard isOpen(occurrence, index) else {
            return .passed
        }
        let after = max(occurrence.start, occurrence.scheduled)
        let next = track.next(after: after, outcomes)?.instant
        let flex = track.ritual.flex.map { occurrence.end + $0.atMost } ?? occurrence.end
        let answerable = track.ritual.pause == nil ? Self.answerable : Self.returnable
        let closes = max(next ?? occurrence.end + answerable, flex)
        // An answer to what is asked only after that is waited for.
        let asked = occurrence.steps.filter { step in
            [.snooze, .followUp].contains(step.stage.kind) && step.due >= closes
                && closing(of: occurrence, for: track.builder.partners[step.partner].id, index)
                    == nil
        }
        return now < asked.map(\.expires).reduce(closes, max) ? .open : .passed
    }

    /// Whether a partner's word about it, or about a later one, is still waited for.
    private func isOpen(_ occurrence: OpenOccurrence, _ index: Int) -> Bool {
        tracks[index].builder.partners.contains {
            closing(of: occurrence, for: $0.id, index) == nil
        }
    }

    /// The partners who have said `done` and those who have yet to, where a ritual needs several and some have.
    package func doneInPart(_ key: OccurrenceKey) -> (said: [String], waiting: [String])? {
        guard let index = indexes[key.ritual] else {
            return nil
        }
        let (words, ritual) = (outcomes[key], tracks[index].ritual)
        let partners = tracks[index].builder.partners.map(\.id)
        let waiting = partners.filter { words.closing(for: $0, needs: ritual.needs) == nil }
        return waiting.isEmpty || waiting.count == partners.count
            ? nil : (partners.filter { !waiting.contains($0) }, waiting)
    }

    /// Whether a partner's *done* or *skipped*, or one that speaks for them, has closed an
    /// occurrence for them.
    package func isAnswered(_ key: OccurrenceKey, for partner: String) -> Bool {
        guard let index = indexes[key.ritual] else {
            return false
        }
        return outcomes[key].closing(for: partner, needs: tracks[index].ritual.needs) != nil
    }
}
