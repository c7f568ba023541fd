import CivilTime
import ControlAPI
import Delivery
import Glibc
import Household
import Planning
import Wire

extension Responder {
    /// The daemon's health.
    func status() async throws -> String {
        let planner = await planning.planner
        let current = config.current
        let summary = try planning.ledger.summary()
        let now = now()
        let next = Agenda(planner.plan).upcoming(after: now, count: 1).first
        let channels = try await channels(of: planner.household, at: now)
        let degraded = await planning.snapshot().degraded
        let message = StatusMessage(
            version: ProductVersion.current,
            pid: Int(getpid()),
            started: started.description,
            now: now.description,
            config: StatusMessage.Config(
                path: current.path,
                loaded: current.loaded.description,
                rituals: current.rituals,
                partners: current.partners,
                rejected: current.rejected.map(DiagnosticMessage.init)
            ),
            zone: StatusMessage.Zone(
                name: planner.household.zone.identifier,
                tzdata: tzdata
            ),
            ledger: StatusMessage.Ledger(
                path: ledgerPath,
                schema: summary.schemaVersion,
                bytes: summary.bytes,
                decisions: summary.decisions,
                deliveries: StatusMessage.Deliveries(summary.deliveries),
                through: summary.through?.description,
                trouble: degraded?.reason,
                troubleSince: degraded?.since?.description,
                unwritableAtStart: degraded?.isSinceStart ?? false,
                repair: try lastRepair(at: now)
            ),
            channels: channels,
            holds: planner.plan.holds.current(at: now).map { HoldMessage($0, planner.household) },
            nextNudge: planner.nextDue?.description,
            next: next.map { OccurrenceMessage($0, planner) }
        )
        return try ControlJSON.text(of: message)
    }

    /// What the ledger was last restored from, for some days.
    private func lastRepair(at now: Instant) throws -> StatusMessage.Repair? {
        guard let last = try planning.ledger.repairs(since: now - LedgerCare.repairShown).last
        else {
            return nil
        }
        let folder = ledgerPath.lastIndex(of: "/").map { ledgerPath[...$0] } ?? ""
        return StatusMessage.Repair(
            at: last.at.description,
            reason: last.reason,
            setAside: last.setAside.map { folder + $0 },
            restored: last.restored?.description
        )
    }

    private func channels(
        of household: Household,
        at now: Instant
    ) async throws -> [StatusMessage.Channel] {
        let last = await outbox.lastAttempts
        return try household.channels.map { channel in
            let health = try planning.ledger.health(of: channel.id)
            return StatusMessage.Channel(
                id: channel.id,
                type: channel.type.rawValue,
                state: last[channel.id].map { last in
                    last.isTest && last.state == .dead ? "test-failed" : last.state.rawValue
                },
                detail: last[channel.id]?.detail ?? health?.detail,
                breaker: (health?.breaker(at: now) ?? .closed).rawValue,
                failures: health?.failuresInARow ?? 0,
                lastSuccess: health?.lastSuccess?.description,
                lastFailure: health?.lastFailure?.description,
                restsUntil: health?.restsUntil?.description,
                disabledSince: health?.disabled?.since.description
            )
        }
    }
}
