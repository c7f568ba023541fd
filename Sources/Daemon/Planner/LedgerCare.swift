import CivilTime
import Delivery
import Household
import Logging
import Planning

/// Looks after the ledger's file: flushes what stayed in memory, repairs, backs up, and knows how the file
/// fails.
///
/// It acts only when the daemon is awake anyway.
struct LedgerCare: Sendable {
    /// Since when the ledger is degraded without a break.
    struct Since: Hashable, Sendable {
        var instant: Instant
        /// Whether the ledger could not be written when it was opened.
        var isStart = false
    }

    private let recovery: LedgerRecovery
    private var ledger: PlannerActor.Store { recovery.ledger }
    private var log: Logger { recovery.log }
    /// Why the ledger refused the last write of a step; `nil` where it did not.
    private var writeError: String?
    /// The degraded state that was reported last.
    private var reported: String?
    private(set) var degradedSince: Since?
    /// A repair that the couple has still to be told of.
    private var unannounced: LedgerRepair?
    /// The day of the last backup that was tried.
    private var backedUp: CivilDate?
    /// When the clock was last looked at for what is too old to be kept.
    var seen: Instant

    /// A repair of the ledger is shown for so long, unless the damaged file is removed before.
    static let repairShown = Duration.seconds(14 * 86_400)
    /// Single attempts at deliveries are kept this long.
    private static let attemptsKept = Duration.seconds(90 * 86_400)

    /// Repairs the ledger where it is corrupt.
    init(_ household: Household, recovery: LedgerRecovery, at now: Instant) throws {
        self.recovery = recovery
        unannounced = try recovery.ledger.repair()
        if let unannounced {
            recovery.recover(after: unannounced, household)
        }
        seen = now
        if recovery.ledger.degradedReason != nil {
            degradedSince = Since(instant: now, isStart: true)
        }
    }

    /// Why transactions do not reach the disk; `nil` where they do.
    var degradedReason: String? {
        writeError ?? ledger.degradedReason.map { "the ledger stays in memory: \($0)" }
    }

    var hasWriteError: Bool { writeError != nil }

    /// When a ledger that fails is to be tried again; `nil` where all is well.
    func nextRetry(after now: Instant) -> Instant? {
        degradedReason == nil && ledger.corruption == nil ? nil : now + Outbox.retry
    }

    // MARK: - Errors

    /// Notes that a step could not be written.
    mutating func note(_ error: any Error) {
        let text = recovery.names.clean("\(error)")
        if writeError != text {
            log.error("\(text), trying again every \(Outbox.retry.components.seconds) seconds")
        }
        writeError = text
    }

    /// Notes that a step was written.
    mutating func noteSuccess() {
        writeError = nil
    }

    /// Logs a change of the degraded state; returns whether there was one.
    mutating func updateDegraded(at now: Instant) -> Bool {
        let reason = degradedReason
        if reason == nil {
            degradedSince = nil
        } else if degradedSince == nil {
            degradedSince = Since(instant: now)
        }
        guard reason != reported else {
            return false
        }
        if let reason {
            // A write error was logged where it happened.
            if writeError == nil {
                log.error(
                    "\(reason), trying again every \(Outbox.retry.components.seconds) seconds"
                )
            }
        } else {
            log.notice("the ledger is written again")
        }
        reported = reason
        return true
    }

    // MARK: - Repair

    /// Tries to write to the disk what stayed in memory.
    func flush() {
        ledger.flush()
    }

    /// Repairs a ledger that was found corrupt; returns whether the planner has to be made anew from it.
    mutating func repair(for household: Household) throws -> Bool {
        guard ledger.corruption != nil, let repair = try ledger.repair() else {
            return false
        }
        recovery.recover(after: repair, household)
        unannounced = repair
        return true
    }

    /// Withdraws what waits of rituals that the config has lost while the ledger did not hear of it.
    func withdrawRemoved(from household: Household, at now: Instant) throws {
        try recovery.withdrawRemoved(from: household, at: now)
    }

    /// Tells the couple once that their ledger was corrupt.
    mutating func announceRepair(to household: Household, at now: Instant) {
        guard let repair = unannounced else {
            return
        }
        do {
            try recovery.tell(repair, to: household, at: now)
            unannounced = nil
        } catch {
            note(error)
        }
    }

    // MARK: - Backup

    /// Whether a day has begun on which nothing was backed up, and the ledger is well.
    func isMaintenanceDue(in zone: Zone, at now: Instant) -> Bool {
        backedUp != zone.local(at: now).date && degradedReason == nil
    }

    /// Drops attempts that nobody asks for any more, and makes the day's backup.
    mutating func backUp(in zone: Zone, at now: Instant) {
        let today = zone.local(at: now).date
        backedUp = today
        do {
            try ledger.performMaintenance(before: now - Self.attemptsKept)
            if try ledger.backUp(
                unlessMadeSince: zone.instant(of: CivilDateTime(today, .midnight))
            ) {
                log.info("the ledger was copied to its backup")
            }
        } catch {
            log.warning("the ledger was not copied to its backup: \(error), ignoring")
        }
    }
}
