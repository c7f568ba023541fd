import CivilTime
import ControlAPI
import Rituals
import Wire

// What is coming.

extension Responder {
    /// What `upcoming` shows where neither a count nor a number of days is asked for.
    private static let defaultCount = 10

    func upcoming(_ query: UpcomingQuery) async throws -> String {
        let planner = await keeper.planner
        if let ritual = query.ritual, planner.household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, planner.household)
        }
        if let partner = query.partner {
            try check(partner, planner.household)
        }
        let now = now()
        let count = query.count ?? (query.days == nil ? Self.defaultCount : nil)
        let found = Agenda(planner).upcoming(
            after: now,
            count: count,
            until: query.days.map { now + .seconds(Int64($0) * 86_400) },
            ritual: query.ritual,
            partner: query.partner
        )
        return try ControlJSON.text(of: found.map { OccurrenceMessage($0, planner) })
    }

    func next() async throws -> String {
        let planner = await keeper.planner
        let next = Agenda(planner).upcoming(after: now(), count: 1).first
        return try ControlJSON.text(
            of: NextMessage(next: next.map { OccurrenceMessage($0, planner) })
        )
    }

    func today() async throws -> String {
        let planner = await keeper.planner
        let now = now()
        let zone = planner.household.zone
        let date = zone.local(at: now).date
        let kept = planner.occurrences(on: date).filter { !planner.isBeforeKeeping($0.key) }
        let entries = kept.map { entry in
            let record = OccurrenceRecord(key: entry.key)
            return TodayMessage.Entry(
                entry,
                state: OccurrenceState(of: record, planner, at: now)
            )
        }
        return try ControlJSON.text(
            of: TodayMessage(
                date: date.description,
                zone: zone.identifier,
                occurrences: entries
            )
        )
    }
}
