import CivilTime
import Emitters
import Logging
import Delivery
import Household
import Planning

/// Brings a ledger that was restored from a backup up to date, and tells the couple.
struct LedgerRecovery: Sendable {
    let ledger: PlannerActor.Store
    let decisionLog: any DecisionLogReading
    let log: Logger
    var names = LogNames()

    /// The ritual id under which it is told.
    static let ritual = Nudge.ledgerNotice

    /// Writes into the ledger what the journal still shows of the time since the backup.
    ///
    /// Without a journal what was told since is told again, with the same ids.
    func recover(after repair: LedgerRepair, _ household: Household) {
        log.error("the ledger was damaged: \(repair.reason)")
        if let name = repair.setAside {
            log.error("the damaged ledger was set aside as '\(name)'")
        }
        guard let restored = repair.restored else {
            log.error("no backup of the ledger is sound: it begins anew")
            return
        }
        log.error("the ledger was restored from a backup that ends at \(restored)")
        do {
            let recovered = try decisionLog.recoveredDecisions(since: restored)
            var step = PlannerStep(through: try ledger.summary().through ?? restored)
            let forgotten = try ledger.memory(at: step.through).forgotten
            let opened = try open(recovered.sealed, household, since: restored)
            step.decisions = try named(recovered.decisions + opened)
                .filter { decision in
                    let key = decision.key
                    // What was forgotten is not remembered again.
                    let isKept = household.ritual(key.occurrence.ritual) != nil
                    return try (isKept || key.stage == .digest) && !isKnown(key)
                        && !forgotten.contains(key.occurrence)
                }
            try ledger.record(step)
            let arrived = try note(recovered.arrivals, at: step.through)
            log.notice(
                """
                \(step.decisions.count) decisions and \(arrived) deliveries since then were found in \
                the journal
                """
            )
        } catch {
            log.error("the journal shows nothing since then: \(error); some may be told again")
        }
    }

    /// Ends the deliveries that the backup had waiting and that have arrived since; counts them.
    private func note(_ arrivals: Set<RecoveredDecisions.Arrival>, at instant: Instant) throws
        -> Int
    {
        guard !arrivals.isEmpty else {
            return 0
        }
        let arrived = try ledger.deliveries(in: [.pending, .sending], limit: .max).filter {
            let channel = $0.channel
            return [$0.nudge.id, names.token($0.nudge.id)].contains {
                arrivals.contains(RecoveredDecisions.Arrival(nudge: $0, channel: channel))
            }
        }
        for delivery in arrived {
            let end = DeliveryEnd(delivery.id, as: .delivered, detail: "known from the journal")
            try ledger.finish(end, at: instant)
        }
        return arrived.count
    }

    /// Withdraws what waits of rituals that the config has lost while the ledger did not hear of it.
    func withdrawRemoved(from household: Household, at now: Instant) throws {
        let kept = Set(household.rituals.filter(\.isEnabled).map(\.id))
        let removed = try ledger.deliveries(in: [.pending, .sending], limit: .max)
            .filter { $0.nudge.stage != .digest && !kept.contains($0.nudge.ritual) }
            .map(\.nudge.ritual)
        guard !removed.isEmpty else {
            return
        }
        var step = PlannerStep(through: now)
        step.withdrawnRituals = Set(removed).sorted()
        try ledger.record(step)
    }

    private func isKnown(_ key: StageKey) throws -> Bool {
        try ledger.decisions(about: key.occurrence).contains { $0.key == key }
    }

    /// Tells every partner, and uses every channel to do so.
    func tell(_ repair: LedgerRepair, to household: Household, at now: Instant) throws {
        var reached: Set<String> = []
        var messages = SharedMessages(household)
        for partner in household.partners {
            let isLast = partner.id == household.partners.last?.id
            let own = household.channels(for: partner)
            let channels = household.channels.map(\.id).filter { id in
                own.contains(id) || (isLast && !reached.contains(id))
            }
            reached.formUnion(channels)
            let nudge = nudge(repair, for: partner, household, at: now)
            let carriers = messages.carriers(of: nudge, on: channels, from: now)
            try ledger.enqueue(nudge, on: channels, carriers: carriers, at: now)
        }
        try ledger.markRepairsReported()
    }

    private func nudge(
        _ repair: LedgerRepair,
        for partner: Partner,
        _ household: Household,
        at now: Instant
    ) -> Nudge {
        let time = ZonedTime(instant: now, zone: partner.zone)
        let key = StageKey(
            // By the time of the repair, so that a crash in between does not tell it twice.
            occurrence: OccurrenceKey(
                ritual: Self.ritual,
                start: household.zone.local(at: repair.at)
            ),
            stage: .start,
            partner: partner.id
        )
        return Nudge(
            key: key,
            title: "The record of your rituals was damaged",
            body: words(repair, partner),
            occurrence: OccurrenceReference(key: key.occurrence, start: time, end: time),
            due: now,
            tone: partner.tone,
            sensitivity: .public,
            expires: now + .seconds(7 * 86_400)
        )
    }

    private func words(_ repair: LedgerRepair, _ partner: Partner) -> String {
        guard let restored = repair.restored else {
            return "No sound backup was found, so it begins anew today. Your rituals go on."
        }
        let local = partner.zone.local(at: restored).short
        return
            "It was restored from the backup of \(local); what was said after that may be missing."
    }
}
