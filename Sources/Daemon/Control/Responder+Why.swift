import CivilTime
import ControlAPI
import Rituals
import Wire

extension Responder {
    /// Every decision about the occurrences of a ritual on a date, and why; what is still to come of
    /// them, and what will be decided of it if nobody says anything.
    func why(_ query: WhyQuery) async throws -> String {
        let planner = await keeper.planner
        let ritual = planner.household.ritual(query.ritual)
        let now = now()
        let date = try date(query, ritual, planner, at: now)
        let known = try keeper.ledger.occurrences(of: query.ritual, on: date)
        if ritual == nil, known.isEmpty {
            throw Problem(unknownRitual: query.ritual, planner.household)
        }
        let planned = ritual.map { planner.occurrences(of: $0, on: date) } ?? []
        var stories: [WhyMessage.Occurrence] = []
        for key in Set(known).union(planned).sorted() {
            stories.append(try await story(of: key, planner, at: now))
        }
        return try ControlJSON.text(
            of: WhyMessage(
                ritual: query.ritual,
                title: ritual?.title ?? query.ritual,
                date: date.description,
                zone: (ritual?.zone ?? planner.household.zone).identifier,
                occurrences: stories
            )
        )
    }

    private func date(
        _ query: WhyQuery,
        _ ritual: Ritual?,
        _ planner: Planner,
        at now: Instant
    ) throws(Problem) -> CivilDate {
        guard let text = query.date else {
            guard let ritual else {
                throw Problem(unknownRitual: query.ritual, planner.household)
            }
            return planner.lastDate(of: ritual, at: now)
        }
        return try readDate(text)
    }

    private func story(
        of key: OccurrenceKey,
        _ planner: Planner,
        at now: Instant
    ) async throws -> WhyMessage.Occurrence {
        let ledger = keeper.ledger
        let shown = planner.shown(key)
        let zone = planner.household.zone
        let scheduled = ZonedTime(instant: zone.instant(of: key.start), zone: zone)
        let own = try ledger.decisions(about: key)
        let lapses = try ledger.lapses(of: key.ritual)
        let decisions = own + planner.lapsed(of: key, lapses, decided: Set(own.map(\.key)))
        let outcomes = try ledger.outcomes(of: key)
        let record = OccurrenceRecord(key: key, decisions: decisions, outcomes: outcomes)
        let deliveries = try ledger.deliveries(about: key)
        let channels = Dictionary(grouping: deliveries, by: \.nudge.id)
        let decided = Set(decisions.map(\.key))
        let undecided = planner.ladder(of: key).filter { !decided.contains($0.key) }
        let since =
            decisions.isEmpty && planner.isBeforeKeeping(key)
            ? planner.keptSince(key.ritual) : nil
        let isAhead = { (stage: StageAhead) in since == nil && stage.due > planner.through }
        return WhyMessage.Occurrence(
            occurrence: key.description,
            start: (shown?.start ?? scheduled).description,
            end: (shown?.end ?? scheduled).description,
            state: since == nil
                ? shown.map { _ in OccurrenceState(of: record, planner, at: now) } : nil,
            keptSince: since?.description,
            decisions: decisions.map { decision in
                WhyMessage.Decided(
                    decision,
                    channels: decision.nudgeID.flatMap { channels[$0] }?.map(\.channel) ?? []
                )
            },
            outcomes: outcomes.map(WhyMessage.Said.init),
            deliveries: deliveries.map { DeliveryMessage($0, zone: zone.identifier) },
            ahead: await ahead(undecided.filter(isAhead), planner),
            passed: passed(undecided.filter { !isAhead($0) }, isOver: since != nil)
        )
    }

    /// What gets no verdict: it was due before the ritual was kept, or asks about what was over then.
    private func passed(_ stages: [StageAhead], isOver: Bool) -> [WhyMessage.Passed] {
        stages.map { stage in
            WhyMessage.Passed(
                stage: stage.key.stage.description,
                partner: stage.key.partner,
                due: stage.due.description,
                reason: isOver
                    ? "it was over before it was kept here" : "it was due before it was kept here"
            )
        }
    }

    /// What is still to come of an occurrence, and what a copy of the planner makes of it.
    private func ahead(_ stages: [StageAhead], _ planner: Planner) async -> [WhyMessage.Ahead] {
        guard let last = stages.map(\.due).max() else {
            return []
        }
        let forecast = await Forecast(planner, until: last + .seconds(1))
        let planned = Dictionary(
            forecast.decisions.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return stages.map { stage in
            let decision = planned[stage.key]
            return WhyMessage.Ahead(
                stage: stage.key.stage.description,
                partner: stage.key.partner,
                due: stage.due.description,
                decision: decision?.verdict.rawValue,
                reason: decision?.reason,
                channels: decision?.channels ?? []
            )
        }
    }
}
