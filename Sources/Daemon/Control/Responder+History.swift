import CivilTime
import ControlAPI
import Rituals
import Wire

extension Responder {
    /// What happened in a span of dates: what was kept, skipped, missed, held and let pass.
    func history(_ query: HistoryQuery) async throws -> String {
        let planner = await keeper.planner
        let household = planner.household
        let now = now()
        let today = household.zone.local(at: now).date
        let until = try query.until.map(readDate) ?? today
        let days = query.days ?? HistoryQuery.defaultDays
        let from = try query.from.map(readDate) ?? until.adding(days: 1 - days)
        try check(from, until)
        let start = CivilDateTime(from, .midnight)
        let end = CivilDateTime(until.adding(days: 1), .midnight)
        let span = (household.zone.instant(of: start), household.zone.instant(of: end))

        let records = try keeper.ledger.history(from: start, until: end, ritual: query.ritual)
        if let ritual = query.ritual, records.isEmpty, household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, household)
        }
        // Of what was over before it was kept there is nothing to tell but a word that was taken back.
        let entries = records.filter { !$0.decisions.isEmpty || !planner.isBeforeKeeping($0.key) }
            .map { HistoryMessage.Entry($0, planner, at: now) }
        let holds = try keeper.ledger.holds(from: span.0, until: span.1)
            .filter { query.ritual == nil || $0.ritual == nil || $0.ritual == query.ritual }
        let lapses = try keeper.ledger.lapses(of: query.ritual)
            .filter { $0.after < span.1 && $0.through >= span.0 }
        return try ControlJSON.text(
            of: HistoryMessage(
                zone: household.zone.identifier,
                from: from.description,
                until: until.description,
                counts: HistoryMessage.Counts(of: entries.map(\.state)),
                occurrences: entries,
                holds: holds.map { HoldMessage($0, household) },
                lapses: lapses.map { HistoryMessage.Lapse($0, household) }
            )
        )
    }

    func readDate(_ text: String) throws(Problem) -> CivilDate {
        guard let date = try? CivilDate(parsing: text) else {
            throw Problem(.badRequest, detail: "'\(text)' is not a date such as 2026-01-09")
        }
        return date
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
