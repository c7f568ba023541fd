package import CivilTime
package import Household
package import Planning

/// A planner with its ledger, fed as the daemon feeds it, without a clock.
package struct ModelKeeper: Sendable {
    package private(set) var planner: Planner
    package private(set) var ledger = ModelLedger()
    /// What the clock shows.
    package private(set) var now: Instant

    /// A clock set back by no more than this is waited for, as the daemon does.
    private static let toleratedSetback = Duration.seconds(60)

    package init(_ household: Household, from start: Instant) {
        now = start
        planner = Planner(household, memory: ledger.memory(at: start), now: start)
        perform(.timeReached(start), isFirst: true)
    }

    /// A keeper from an instant written out.
    package init(_ household: Household, from start: String) throws {
        self.init(household, from: try Instant(parsing: start))
    }

    /// The clock shows `now`, whatever it showed before.
    @discardableResult
    package mutating func wake(at now: Instant) -> PlannerStep {
        self.now = now
        if now < planner.through - Self.toleratedSetback {
            planner = Planner(planner.household, memory: ledger.memory(at: now), now: now)
        }
        return perform(.timeReached(now))
    }

    @discardableResult
    package mutating func wake(at now: String) throws -> PlannerStep {
        wake(at: try Instant(parsing: now))
    }

    /// Goes from one due nudge to the next, and on to `end`.
    package mutating func run(until end: Instant) {
        // What is due and stays due would be a fault of its own; it must not hang the test.
        while let due = planner.nextDue, due <= end, due > planner.through {
            wake(at: due)
        }
        wake(at: end)
    }

    package mutating func run(until end: String) throws {
        run(until: try Instant(parsing: end))
    }

    @discardableResult
    package mutating func perform(_ event: PlannerEvent, isFirst: Bool = false) -> PlannerStep {
        let step = planner.handle(event)
        if isFirst || !step.isEmpty {
            ledger.record(step)
        }
        return step
    }

    /// A partner says something now.
    @discardableResult
    package mutating func say(
        _ kind: Outcome.Kind,
        of key: OccurrenceKey,
        by partner: String? = nil
    ) -> PlannerStep {
        perform(.said(Outcome(occurrence: key, kind: kind, partner: partner, said: now)))
    }

    /// Says something about an occurrence named as on the wire.
    @discardableResult
    package mutating func say(
        _ kind: Outcome.Kind,
        of key: String,
        by partner: String? = nil
    ) throws -> PlannerStep {
        guard let key = OccurrenceKey(parsing: key) else {
            throw UnreadableKey(text: key)
        }
        return say(kind, of: key, by: partner)
    }

    /// Takes back the last word about an occurrence named as on the wire.
    @discardableResult
    package mutating func undo(_ key: String, by partner: String? = nil) throws -> PlannerStep {
        guard let key = OccurrenceKey(parsing: key) else {
            throw UnreadableKey(text: key)
        }
        return perform(.undo(key, by: partner, at: now))
    }

    /// Holds a ritual, or everything, from now on.
    @discardableResult
    package mutating func hold(
        _ ritual: String? = nil,
        until: String,
        reason: String? = nil
    ) throws -> PlannerStep {
        let until = try Instant(parsing: until)
        let hold = Hold(ritual: ritual, from: now, until: until, reason: reason)
        return perform(.hold(hold, at: now))
    }

    package mutating func reload(_ household: Household) {
        perform(.newHousehold(household, at: now))
    }

    /// The process ends and another one starts, with another config where one is given.
    package mutating func restart(_ household: Household? = nil) {
        let household = household ?? planner.household
        planner = Planner(household, memory: ledger.memory(at: now), now: now)
        perform(.timeReached(now), isFirst: true)
    }

    package struct UnreadableKey: Error {
        package var text: String
    }
}
