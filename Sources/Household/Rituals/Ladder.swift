package import CivilTime

/// The steps of nudging that lead up to an occurrence and follow it.
package struct Ladder: Hashable, Sendable {
    /// The steps up to the start, farthest first; a step of zero length is the start itself.
    package var rungs: [Rung]
    /// Whether there is a nudge at the end.
    package var tellsEnd: Bool
    /// How long after the end to ask whether it happened; `nil` asks nothing.
    package var followUp: Span?
    /// How to ask again while nothing has been said.
    package var nag: Nag?

    package init(
        rungs: [Rung] = [Rung(before: Span(seconds: 0))],
        tellsEnd: Bool = false,
        followUp: Span? = nil,
        nag: Nag? = nil
    ) {
        self.rungs = rungs
        self.tellsEnd = tellsEnd
        self.followUp = followUp
        self.nag = nag
    }

    /// What is to be prepared, in the order in which it is asked for.
    package var steps: [Rung] { rungs.filter { $0.name != nil } }
}

/// One step before the start, with the task to do by then.
package struct Rung: Hashable, Sendable {
    package var before: Span
    /// What this step is for, such as `Time to choose where to go`.
    package var task: String?
    /// The name by which it is said to be done, such as `choose`; a rung without one only reminds.
    package var name: String?
    /// When on its day it is told, where that is said.
    package var at: ClockTime?

    package init(before: Span, task: String? = nil, name: String? = nil, at: ClockTime? = nil) {
        self.before = before
        self.task = task
        self.name = name
        self.at = at
    }

    /// When on its day it is told; `nil` means at the time of day of the start.
    ///
    /// What is to be prepared days before is told at noon, when offices are open.
    package var time: ClockTime? {
        let isDays = before.seconds == 0 && !before.isZero
        return isDays ? at ?? (name == nil ? nil : ClockTime(secondOfDay: 12 * 3_600)) : nil
    }

    package var stage: Stage {
        before.isZero ? .start : .lead(before)
    }
}

/// A repeated question after the follow-up: every `interval`, at most `atMost` times.
package struct Nag: Hashable, Sendable {
    package var interval: Span
    package var atMost: Int

    package init(interval: Span, atMost: Int) {
        self.interval = interval
        self.atMost = atMost
    }
}
