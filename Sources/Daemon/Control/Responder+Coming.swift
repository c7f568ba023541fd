import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

// What is coming.

extension Responder {
    /// What `upcoming` shows where neither a count nor a number of days is asked for.
    private static let defaultCount = 10

    func upcoming(_ query: UpcomingQuery) async throws -> String {
        let planner = await planning.planner
        if let ritual = query.ritual, planner.household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, planner.household)
        }
        if let partner = query.partner {
            try check(partner, planner.household)
        }
        let now = now()
        let count = query.count ?? (query.days == nil ? Self.defaultCount : Self.mostRows)
        return try await aside {
            var coming = Agenda(planner.plan).coming(
                after: now,
                until: query.days.map { now + .seconds(Int64($0) * 86_400) },
                ritual: query.ritual,
                partner: query.partner
            )
            var rows: [OccurrenceMessage] = []
            while rows.count < count, let next = coming.next() {
                rows.append(OccurrenceMessage(next, planner))
                try await Self.pause(after: rows.count)
            }
            try Task.checkCancellation()
            return try ControlJSON.text(of: rows)
        }
    }

    func next() async throws -> String {
        let planner = await planning.planner
        let now = now()
        return try await aside {
            let next = Agenda(planner.plan).upcoming(after: now, count: 1).first
            return try ControlJSON.text(
                of: NextMessage(next: next.map { OccurrenceMessage($0, planner) })
            )
        }
    }

    func today() async throws -> String {
        let planner = await planning.planner
        let now = now()
        let zone = planner.household.zone
        let date = zone.local(at: now).date
        return try await aside {
            var entries: [OccurrenceMessage] = []
            for entry in planner.plan.occurrences(on: date, nearest: now, limit: Self.mostRows) {
                var row = OccurrenceMessage(entry, planner)
                row.state = OccurrenceState(
                    of: OccurrenceRecord(key: entry.key),
                    planner,
                    at: now
                )
                entries.append(row)
                try await Self.pause(after: entries.count)
            }
            return try ControlJSON.text(
                of: TodayMessage(date: date, zone: zone.identifier, occurrences: entries)
            )
        }
    }
}
