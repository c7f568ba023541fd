import CivilTime
import Logging
import Rituals

/// Holds the planner: feeds it events, writes what follows, and sees that it is told.
///
/// One event at a time. The planner is a value, so an event is handed to a copy, the step is written
/// to the ledger, and the copy is kept only if that succeeded: what cannot be written has not
/// happened, and is decided again at the next try.
actor Keeper {
    typealias Store = any LedgerWriting & LedgerReading

    private(set) var planner: Planner
    let ledger: Store
    let now: @Sendable () -> Instant
    private let courier: Courier
    private let alarm: any Alarm
    private let log: Logger
    /// Why the ledger could not be written at the last try; `nil` where it could.
    private(set) var trouble: String?

    /// How long to wait before a ledger that failed is tried again.
    static let retry = Duration.seconds(30)
    /// A clock set back by no more than this is waited for.
    static let patience = Duration.seconds(60)

    init(
        _ household: Household,
        ledger: Store,
        courier: Courier,
        alarm: any Alarm,
        now: @escaping @Sendable () -> Instant,
        log: Logger
    ) throws {
        self.ledger = ledger
        self.courier = courier
        self.alarm = alarm
        self.now = now
        self.log = log
        let instant = now()
        planner = Planner(household, memory: try ledger.memory(at: instant), now: instant)
    }

    var household: Household { planner.household }

    /// Takes up the time that has passed since the ledger was last written, and starts telling.
    func start() async throws {
        let now = now()
        try perform(.timeReached(now), always: true)
        await courier.dispatch(at: now)
        await rearm()
    }

    /// Does what has fallen due, and asks to be woken for what comes next.
    func wake() async {
        let now = now()
        do {
            if now < planner.through - Self.patience {
                try rewind(to: now)
            }
            try perform(.timeReached(now))
        } catch {
            note(error)
        }
        await courier.dispatch(at: now)
        await rearm()
    }

    /// Notes the time reached, so that what a config gains until the next start begins there.
    func stop() {
        do {
            try perform(.timeReached(now()), always: true)
        } catch {
            note(error)
        }
    }

    /// Takes an event that a person waits for; what cannot be written is thrown.
    @discardableResult
    func take(_ event: PlannerEvent) async throws -> PlannerStep {
        let step = try perform(event)
        for withdrawal in step.withdrawals {
            await courier.withdraw(withdrawal)
        }
        if !step.withdrawnRituals.isEmpty {
            await courier.withdraw(rituals: Set(step.withdrawnRituals))
        }
        await courier.dispatch(at: now())
        await rearm()
        return step
    }

    /// Asks to be woken when the next nudge is due or the next attempt may be made.
    func rearm() async {
        let now = now()
        let attempt = await courier.nextAttempt(after: now)
        let retry = trouble == nil ? nil : now + Self.retry
        // While the ledger cannot be written, what is due stays due: only the retry wakes.
        let due = trouble == nil ? planner.nextDue : nil
        alarm.set([due, attempt, retry].compactMap(\.self).min())
    }

    @discardableResult
    private func perform(_ event: PlannerEvent, always: Bool = false) throws -> PlannerStep {
        var next = planner
        let step = next.handle(event)
        // Time that passed without anything to decide is not worth a write, but at start and stop.
        if always || !step.isEmpty {
            do {
                try ledger.record(step)
            } catch let error as LedgerError {
                if case .decidedTwice = error {
                    // The ledger knows better: go on from what it remembers.
                    try recall(at: now())
                }
                throw error
            }
        }
        planner = next
        if trouble != nil {
            log.notice("the ledger can be written again")
            trouble = nil
        }
        for decision in step.decisions {
            report(decision)
        }
        return step
    }

    /// Lays the planner out anew after the clock was set back.
    private func rewind(to now: Instant) throws {
        log.notice("the clock was set back from \(planner.through) to \(now)")
        try recall(at: now)
    }

    /// Goes on from what the ledger remembers.
    private func recall(at now: Instant) throws {
        planner = Planner(planner.household, memory: try ledger.memory(at: now), now: now)
    }

    private func note(_ error: any Error) {
        let text = "\(error)"
        if trouble != text {
            log.error("\(text), trying again every \(Self.retry.components.seconds) seconds")
        }
        trouble = text
    }

    /// One line a decision; titles and bodies stay out of the log.
    private func report(_ decision: Decision) {
        let key = decision.key
        let stage = "\(key.stage) of \(key.occurrence) for \(key.partner)"
        log.info("\(decision.verdict.rawValue): \(stage): \(decision.reason)")
    }
}
