import CivilTime
import ControlAPI
import Glibc
import Rituals
import Wire

extension Responder {
    /// The daemon's health.
    func status() async throws -> String {
        let planner = await keeper.planner
        let current = config.current
        let summary = try keeper.ledger.summary()
        let health = await courier.health
        let now = now()
        let next = Agenda(planner).upcoming(after: now, count: 1).first
        let channels = planner.household.channels.map { channel in
            StatusMessage.Channel(
                id: channel.id,
                type: channel.type,
                state: health[channel.id]?.state.rawValue,
                detail: health[channel.id]?.detail
            )
        }
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
                through: summary.through?.description
            ),
            channels: channels,
            nextNudge: planner.nextDue?.description,
            next: next.map(OccurrenceMessage.init)
        )
        return try ControlJSON.text(of: message)
    }
}
