import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// Answers `history`: the occurrences, holds and expired spans of a span of dates.
struct HistoryAnswer {
    let snapshot: Snapshot
    private var plan: Plan { snapshot.plan }
    private var ledger: any LedgerReading { snapshot.ledger }
    private var household: Household { plan.household }

    func history(_ query: HistoryQuery) async throws -> HistoryMessage {
        let until = query.until ?? household.zone.local(at: snapshot.now).date
        let from = try query.first(until: until)
        let start = household.zone.instant(of: CivilDateTime(from, .midnight))
        let end = household.zone.instant(of: CivilDateTime(until.adding(days: 1), .midnight))

        let (states, entries, isKnown) = try await entries(from, until, query.ritual)
        if let ritual = query.ritual, !isKnown, household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, household)
        }
        let holds = try ledger.holds(from: start, until: end)
            .filter { query.ritual == nil || $0.ritual == nil || $0.ritual == query.ritual }
        let lapses = try ledger.lapses(of: query.ritual)
            .filter { $0.after < end && $0.through >= start }
        return HistoryMessage(
            zone: household.zone.identifier,
            from: from,
            until: until,
            counts: HistoryMessage.Counts(of: states),
            occurrences: entries,
            holds: holds.suffix(LongAnswer.mostRows).map { HoldMessage($0, plan) },
            lapses: lapses.suffix(LongAnswer.mostRows)
                .map { HistoryMessage.Lapse($0, plan) }
        )
    }

    /// Returns the states of all occurrences in a span, and the latest of these as entries, as many
    /// as an answer may have.
    ///
    /// The ledger is read one date at a time, so that others can use it in between.
    private func entries(
        _ from: CivilDate,
        _ until: CivilDate,
        _ ritual: String?
    ) async throws -> (states: [OccurrenceState], entries: [HistoryMessage.Entry], isKnown: Bool) {
        var states: [OccurrenceState] = []
        var entries: [HistoryMessage.Entry] = []
        var isKnown = false
        for day in from.epochDay...until.epochDay {
            let date = CivilDate(epochDay: day)
            let records = try ledger.history(
                from: CivilDateTime(date, .midnight),
                until: CivilDateTime(date.adding(days: 1), .midnight),
                ritual: ritual
            )
            isKnown = isKnown || !records.isEmpty
            // An occurrence that was over before its ritual was kept, and has no decision, has only
            // outcomes that were taken back.
            for record in records
            where !plan.isPauseTakenBack(record)
                && (!record.decisions.isEmpty || !plan.isBeforeKeeping(record.key))
            {
                let entry = HistoryMessage.Entry(record, plan, at: snapshot.now)
                states.append(entry.state)
                entries.append(entry)
                try await LongAnswer.pause(after: states.count)
            }
            entries.removeFirst(max(0, entries.count - LongAnswer.mostRows))
            try await LongAnswer.pause(after: LongAnswer.turn)
        }
        return (states, entries, isKnown)
    }
}

extension Plan {
    /// Whether it was a pause that was taken back: nothing came of it, and there is nothing to tell.
    func isPauseTakenBack(_ record: OccurrenceRecord) -> Bool {
        household.ritual(record.key.ritual)?.pause != nil
            && !record.outcomes.contains { $0.isPause && $0.undone == nil }
    }
}
