import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// Answers `days`: the state of each occurrence in a span of dates, past and future.
struct DaysAnswer {
    private let plan: Plan
    private let now: Instant
    private let ledger: any LedgerReading
    private var household: Household { plan.household }

    /// How many days around the span are searched for occurrences that were moved into the span.
    private static let margin = 31
    /// The most marks in one answer; a year of a ritual every ten minutes has half as many.
    private static let mostMarks = 100_000

    init(_ snapshot: Snapshot) {
        plan = snapshot.plan
        now = snapshot.now
        ledger = snapshot.ledger
    }

    func days(_ query: HistoryQuery) async throws -> DaysMessage {
        let today = household.zone.local(at: now).date
        let until = query.until ?? today
        let from = try query.first(until: until)
        var found = Found(from: from, until: until, zone: household.zone)
        try await findRecorded(&found, query.ritual)
        if let ritual = query.ritual, found.titles.isEmpty, household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, household)
        }
        try await findAhead(&found, query.ritual, today: today)
        return DaysMessage(
            zone: household.zone.identifier,
            today: today,
            from: from,
            until: until,
            streaks: household.streaks,
            rituals: rituals(found.titles),
            days: found.days
        )
    }

    /// Finds occurrences with a decision or an outcome, one date at a time, so that others can use
    /// the ledger in between.
    private func findRecorded(_ found: inout Found, _ ritual: String?) async throws {
        let dates =
            found.from.adding(days: -Self.margin)
            .epochDay...found.until.adding(days: Self.margin).epochDay
        for date in dates.map(CivilDate.init(epochDay:)) {
            let records = try ledger.history(
                from: CivilDateTime(date, .midnight),
                until: CivilDateTime(date.adding(days: 1), .midnight),
                ritual: ritual
            )
            for record in records
            where !plan.isPauseTakenBack(record)
                && (!record.decisions.isEmpty || !plan.isBeforeKeeping(record.key))
            {
                found.add(HistoryMessage.Entry(record, plan, at: now))
                try await pause(found)
            }
            try await LongAnswer.pause(after: LongAnswer.turn)
        }
    }

    /// Finds the occurrences of today and of later dates, of which nothing is recorded yet.
    private func findAhead(
        _ found: inout Found,
        _ ritual: String?,
        today: CivilDate
    ) async throws {
        guard found.until >= today else {
            return
        }
        for entry in plan.occurrences(on: today, nearest: now, limit: LongAnswer.mostRows)
        where ritual == nil || entry.key.ritual == ritual {
            found.add(HistoryMessage.Entry(OccurrenceRecord(key: entry.key), plan, at: now))
        }
        let first = household.zone.instant(of: CivilDateTime(found.from, .midnight))
        let end = household.zone.instant(of: CivilDateTime(found.until.adding(days: 1), .midnight))
        var coming = Agenda(plan).coming(
            after: max(now, first - .seconds(1)),
            until: end,
            ritual: ritual
        )
        while let next = coming.next() {
            found.add(HistoryMessage.Entry(OccurrenceRecord(key: next.key), plan, at: now))
            try await pause(found)
        }
        try Task.checkCancellation()
    }

    private func pause(_ found: Found) async throws {
        guard found.count <= Self.mostMarks else {
            throw Problem(
                .badRequest,
                detail:
                    "\(found.from) to \(found.until) has more than \(Self.mostMarks) occurrences; "
                    + "ask for fewer days, or for one ritual"
            )
        }
        try await LongAnswer.pause(after: found.count)
    }

    /// The rituals found: those that are kept in the order of the config, then all others by their
    /// id.
    private func rituals(_ titles: [String: String]) -> [DaysMessage.Ritual] {
        let kept = household.rituals.map(\.id).filter { titles[$0] != nil }
        return (kept + Set(titles.keys).subtracting(kept).sorted())
            .map { DaysMessage.Ritual(id: $0, title: titles[$0] ?? $0) }
    }
}

/// The occurrences found so far in a span of dates.
private struct Found {
    let from: CivilDate
    let until: CivilDate
    let zone: Zone
    private(set) var titles: [String: String] = [:]
    private var keys: Set<OccurrenceKey> = []
    private var marks: [(start: Instant, date: CivilDate, mark: DaysMessage.Mark)] = []

    var count: Int { marks.count }

    init(from: CivilDate, until: CivilDate, zone: Zone) {
        self.from = from
        self.until = until
        self.zone = zone
    }

    /// Adds an occurrence that falls into the span, unless it was added before.
    mutating func add(_ entry: HistoryMessage.Entry) {
        let date = zone.local(at: entry.start.instant).date
        guard date >= from, date <= until, keys.insert(entry.occurrence).inserted else {
            return
        }
        titles[entry.ritual] = entry.title
        marks.append(
            (entry.start.instant, date, .init(ritual: entry.ritual, state: entry.state))
        )
    }

    var days: [DaysMessage.Day] {
        var days: [DaysMessage.Day] = []
        for mark in marks.sorted(by: { ($0.start, $0.mark.ritual) < ($1.start, $1.mark.ritual) }) {
            if days.last?.date == mark.date {
                days[days.count - 1].marks.append(mark.mark)
            } else {
                days.append(.init(date: mark.date, marks: [mark.mark]))
            }
        }
        return days
    }
}
