package import CivilTime
package import Delivery
package import Household
package import Planning

/// The planner and its ledger as one: what an event leads to is decided, and written, or neither.
///
/// It has no clock, task or lock, so that a simulation can run the very same code. An event is
/// handled in place; a step that cannot be written makes the planner anew from the ledger, so that
/// what is not written has not happened and is decided again at the next try.
package struct TransactionalPlanner: Sendable {
    /// What one event came to.
    package struct Result: Sendable {
        package var step: PlannerStep
        /// Stages that the ledger knew to be decided when the planner did not; left out.
        package var dropped: [StageKey] = []
        /// The time that had been reached when the clock was found set back; `nil` where it was not.
        package var turnedBack: Instant?
    }

    package private(set) var planner: Planner
    private let ledger: any LedgerWriting
    /// Whether the planner decided what could not be written, nor be forgotten.
    private var isAhead = false

    /// A clock set back by no more than this is waited for.
    package static let toleratedSetback = Duration.seconds(60)

    /// Goes on from what the ledger remembers.
    ///
    /// - Throws: `LedgerError` where it cannot be read.
    package init(
        _ household: Household,
        ledger: any LedgerWriting,
        now: Instant
    ) throws {
        self.ledger = ledger
        planner = Planner(household, memory: try ledger.memory(at: now), now: now)
    }

    /// Takes the time on the clock, be it later than the last or earlier.
    ///
    /// Time that passed without anything to decide is not worth a write, unless `always` asks for it.
    ///
    /// - Throws: `LedgerError` where the step cannot be written; nothing has changed then.
    package mutating func reach(_ now: Instant, always: Bool = false) throws -> Result {
        try take(.timeReached(now), at: now, always: always)
    }

    /// Takes an event at `now`, whether that is later than the last or earlier.
    ///
    /// A `token` is spent together with what it says. A new household is always written: what it gains begins
    /// here, also after a crash.
    ///
    /// - Throws: `LedgerError` where the step cannot be written; nothing has changed then.
    package mutating func take(
        _ event: PlannerEvent,
        at now: Instant,
        always: Bool = false,
        spending token: SpentToken? = nil
    ) throws -> Result {
        let turnedBack = now < planner.through - Self.toleratedSetback ? planner.through : nil
        if isAhead || turnedBack != nil {
            try recall(planner.household, at: now)
        }
        let household = planner.household
        // A ledger that cannot even be read must not leave the new one behind.
        let before = event.isNewHousehold ? planner : nil
        var result = Result(step: planner.handle(event), turnedBack: turnedBack)
        result.step.spent = token
        guard always || event.isNewHousehold || !result.step.isEmpty else {
            return result
        }
        do {
            try record(&result)
        } catch {
            isAhead = true
            planner = before ?? planner
            try? recall(household, at: now)
            throw error
        }
        return result
    }

    /// Forgets what it knows, and goes on from what the ledger remembers.
    ///
    /// - Throws: `LedgerError` where it cannot be read.
    package mutating func recall(at now: Instant) throws {
        try recall(planner.household, at: now)
    }

    /// Writes the step without the stages that the ledger has decided already: it knows better.
    private func record(_ result: inout Result) throws {
        while true {
            do {
                return try ledger.record(result.step)
            } catch LedgerError.decidedTwice(let key) {
                let count = result.step.decisions.count
                result.step.decisions.removeAll { $0.key == key }
                guard result.step.decisions.count < count else {
                    throw LedgerError.decidedTwice(key)
                }
                result.dropped.append(key)
            }
        }
    }

    private mutating func recall(_ household: Household, at now: Instant) throws {
        isAhead = true
        planner = Planner(household, memory: try ledger.memory(at: now), now: now)
        isAhead = false
    }
}

extension PlannerEvent {
    fileprivate var isNewHousehold: Bool {
        if case .newHousehold = self { true } else { false }
    }
}
