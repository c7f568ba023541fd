import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

extension Responder {
    /// Every decision about the occurrences of a ritual on a date, and why; what is still to come of
    /// them, and what will be decided of it if nobody says anything.
    func why(_ query: WhyQuery) async throws -> String {
        let planner = await planning.planner
        return try await aside { try await why(query, planner) }
    }

    private func why(_ query: WhyQuery, _ planner: Planner) async throws -> String {
        let ritual = planner.household.ritual(query.ritual)
        let now = now()
        let date = try date(query, ritual, planner, at: now)
        let known = try planning.ledger.occurrences(of: query.ritual, on: date)
        if ritual == nil, known.isEmpty {
            throw Problem(unknownRitual: query.ritual, planner.household)
        }
        let scheduled = ritual.map { planner.plan.occurrences(of: $0, on: date) } ?? []
        let lapses = try planning.ledger.lapses(of: query.ritual)
        var stories: [Story] = []
        for key in nearest(Set(known).union(scheduled).sorted(), to: now, planner) {
            stories.append(try story(of: key, lapses, planner, at: now))
            try Task.checkCancellation()
            await Task.yield()
        }
        let planned = try await forecast(of: stories.flatMap(\.ahead), planner)
        for index in stories.indices {
            stories[index].message.ahead = stories[index].ahead.map {
                WhyMessage.Ahead($0, planned[$0.key])
            }
        }
        return try ControlJSON.text(
            of: WhyMessage(
                ritual: query.ritual,
                title: ritual?.title ?? query.ritual,
                date: date,
                zone: (ritual?.zone ?? planner.household.zone).identifier,
                occurrences: stories.map(\.message)
            )
        )
    }

    /// An occurrence as it is answered, with what is still to be found out of it.
    private struct Story {
        var message: WhyMessage.Occurrence
        var ahead: [StageAhead]
    }

    /// As many as an answer may have, those about now.
    private func nearest(
        _ keys: [OccurrenceKey],
        to now: Instant,
        _ planner: Planner
    ) -> ArraySlice<OccurrenceKey> {
        let local = planner.household.zone.local(at: now)
        let next = keys.firstIndex { $0.start > local } ?? keys.count
        return keys.window(around: next, of: Self.mostRows)
    }

    private func date(
        _ query: WhyQuery,
        _ ritual: Ritual?,
        _ planner: Planner,
        at now: Instant
    ) throws(Problem) -> CivilDate {
        if let date = query.date {
            return date
        }
        guard let ritual else {
            throw Problem(unknownRitual: query.ritual, planner.household)
        }
        return planner.plan.lastDate(of: ritual, at: now)
    }

    private func story(
        of key: OccurrenceKey,
        _ lapses: [ExpiredSpan],
        _ planner: Planner,
        at now: Instant
    ) throws -> Story {
        let ledger = planning.ledger
        let shown = planner.plan.shown(key)
        let zone = planner.household.zone
        let scheduled = planner.household.scheduledStart(of: key)
        let own = try ledger.decisions(about: key)
        let decisions =
            own + planner.plan.expired(of: key, in: lapses, decided: Set(own.map(\.key)))
        let outcomes = try ledger.outcomes(of: key)
        let record = OccurrenceRecord(key: key, decisions: decisions, outcomes: outcomes)
        let deliveries = try ledger.deliveries(about: key)
        let channels = Dictionary(grouping: deliveries, by: \.nudge.id)
        let decided = Set(decisions.map(\.key))
        let undecided = planner.plan.ladder(of: key).filter { !decided.contains($0.key) }
        let since =
            decisions.isEmpty && planner.plan.isBeforeKeeping(key)
            ? planner.plan.keptSince(key.ritual) : nil
        let isAhead = { (stage: StageAhead) in since == nil && stage.due > planner.through }
        var message = WhyMessage.Occurrence(
            key,
            start: shown?.start ?? scheduled,
            end: shown?.end ?? scheduled
        )
        if since == nil, shown != nil {
            message.state = OccurrenceState(of: record, planner, at: now)
        }
        message.keptSince = since
        message.decisions = decisions.map { decision in
            WhyMessage.Decided(
                decision,
                channels: decision.nudgeID.flatMap { channels[$0] }?.map(\.channel) ?? []
            )
        }
        message.outcomes = outcomes.map(WhyMessage.Said.init)
        message.deliveries = deliveries.map { DeliveryMessage($0, zone: zone.identifier) }
        message.passed = passed(undecided.filter { !isAhead($0) }, isOver: since != nil)
        return Story(message: message, ahead: undecided.filter(isAhead))
    }

    /// What gets no verdict: it was due before the ritual was kept, or asks about what was over then.
    private func passed(_ stages: [StageAhead], isOver: Bool) -> [WhyMessage.Passed] {
        stages.map { stage in
            WhyMessage.Passed(
                stage,
                reason: isOver
                    ? "it was over before it was kept here" : "it was due before it was kept here"
            )
        }
    }

    /// What a copy of the planner makes of stages that are still to come, all in one run.
    private func forecast(
        of stages: [StageAhead],
        _ planner: Planner
    ) async throws -> [StageKey: Decision] {
        guard let last = stages.map(\.due).max() else {
            return [:]
        }
        let forecast = try await Forecast(planner, until: last + .seconds(1))
        return Dictionary(
            forecast.decisions.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension Array {
    /// At most so many elements, with those before and after an index in equal parts where it has them.
    fileprivate func window(around index: Int, of most: Int) -> ArraySlice<Element> {
        let start = Swift.max(0, Swift.min(index - most / 2, count - most))
        return self[start..<Swift.min(count, start + most)]
    }
}
