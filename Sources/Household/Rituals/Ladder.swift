package import CivilTime

/// The steps of nudging that lead up to an occurrence and follow it.
package struct Ladder: Hashable, Sendable {
    /// The steps up to the start, farthest first; a step of zero length is the start itself.
    package var rungs: [Rung]
    /// Whether its end is told too.
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
}

/// One step before the start, with what is to be done by then.
package struct Rung: Hashable, Sendable {
    package var before: Span
    /// What this step is for, such as `Time to choose where to go`.
    package var task: String?
    /// The step's name within its ladder, such as `choose`.
    package var name: String?

    package init(before: Span, task: String? = nil, name: String? = nil) {
        self.before = before
        self.task = task
        self.name = name
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
