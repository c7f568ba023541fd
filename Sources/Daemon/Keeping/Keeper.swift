import CivilTime
import Logging
import Delivery
import Household
import Planning

/// Holds the planner: feeds it events, writes what follows, and sees that it is told.
///
/// One event at a time. It also sees to the ledger's file, at moments when it is awake anyway: what a
/// full disk kept in memory is written, damage is mended, and a backup made once a day.
actor Keeper {
    typealias Store = any LedgerWriting & LedgerReading & LedgerUpkeep & LedgerErasing

    private var kept: KeptPlanner
    let ledger: Store
    let now: @Sendable () -> Instant
    private let courier: Courier
    private let alarm: any Alarm
    let log: Logger
    let names: LogNames
    private let witness: any DecisionWitness
    /// Why the ledger refused the last try; `nil` where it did not.
    private var refusal: String?
    /// What the service manager was told last.
    private var toldTrouble: String?
    /// Since when there is trouble without a break, and whether it was there from the start.
    private(set) var troubleSince: TroubleSince?
    private var onTrouble: @Sendable () async -> Void = {}
    private var onReopening: @Sendable () async -> Void = {}
    /// What is still to be told about a ledger that was mended.
    private var repair: LedgerRepair?
    /// The day of the last backup that was tried.
    private var backedUp: CivilDate?
    /// When the clock was last looked at for what is too old to be kept.
    private var seen: Instant

    /// How long to wait before a ledger that failed is tried again.
    static let retry = Duration.seconds(30)
    /// So long a repair of the ledger is shown, unless the damaged file is removed before.
    static let repairShown = Duration.seconds(14 * 86_400)
    /// Single attempts at deliveries are kept this long.
    static let attemptsKept = Duration.seconds(90 * 86_400)

    init(
        _ household: Household,
        ledger: Store,
        courier: Courier,
        alarm: any Alarm,
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        names: LogNames = LogNames(),
        witness: any DecisionWitness = NoWitness()
    ) throws {
        self.ledger = ledger
        self.courier = courier
        self.alarm = alarm
        self.now = now
        self.log = log
        self.names = names
        self.witness = witness
        names.learn(household)
        repair = try ledger.repair()
        if let repair {
            LedgerMending(ledger: ledger, witness: witness, log: log, names: names)
                .recover(after: repair, household)
        }
        kept = try KeptPlanner(household, ledger: ledger, now: now())
        seen = kept.planner.through
        if ledger.trouble != nil {
            troubleSince = TroubleSince(instant: now(), isStart: true)
        }
    }

    /// When trouble began.
    struct TroubleSince: Hashable, Sendable {
        var instant: Instant
        /// Whether the ledger could not be written when it was opened.
        var isStart = false
    }

    var planner: Planner { kept.planner }
    var household: Household { kept.planner.household }

    /// Why the ledger's file is not what it should be; `nil` where all is well.
    var trouble: String? {
        refusal ?? ledger.trouble.map { "the ledger stays in memory: \($0)" }
    }

    /// Calls `action` whenever `trouble` begins, changes or ends.
    func whenTroubleChanges(_ action: @escaping @Sendable () async -> Void) {
        onTrouble = action
    }

    /// Calls `action` whenever a word is taken back or a hold is ended, so that what was taken away
    /// from where it was shown may be open again.
    func whenReopened(_ action: @escaping @Sendable () async -> Void) {
        onReopening = action
    }

    /// Takes up the time that has passed since the ledger was last written, and starts telling.
    func start() async throws {
        let now = now()
        report(try kept.reach(now, always: true))
        try mending.withdrawRemoved(from: household, at: planner.through)
        tellRepair()
        dropOld()
        await courier.dispatch(at: now)
        await rearm()
    }

    /// Does what has fallen due, and asks to be woken for what comes next.
    func wake() async {
        let now = now()
        do {
            ledger.catchUp()
            try mend(at: now)
            report(try kept.reach(now))
            refusal = nil
            tellRepair()
        } catch {
            refuse(error)
        }
        await courier.dispatch(at: now)
        await rearm()
    }

    /// Notes the time reached, so that what a config gains until the next start begins there.
    func stop() {
        do {
            report(try kept.reach(now(), always: true))
        } catch {
            refuse(error)
        }
        ledger.catchUp()
        if let trouble {
            log.error("\(trouble); what stayed in memory is lost, and told again at the next start")
        }
    }

    /// Takes an event that a person waits for; what cannot be written is thrown.
    ///
    /// `follow` is called once the step is written, and before anything of it is told.
    @discardableResult
    func take(
        _ event: PlannerEvent,
        then follow: @Sendable () async -> Void = {}
    ) async throws -> PlannerStep {
        let now = now()
        try mend(at: now)
        if case .newHousehold(let household, _) = event {
            names.learn(household)
        }
        let result = try kept.take(event, at: now)
        refusal = nil
        report(result)
        await follow()
        await withdraw(result.step, at: now)
        await courier.dispatch(at: now)
        await rearm()
        if !result.step.undone.isEmpty || !result.step.releases.isEmpty {
            await onReopening()
        }
        return result.step
    }

    /// Has taken back what is shown and no longer wanted.
    private func withdraw(_ step: PlannerStep, at now: Instant) async {
        let open = OpenNudges(planner: planner, ledger: ledger, now: now)
        for withdrawal in step.withdrawals {
            await courier.withdraw(withdrawal, open)
        }
        if !step.withdrawnRituals.isEmpty {
            await courier.withdraw(rituals: Set(step.withdrawnRituals), open)
        }
    }

    /// Asks to be woken when the next nudge is due or the next attempt may be made.
    func rearm() async {
        let now = now()
        let attempt = await courier.nextAttempt(after: now)
        let isWell = trouble == nil && ledger.damage == nil
        let retry = isWell ? nil : now + Self.retry
        // What a ledger refuses stays due: only the retry wakes.
        let due = refusal == nil ? planner.nextDue : nil
        alarm.set([due, attempt, retry].compactMap(\.self).min())
        await tellTrouble()
    }

    /// Does for the ledger what can wait until nothing is being told, once a day.
    func rest() async {
        let zone = household.zone
        let today = zone.local(at: now()).date
        guard backedUp != today, trouble == nil else {
            return
        }
        backedUp = today
        dropOld()
        do {
            try ledger.tidy(before: now() - Self.attemptsKept)
            let midnight = CivilDateTime(today, ClockTime(secondOfDay: 0))
            if try ledger.backUp(unlessMadeSince: zone.instant(of: midnight)) {
                log.info("the ledger was copied to its backup")
            }
        } catch {
            log.warning("the ledger was not copied to its backup: \(error), ignoring")
        }
        // To copy it is to read all of it, which is how damage is found that nobody has met.
        if ledger.damage != nil {
            await rearm()
        }
    }

    // MARK: - What is erased

    /// Decides what is due, so that all that is not to come is behind, and has it told.
    func reach() async throws {
        let now = now()
        ledger.catchUp()
        try mend(at: now)
        report(try kept.reach(now, always: true))
        refusal = nil
        await courier.dispatch(at: now)
        await rearm()
    }

    /// Goes on from what the ledger still knows.
    func recall() throws {
        try kept.recall(at: now())
    }

    /// Has taken back what is shown and no longer known.
    func takeBack(_ shown: [Delivery]) async {
        await courier.takeBack(shown)
    }

    private func dropOld() {
        do {
            try eraseOld(seen: seen)
        } catch {
            log.warning("what is too old to be kept was not erased: \(error), ignoring")
        }
        seen = now()
    }

    // MARK: - The ledger's file

    /// Mends a ledger that was found damaged, and goes on from what it still knows.
    private func mend(at now: Instant) throws {
        guard ledger.damage != nil, let repair = try ledger.repair() else {
            return
        }
        mending.recover(after: repair, household)
        self.repair = repair
        try kept.recall(at: now)
        try mending.withdrawRemoved(from: household, at: planner.through)
    }

    private var mending: LedgerMending {
        LedgerMending(ledger: ledger, witness: witness, log: log, names: names)
    }

    /// Tells the couple once that their ledger was damaged.
    private func tellRepair() {
        guard let told = repair else {
            return
        }
        do {
            try mending.tell(told, to: household, at: planner.through)
            repair = nil
        } catch {
            refuse(error)
        }
    }

    private func refuse(_ error: any Error) {
        let text = names.clean("\(error)")
        if refusal != text {
            log.error("\(text), trying again every \(Self.retry.components.seconds) seconds")
        }
        refusal = text
    }

    private func tellTrouble() async {
        let trouble = trouble
        if trouble == nil {
            troubleSince = nil
        } else if troubleSince == nil {
            troubleSince = TroubleSince(instant: now())
        }
        guard trouble != toldTrouble else {
            return
        }
        if let trouble {
            // What the ledger refused is logged where it is.
            if refusal == nil {
                log.error("\(trouble), trying again every \(Self.retry.components.seconds) seconds")
            }
        } else {
            log.notice("the ledger is written again")
        }
        toldTrouble = trouble
        await onTrouble()
    }

    private func report(_ result: KeptPlanner.Result) {
        if let from = result.turnedBack {
            log.notice("the clock was set back from \(from) to \(result.step.through)")
        }
        for key in result.dropped {
            log.error("a stage is decided already: \(names.name(key)), ignoring")
        }
        for decision in result.step.decisions {
            log.report(decision, names)
        }
    }
}
