/// How often occurrences were kept, and how often in a row.
///
/// Only what was done or missed counts. What was skipped, held, absorbed or let pass, and what is still open,
/// adds nothing and breaks no streak.
///
/// | states, in order | done | counted | streak | longest |
/// |---|---|---|---|---|
/// | `done done held done` | 3 | 3 | 3 | 3 |
/// | `done done missed done skipped` | 3 | 4 | 1 | 2 |
package struct Tally: Hashable, Sendable {
    package private(set) var done = 0
    package private(set) var missed = 0
    /// How many were done in a row up to the last one that counts.
    package private(set) var streak = 0
    package private(set) var longest = 0

    /// Counts occurrences in the order of their start.
    package init(_ states: some Sequence<OccurrenceState> = EmptyCollection()) {
        for state in states {
            add(state)
        }
    }

    package mutating func add(_ state: OccurrenceState) {
        switch state {
        case .done:
            done += 1
            streak += 1
            longest = max(longest, streak)
        case .missed:
            missed += 1
            streak = 0
        default:
            break
        }
    }

    /// How many of them count.
    package var counted: Int { done + missed }

    /// The whole percent of those that count that were done; `nil` where none counts.
    ///
    /// 100 and 0 are said only of all and of none.
    package var percent: Int? {
        guard counted > 0 else {
            return nil
        }
        let rounded = (done * 200 + counted) / (counted * 2)
        return done == counted ? 100 : done == 0 ? 0 : min(99, max(1, rounded))
    }

    /// How much of what counts was done.
    package enum Share: Hashable, Sendable, CaseIterable {
        /// Nothing counts.
        case nothing
        case none, some, all
    }

    package var share: Share {
        counted == 0 ? .nothing : done == 0 ? .none : missed == 0 ? .all : .some
    }
}
