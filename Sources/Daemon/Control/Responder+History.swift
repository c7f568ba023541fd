import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

extension Responder {
    /// What happened in a span of dates: what was kept, skipped, missed, held and let pass.
    func history(_ query: HistoryQuery) async throws -> String {
        let planner = await planning.planner
        let household = planner.household
        let now = now()
        let today = household.zone.local(at: now).date
        let until = query.until ?? today
        let days = query.days ?? HistoryQuery.defaultDays
        let from = query.from ?? until.adding(days: 1 - days)
        try check(from, until)
        let start = CivilDateTime(from, .midnight)
        let end = CivilDateTime(until.adding(days: 1), .midnight)
        let bounds = (household.zone.instant(of: start), household.zone.instant(of: end))

        return try await aside {
            let (states, entries, isKnown) = try await entries(
                from,
                until,
                query.ritual,
                planner,
                at: now
            )
            if let ritual = query.ritual, !isKnown, household.ritual(ritual) == nil {
                throw Problem(unknownRitual: ritual, household)
            }
            let holds = try planning.ledger.holds(from: bounds.0, until: bounds.1)
                .filter { query.ritual == nil || $0.ritual == nil || $0.ritual == query.ritual }
            let lapses = try planning.ledger.lapses(of: query.ritual)
                .filter { $0.after < bounds.1 && $0.through >= bounds.0 }
            return try ControlJSON.text(
                of: HistoryMessage(
                    zone: household.zone.identifier,
                    from: from,
                    until: until,
                    counts: HistoryMessage.Counts(of: states),
                    occurrences: entries,
                    holds: holds.suffix(Self.mostRows).map { HoldMessage($0, household) },
                    lapses: lapses.suffix(Self.mostRows)
                        .map { HistoryMessage.Lapse($0, household) }
                )
            )
        }
    }

    /// How all occurrences of a span stand, and the latest of them, as many as an answer may have.
    ///
    /// One date is read at a time: between two of them the ledger is free for others.
    private func entries(
        _ from: CivilDate,
        _ until: CivilDate,
        _ ritual: String?,
        _ planner: Planner,
        at now: Instant
    ) async throws -> (
        states: [OccurrenceState], entries: [HistoryMessage.Entry], isKnown: Bool
    ) {
        var states: [OccurrenceState] = []
        var entries: [HistoryMessage.Entry] = []
        var isKnown = false
        for day in from.epochDay...until.epochDay {
            let date = CivilDate(epochDay: day)
            let records = try planning.ledger.history(
                from: CivilDateTime(date, .midnight),
                until: CivilDateTime(date.adding(days: 1), .midnight),
                ritual: ritual
            )
            isKnown = isKnown || !records.isEmpty
            // Of what was over before it was kept there is nothing to tell but a word that was taken back.
            for record in records
            where !record.decisions.isEmpty || !planner.plan.isBeforeKeeping(record.key) {
                let entry = HistoryMessage.Entry(record, planner, at: now)
                states.append(entry.state)
                entries.append(entry)
                try await Self.pause(after: states.count)
            }
            entries.removeFirst(max(0, entries.count - Self.mostRows))
            try await Self.pause(after: Self.turn)
        }
        return (states, entries, isKnown)
    }

    private func check(_ from: CivilDate, _ until: CivilDate) throws(Problem) {
        guard from <= until else {
            throw Problem(.badRequest, detail: "from \(from) is after until \(until)")
        }
        let most = HistoryQuery.days.upperBound
        guard until.epochDay - from.epochDay < most else {
            throw Problem(.badRequest, detail: "\(from) to \(until) is more than \(most) days")
        }
    }
}
