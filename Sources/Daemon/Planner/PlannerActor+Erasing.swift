import CivilTime
import Delivery
import Household
import Logging
import Planning

// What the couple no longer wants to be remembered.

extension PlannerActor {
    /// Longer than this without a look at the clock, and what it shows is believed a day later.
    ///
    /// A clock that leapt ahead by years would otherwise have years erased.
    static let credible = Duration.seconds(30 * 86_400)

    /// Erases for good what lies behind, from the copies of the ledger too, and takes it away from
    /// where it is still shown.
    func erase(_ erasure: Erasure) async throws -> Erased {
        try await reach()
        if let degradedReason {
            throw LedgerError.unavailable(degradedReason)
        }
        let shown = try delivered()
        let erased = try ledger.erase(
            erasure,
            at: planner.through,
            copies: true,
            sparing: planner.plan.remains
        )
        try recall()
        let left = Set(try delivered().map(\.id))
        await takeBack(shown.filter { !left.contains($0.id) })
        await setAlarm()
        return erased
    }

    /// Erases what is older than the household keeps; from the backups it goes with the days.
    ///
    /// - Parameter seen: when the clock was last looked at for this.
    /// - Throws: `LedgerError` where the file cannot be written.
    func eraseOld(seen: Instant) throws {
        guard let keep = household.keep, degradedReason == nil else {
            return
        }
        let (now, zone) = (planner.through, household.zone)
        guard now - seen <= Self.credible else {
            return log.notice("what is older than \(keep) is erased tomorrow, after so long a time")
        }
        let date = zone.local(at: zone.instant(keep.negated, after: now)).date
        let start = CivilDateTime(date, .midnight)
        let erased = try ledger.erase(
            .before(start, zone.instant(of: start)),
            at: now,
            copies: false,
            sparing: planner.plan.remains
        )
        guard !erased.isNothing else {
            return
        }
        log.info("what is older than \(keep) was erased: \(erased.occurrences) occurrences")
        try recall()
    }

    /// How many deliveries are looked through for what is still shown.
    private static let most = 1_000

    private func delivered() throws -> [Delivery] {
        try ledger.deliveries(in: [.delivered], limit: Self.most)
    }
}
