import CivilTime
import ControlAPI
import Delivery
import Household
import Logging
import Planning

/// Holds the planner: performs one event at a time, writes the step, and has the outbox hand it over.
actor PlannerActor {
    typealias Store = any LedgerWriting & LedgerReading & LedgerUpkeep & LedgerErasing

    /// What the planner's actor reports to the runtime.
    enum Event: Sendable {
        /// The ledger's degraded state began, changed or ended.
        case ledgerStateChanged
        /// A word was taken back or a hold was ended, so what was taken away from where it was shown may
        /// be open again.
        case reopened
        /// Something was decided, said or configured.
        case changed
    }

    /// What an event led to, and the plan as it was then: no other event has fallen in between.
    struct Performed: Sendable {
        let step: PlannerStep
        let plan: Plan
    }

    private var transactional: TransactionalPlanner
    private var care: LedgerCare
    let ledger: Store
    let now: @Sendable () -> Instant
    private let outbox: Outbox
    private let alarm: any Alarm
    let log: Logger
    let names: LogNames
    private let feed: EventFeed
    private let report: @Sendable (Event) -> Void
    /// When something else wants to be woken that has no alarm of its own.
    private let alsoWake: @Sendable () -> Instant?

    /// Opens the planner on what the ledger remembers; repairs the ledger first, where it is corrupt.
    ///
    /// `alarm` is asked to wake the daemon when something falls due. A ledger restored from a backup learns
    /// the lost decisions from `decisionLog`. `report` is called, from any task, whenever there is something
    /// for the runtime to follow up.
    ///
    /// - Throws: `LedgerError`.
    init(
        _ household: Household,
        ledger: Store,
        outbox: Outbox,
        alarm: any Alarm,
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        names: LogNames = LogNames(),
        feed: EventFeed = EventFeed(),
        decisionLog: any DecisionLogReading = NoDecisionLog(),
        alsoWake: @escaping @Sendable () -> Instant? = { nil },
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws {
        self.ledger = ledger
        self.outbox = outbox
        self.alarm = alarm
        self.now = now
        self.log = log
        self.names = names
        self.feed = feed
        self.report = report
        self.alsoWake = alsoWake
        names.learn(household)
        care = try LedgerCare(
            household,
            recovery: LedgerRecovery(
                ledger: ledger,
                decisionLog: decisionLog,
                log: log,
                names: names
            ),
            at: now()
        )
        transactional = try TransactionalPlanner(household, ledger: ledger, now: now())
        care.seen = transactional.planner.through
    }

    var planner: Planner { transactional.planner }
    var household: Household { planner.household }
    /// Why the ledger is not written as it should be; `nil` where it is.
    var degradedReason: String? { care.degradedReason }

    /// What a question is answered from: the plan, the time and the ledger's state at one moment.
    func snapshot() -> Snapshot {
        Snapshot(
            planner: planner,
            now: now(),
            ledger: ledger,
            degraded: degradedReason.map {
                Snapshot.Degraded(
                    reason: $0,
                    since: care.degradedSince?.instant,
                    isSinceStart: care.degradedSince?.isStart ?? false
                )
            }
        )
    }

    // MARK: - Events

    /// Takes up the time that has passed since the ledger was last written, and starts telling.
    func start() async throws {
        let now = now()
        logResult(try transactional.reach(now, always: true))
        try care.withdrawRemoved(from: household, at: planner.through)
        care.announceRepair(to: household, at: planner.through)
        eraseExpired()
        await outbox.dispatch(at: now)
        await setAlarm()
    }

    /// Does what has fallen due, and asks to be woken for what comes next.
    func wake() async {
        do {
            try reachNow()
            care.announceRepair(to: household, at: planner.through)
        } catch {
            care.note(error)
        }
        await outbox.dispatch(at: now())
        await setAlarm()
    }

    /// Performs an event that a person waits for.
    ///
    /// `follow` is called once the step is written, and before anything of it is handed over. A `token` that
    /// was used before makes it an empty step.
    ///
    /// - Throws: `LedgerError` where the step cannot be written; nothing has changed then.
    @discardableResult
    func perform(
        _ event: PlannerEvent,
        spending token: SpentToken? = nil,
        then follow: @Sendable () async -> Void = {}
    ) async throws -> Performed {
        let now = now()
        try repair(at: now)
        if let token, try ledger.isSpent(token) {
            return Performed(step: PlannerStep(through: planner.through), plan: planner.plan)
        }
        if case .newHousehold(let household, _) = event {
            names.learn(household)
        }
        let result = try transactional.take(event, at: now, spending: token)
        let performed = Performed(step: result.step, plan: planner.plan)
        care.noteSuccess()
        logResult(result)
        if case .newHousehold(let household, _) = event {
            feed.publish([.config(ConfigTakenMessage(household))])
        }
        await follow()
        await outbox.dispatch(at: now)
        await setAlarm()
        let step = result.step
        if !step.undone.isEmpty || !step.releases.isEmpty || !step.unsaid.isEmpty {
            report(.reopened)
        }
        return performed
    }

    /// Notes the time reached, so that what a config gains until the next start begins there.
    func stop() {
        do {
            logResult(try transactional.reach(now(), always: true))
        } catch {
            care.note(error)
        }
        care.flush()
        if let degradedReason {
            log.error(
                "\(degradedReason); what stayed in memory is lost, and told again at the next start"
            )
        }
    }

    /// Returns once the planner has nothing under way, which shows that it does not hang.
    func takeTurn() {}

    /// Asks to be woken when the next nudge is due or the next attempt may be made.
    func setAlarm() async {
        let now = now()
        let attempt = await outbox.nextAttempt(after: now)
        // What a ledger refuses stays due: only the retry wakes.
        let due = care.hasWriteError ? nil : planner.nextDue
        let other = alsoWake().flatMap { $0 > now ? $0 : nil }
        alarm.set([due, attempt, other, care.nextRetry(after: now)].compactMap(\.self).min())
        report(.changed)
        if care.updateDegraded(at: now) {
            report(.ledgerStateChanged)
        }
    }

    // MARK: - The ledger's file

    /// Once a day, does for the ledger what can wait until nothing is being handed over: erases what is too
    /// old, and makes a backup.
    func performMaintenance() async {
        let now = now()
        guard care.isMaintenanceDue(in: household.zone, at: now) else {
            return
        }
        eraseExpired()
        care.backUp(in: household.zone, at: now)
        // A backup reads the whole file, which is how corruption is found that nobody has met.
        if ledger.corruption != nil {
            await setAlarm()
        }
    }

    /// Decides what is due, so that all that is not to come is behind, and has it handed over.
    func reach() async throws {
        try reachNow(always: true)
        await outbox.dispatch(at: now())
        await setAlarm()
    }

    /// Goes on from what the ledger still knows.
    func recall() throws {
        try transactional.recall(at: now())
    }

    /// Has taken back what is shown and no longer known.
    func takeBack(_ shown: [Delivery]) async {
        await outbox.takeBack(shown)
    }

    private func reachNow(always: Bool = false) throws {
        let now = now()
        care.flush()
        try repair(at: now)
        logResult(try transactional.reach(now, always: always))
        care.noteSuccess()
    }

    private func eraseExpired() {
        do {
            try eraseOld(seen: care.seen)
        } catch {
            log.warning("what is too old to be kept was not erased: \(error), ignoring")
        }
        care.seen = now()
    }

    /// Repairs a ledger that was found corrupt, and goes on from what it still knows.
    private func repair(at now: Instant) throws {
        guard try care.repair(for: household) else {
            return
        }
        try transactional.recall(at: now)
        try care.withdrawRemoved(from: household, at: planner.through)
    }

    private func logResult(_ result: TransactionalPlanner.Result) {
        if let from = result.turnedBack {
            log.notice("the clock was set back from \(from) to \(result.step.through)")
        }
        for key in result.dropped {
            log.error("a stage is decided already: \(names.name(key)), ignoring")
        }
        for decision in result.step.decisions {
            log.report(decision, names)
        }
        feed.publish(result.step.events(planner.plan))
    }
}
