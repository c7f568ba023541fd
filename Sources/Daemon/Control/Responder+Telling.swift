import CivilTime
import ControlAPI
import Glibc
import Rituals

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

    /// Deliveries, newest first.
    func outbox(_ query: OutboxQuery) async throws -> String {
        let states = query.states.compactMap(Delivery.State.init)
        let deliveries = try keeper.ledger.deliveries(
            in: states.isEmpty ? Set(Delivery.State.allCases) : Set(states),
            limit: query.count ?? 50
        )
        return try ControlJSON.text(of: deliveries.map(DeliveryMessage.init))
    }

    /// Every decision about the occurrences of a ritual on a date, and why.
    func why(_ query: WhyQuery) async throws -> String {
        let planner = await keeper.planner
        guard let ritual = planner.household.ritual(query.ritual) else {
            throw Problem(unknownRitual: query.ritual, planner.household)
        }
        let now = now()
        let date: CivilDate
        if let text = query.date {
            guard let parsed = try? CivilDate(parsing: text) else {
                throw Problem(.badRequest, detail: "'\(text)' is not a date such as 2026-01-09")
            }
            date = parsed
        } else {
            date = planner.lastDate(of: ritual, at: now)
        }
        let known = try keeper.ledger.occurrences(of: ritual.id, on: date)
        let planned = planner.occurrences(of: ritual, on: date)
        let keys = Set(known).union(planned).sorted()
        let stories = try keys.map { try story(of: $0, planner, at: now) }
        return try ControlJSON.text(
            of: WhyMessage(
                ritual: ritual.id,
                title: ritual.title,
                date: date.description,
                zone: ritual.zone.identifier,
                occurrences: stories
            )
        )
    }

    private func story(
        of key: OccurrenceKey,
        _ planner: Planner,
        at now: Instant
    ) throws -> WhyMessage.Occurrence {
        let ledger = keeper.ledger
        let shown = planner.shown(key)
        let decisions = try ledger.decisions(about: key)
        let deliveries = try ledger.deliveries(about: key)
        let channels = Dictionary(grouping: deliveries, by: \.nudge.id)
        return WhyMessage.Occurrence(
            occurrence: key.description,
            start: shown?.start.description ?? key.start.description,
            end: shown?.end.description ?? key.start.description,
            state: OccurrenceState(planner.standing(of: key, at: now)),
            decisions: decisions.map { decision in
                WhyMessage.Decided(
                    decision,
                    channels: decision.nudgeID.flatMap { channels[$0] }?.map(\.channel) ?? []
                )
            },
            outcomes: try ledger.outcomes(of: key).map(WhyMessage.Said.init),
            deliveries: deliveries.map(DeliveryMessage.init),
            ahead: planner.ahead(of: key, decided: Set(decisions.map(\.key))).map {
                WhyMessage.Ahead(
                    stage: $0.key.stage.description,
                    partner: $0.key.partner,
                    due: $0.due.description
                )
            }
        )
    }
}
