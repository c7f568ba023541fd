import CivilTime
import ControlAPI
import Delivery
import Glibc
import Household
import Planning

extension Responder {
    /// The daemon's health.
    func status() async throws -> String {
        let planner = await planning.planner
        let current = config.current
        let now = now()
        let next = Agenda(planner.plan).upcoming(after: now, count: 1).first
        let channels = try await channels(of: planner.household, at: now)
        let message = StatusMessage(
            pid: Int(getpid()),
            started: started,
            now: now,
            config: StatusMessage.Config(
                path: current.path,
                loaded: current.loaded,
                rituals: current.rituals,
                partners: current.partners,
                rejected: current.rejected.map(DiagnosticMessage.init)
            ),
            zone: StatusMessage.Zone(
                name: planner.household.zone.identifier,
                tzdata: tzdata
            ),
            ledger: try await ledger(at: now),
            channels: channels,
            holds: planner.plan.holds.current(at: now).map { HoldMessage($0, planner.household) },
            nextNudge: planner.nextDue,
            next: next.map { OccurrenceMessage($0, planner) }
        )
        return try ControlJSON.text(of: message)
    }

    private func ledger(at now: Instant) async throws -> StatusMessage.Ledger {
        var message = StatusMessage.Ledger(try planning.ledger.summary(), path: ledgerPath)
        if let degraded = await planning.snapshot().degraded {
            message.trouble = degraded.reason
            message.troubleSince = degraded.since
            message.unwritableAtStart = degraded.isSinceStart
        }
        message.repair = try lastRepair(at: now)
        return message
    }

    /// What the ledger was last restored from, for some days.
    private func lastRepair(at now: Instant) throws -> StatusMessage.Repair? {
        guard let last = try planning.ledger.repairs(since: now - LedgerCare.repairShown).last
        else {
            return nil
        }
        let folder = ledgerPath.lastIndex(of: "/").map { ledgerPath[...$0] } ?? ""
        return StatusMessage.Repair(last, in: folder)
    }

    private func channels(
        of household: Household,
        at now: Instant
    ) async throws -> [StatusMessage.Channel] {
        let last = await outbox.lastAttempts
        return try household.channels.map { channel in
            let health = try planning.ledger.health(of: channel.id)
            var message = StatusMessage.Channel(
                id: channel.id,
                type: channel.type.rawValue,
                health,
                at: now
            )
            if let last = last[channel.id] {
                message.state = .init(last.state, isTest: last.isTest)
                message.detail = last.detail
            }
            return message
        }
    }
}
