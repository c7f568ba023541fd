import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// Answers `upcoming`, `next`, `today` and `open`.
struct AgendaAnswers {
    let snapshot: Snapshot
    let calendars: PartnerCalendars
    private var plan: Plan { snapshot.plan }

    /// The number of rows of `upcoming` where the query has neither `count` nor `days`.
    private static let defaultCount = 10

    func upcoming(_ query: UpcomingQuery) async throws -> [OccurrenceMessage] {
        if let ritual = query.ritual, plan.household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, plan.household)
        }
        if let partner = query.partner {
            try plan.household.check(partner: partner)
        }
        let end = query.days.map { snapshot.now + .seconds(Int64($0) * 86_400) }
        if query.once == true {
            let next = Agenda(plan).once(
                after: snapshot.now,
                until: end,
                ritual: query.ritual,
                partner: query.partner
            )
            return try await rows(Array(next.prefix(query.count ?? LongAnswer.mostRows)))
        }
        let most = query.days == nil ? Self.defaultCount : LongAnswer.mostRows
        var coming = Agenda(plan).coming(
            after: snapshot.now,
            until: end,
            ritual: query.ritual,
            partner: query.partner,
            underWay: true
        )
        var found: [UpcomingOccurrence] = []
        while found.count < query.count ?? most, let next = coming.next() {
            found.append(next)
            try await LongAnswer.pause(after: found.count)
        }
        return try await rows(found)
    }

    /// The messages of some occurrences, with who is busy then.
    private func rows(_ occurrences: [UpcomingOccurrence]) async throws -> [OccurrenceMessage] {
        guard let first = occurrences.map(\.start.instant).min(),
            let last = occurrences.map(\.end.instant).max()
        else {
            return []
        }
        let answer = await calendars.answer(
            for: plan.household.partners,
            from: first,
            until: last + .seconds(60),
            at: snapshot.now
        )
        var rows: [OccurrenceMessage] = []
        for occurrence in occurrences {
            var row = OccurrenceMessage(occurrence, plan)
            row.busy = answer.busy(at: occurrence)
            rows.append(row)
            try await LongAnswer.pause(after: rows.count)
        }
        try Task.checkCancellation()
        return rows
    }

    func next() -> NextMessage {
        let next = Agenda(plan).upcoming(after: snapshot.now, count: 1).first
        return NextMessage(next: next.map { OccurrenceMessage($0, plan) })
    }

    /// The occurrences that are under way, or over and not answered, except those on hold.
    func open() -> [OccurrenceMessage] {
        Agenda(plan).open(at: snapshot.now).suffix(LongAnswer.mostRows).map { entry in
            var row = OccurrenceMessage(entry, plan)
            let record = OccurrenceRecord(key: entry.key)
            row.state = OccurrenceState(of: record, plan, at: snapshot.now)
            return row
        }.filter { $0.state == .now || $0.state == .open }
    }

    func today() async throws -> TodayMessage {
        let (zone, now) = (plan.household.zone, snapshot.now)
        let date = zone.local(at: now).date
        var rows: [OccurrenceMessage] = []
        for entry in plan.occurrences(on: date, nearest: now, limit: LongAnswer.mostRows) {
            var row = OccurrenceMessage(entry, plan)
            let decisions = try snapshot.ledger.decisions(about: entry.key)
            let record = OccurrenceRecord(key: entry.key, decisions: decisions)
            row.state = OccurrenceState(of: record, plan, at: now)
            row.absorber = AbsorberMessage(of: entry.key, plan)
            rows.append(row)
            try await LongAnswer.pause(after: rows.count)
        }
        return TodayMessage(
            date: date,
            zone: zone.identifier,
            occurrences: rows,
            prepare: prepare()
        )
    }

    /// The next of each ritual for which something is to be prepared now.
    private func prepare() -> [OccurrenceMessage] {
        guard plan.household.rituals.contains(where: { !$0.ladder.steps.isEmpty }) else {
            return []
        }
        return Agenda(plan).once(after: snapshot.now).map { OccurrenceMessage($0, plan) }
            .filter { !$0.held && $0.rest == nil && $0.steps.contains { $0.state == .open } }
    }
}
