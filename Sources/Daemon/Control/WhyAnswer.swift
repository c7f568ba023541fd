import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// Answers `why`: every decision about the occurrences of a ritual on a date with its reason, and a
/// forecast of the stages that are still ahead.
struct WhyAnswer {
    let snapshot: Snapshot
    private var plan: Plan { snapshot.plan }
    private var ledger: any LedgerReading { snapshot.ledger }

    func why(_ query: WhyQuery) async throws -> WhyMessage {
        let ritual = plan.household.ritual(query.ritual)
        let date = try date(query, ritual)
        let known = try ledger.occurrences(of: query.ritual, on: date)
        if ritual == nil, known.isEmpty {
            throw Problem(unknownRitual: query.ritual, plan.household)
        }
        let scheduled = ritual.map { plan.occurrences(of: $0, on: date) } ?? []
        let lapses = try ledger.lapses(of: query.ritual)
        var stories: [Story] = []
        for key in nearest(Set(known).union(scheduled).sorted()) {
            stories.append(try story(of: key, lapses))
            try Task.checkCancellation()
            await Task.yield()
        }
        let planned = try await forecast(of: stories.flatMap(\.ahead))
        for index in stories.indices {
            stories[index].message.ahead = stories[index].ahead.map {
                WhyMessage.Ahead($0, planned[$0.key])
            }
        }
        return WhyMessage(
            ritual: query.ritual,
            title: plan.title(of: query.ritual),
            date: date,
            zone: (ritual?.zone ?? plan.household.zone).identifier,
            waits: WaitingMessage(of: query.ritual, plan),
            occurrences: stories.map(\.message)
        )
    }

    /// An occurrence of the answer, with the stages whose forecast is still missing.
    private struct Story {
        var message: WhyMessage.Occurrence
        var ahead: [StageAhead]
    }

    /// The keys nearest to now, as many as an answer may have.
    private func nearest(_ keys: [OccurrenceKey]) -> ArraySlice<OccurrenceKey> {
        let local = plan.household.zone.local(at: snapshot.now)
        let next = keys.firstIndex { $0.start > local } ?? keys.count
        return keys.window(around: next, of: LongAnswer.mostRows)
    }

    private func date(_ query: WhyQuery, _ ritual: Ritual?) throws(Problem) -> CivilDate {
        if let date = query.date {
            return date
        }
        guard let ritual else {
            throw Problem(unknownRitual: query.ritual, plan.household)
        }
        return plan.lastDate(of: ritual, at: snapshot.now)
    }

    private func story(of key: OccurrenceKey, _ lapses: [ExpiredSpan]) throws -> Story {
        let shown = plan.shown(key)
        let scheduled = plan.household.scheduledStart(of: key)
        let own = try ledger.decisions(about: key)
        let decisions = own + plan.expired(of: key, in: lapses, decided: Set(own.map(\.key)))
        let outcomes = try ledger.outcomes(of: key)
        let deliveries = try ledger.deliveries(about: key)
        let channels = Dictionary(grouping: deliveries, by: \.nudge.id)
        let decided = Set(decisions.map(\.key))
        let undecided = plan.ladder(of: key).filter { !decided.contains($0.key) }
        let since =
            decisions.isEmpty && plan.isBeforeKeeping(key) ? plan.keptSince(key.ritual) : nil
        let isAhead = { (stage: StageAhead) in since == nil && stage.due > plan.through }
        var message = WhyMessage.Occurrence(
            key,
            start: shown?.start ?? scheduled,
            end: shown?.end ?? scheduled
        )
        let ritual = plan.household.ritual(key.ritual)
        message.prompt = ritual?.prompt(of: key, marks: plan.keepsakes.marks)
        message.last = Outcome(lastNoteBefore: key, in: plan).flatMap { LastNote($0) }
        message.sensitivity = ritual?.sensitivity ?? .public
        if since == nil, shown != nil {
            let record = OccurrenceRecord(key: key, decisions: decisions, outcomes: outcomes)
            message.state = OccurrenceState(of: record, plan, at: snapshot.now)
        }
        message.keptSince = since
        message.steps = StepMessage.all(of: key, plan)
        message.absorber = AbsorberMessage(of: key, plan)
        message.decisions = decisions.map { decision in
            WhyMessage.Decided(
                decision,
                channels: decision.nudgeID.flatMap { channels[$0] }?.map(\.channel) ?? []
            )
        }
        message.outcomes = outcomes.map(WhyMessage.Said.init)
        let zone = plan.household.zone.identifier
        message.deliveries = deliveries.map { DeliveryMessage($0, zone: zone) }
        // Stages without a decision were due before the ritual was kept, or ask about an occurrence
        // that was over then.
        let reason = "it was \(since == nil ? "due" : "over") before it was kept here"
        message.passed = undecided.filter { !isAhead($0) }
            .map { WhyMessage.Passed($0, reason: reason) }
        return Story(message: message, ahead: undecided.filter(isAhead))
    }

    /// Forecasts the decisions about stages that are still ahead, all in one run.
    private func forecast(of stages: [StageAhead]) async throws -> [StageKey: Decision] {
        guard let last = stages.map(\.due).max() else {
            return [:]
        }
        let forecast = try await Forecast(snapshot.planner, until: last + .seconds(1))
        return Dictionary(
            forecast.decisions.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension Array {
    /// Returns at most `most` elements around an index, half of them before it where there are so
    /// many.
    fileprivate func window(around index: Int, of most: Int) -> ArraySlice<Element> {
        let start = Swift.max(0, Swift.min(index - most / 2, count - most))
        return self[start..<Swift.min(count, start + most)]
    }
}
