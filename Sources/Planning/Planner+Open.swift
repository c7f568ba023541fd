package import CivilTime
package import Household

extension Planner {
    /// Whether a partner's *done* or *skipped*, or one that speaks for them, has closed an
    /// occurrence for them.
    package func isAnswered(_ key: OccurrenceKey, for partner: String) -> Bool {
        guard let index = indexes[key.ritual] else {
            return false
        }
        return book[key].closing(for: partner, needs: tracks[index].ritual.needs) != nil
    }

    /// Whether a nudge that told a partner about an occurrence still waits for their answer to that.
    ///
    /// It does not once its time is over or something was said since that withdrew it: *done* or
    /// *skipped* where that closes the occurrence for the partner, *later* of the partner's, or a
    /// move.
    package func isOpen(
        _ key: OccurrenceKey,
        in nudge: Nudge,
        toldAt told: Instant,
        at now: Instant
    ) -> Bool {
        guard nudge.stage.kind != .notice else {
            return now <= nudge.expires && !isOutdated(key, since: told)
        }
        guard now <= nudge.expires, !isAnswered(key, for: nudge.partner),
            [.ahead, .now, .open, .moved].contains(standing(of: key, at: now))
        else {
            return false
        }
        return !book[key].contains { outcome in
            guard outcome.said >= told else {
                return false
            }
            return switch outcome.kind {
            case .moved: true
            case .snoozed: outcome.partner == nil || outcome.partner == nudge.partner
            case .done, .skipped, .begun: false
            }
        }
    }

    /// Whether something was said of an occurrence, or taken back, after a partner had heard of a change.
    private func isOutdated(_ key: OccurrenceKey, since told: Instant) -> Bool {
        book.words(of: key).contains { word in
            word.said > told || word.undone.map { $0 > told } ?? false
        }
    }
}
