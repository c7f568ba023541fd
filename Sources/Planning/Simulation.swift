package import CivilTime
package import Household

/// Every decision of a span of time, by the daemon's own planner on a virtual clock.
///
/// The clock goes from one due nudge to the next, so nothing is late. Deterministic: the same
/// household and span yield the same decisions, in the same order.
package struct Simulation: Sequence, Sendable {
    private let planner: Planner
    private let until: Instant

    /// The decisions due from `from` up to, not including, `until`.
    package init(_ household: Household, from: Instant, until: Instant) {
        // What is due at `from` itself belongs to the span, so the planner starts a second before.
        let start = from - .seconds(1)
        planner = Planner(household, memory: PlannerMemory(through: start), now: start)
        self.until = until
    }

    /// The decisions that a planner has yet to make, due up to, not including, `until`.
    package init(continuing planner: Planner, until: Instant) {
        self.planner = planner
        self.until = until
    }

    package func makeIterator() -> Iterator {
        Iterator(planner: planner, until: until)
    }

    package struct Iterator: IteratorProtocol {
        fileprivate var planner: Planner
        fileprivate let until: Instant
        private var decided: ArraySlice<Decision> = []

        fileprivate init(planner: Planner, until: Instant) {
            self.planner = planner
            self.until = until
        }

        package mutating func next() -> Decision? {
            while decided.isEmpty {
                guard let due = planner.nextDue, due < until else {
                    return nil
                }
                decided = planner.handle(.timeReached(due)).decisions[...]
            }
            return decided.popFirst()
        }
    }
}
