package import CivilTime
import Household

/// When a channel gets a nudge that other channels get first.
package struct Fallback: Hashable, Sendable {
    /// It gets the nudge then unless one of the first has shown it.
    package var unlessShown: Instant?
    /// It gets the nudge then unless somebody has answered it or seen it.
    package var unlessAnswered: Instant?

    package init(unlessShown: Instant? = nil, unlessAnswered: Instant? = nil) {
        self.unlessShown = unlessShown
        self.unlessAnswered = unlessAnswered
    }

    /// When it may be needed for the first time.
    package var earliest: Instant? { [unlessShown, unlessAnswered].compactMap(\.self).min() }
}

extension Ways {
    /// The fallbacks of a nudge that is told at `instant`.
    func fallbacks(from instant: Instant) -> [String: Fallback] {
        later.mapValues { wait in
            Fallback(
                unlessShown: wait.unlessShown.map { instant + $0 },
                unlessAnswered: wait.unlessAnswered.map { instant + $0 }
            )
        }
    }
}

extension Stage {
    /// Whether a nudge about it waits for an answer; one that nags repeats what has escalated already.
    var awaitsAnswer: Bool {
        switch kind {
        case .lead, .start, .end, .followUp, .snooze: true
        case .nag, .digest, .notice: false
        }
    }
}
