import CivilTime
import Recurrence
import SystemZones
import Testing

@Suite struct DailyRitualTests {
    private let zones = SystemZoneDatabase()
    private static let start = "1999-12-31T00:00:00Z"
    private static let end = "2041-01-02T00:00:00Z"

    /// A zone for each way in which clocks go from 2000 to 2040; many zones share one.
    private func zonesByBehaviour() throws -> [Zone] {
        var found: [[Int64]: Zone] = [:]
        let start = try Instant(parsing: Self.start)
        let end = try Instant(parsing: Self.end)
        for name in zones.names() {
            let zone = try zones.zone(named: name)
            var key = [Int64(zone.offset(at: start).seconds)]
            var instant = start
            while let next = zone.nextTransition(after: instant), next < end {
                key += [next.secondsSinceEpoch, Int64(zone.offset(at: next).seconds)]
                instant = next
            }
            if found[key] == nil { found[key] = zone }
        }
        return found.values.sorted { $0.identifier < $1.identifier }
    }

    @Test func `a daily ritual at 02-30 happens once on every local date, in every zone`() throws {
        let step = try AnchoredStep(every: 1, .days, at: [ClockTime(hour: 2, minute: 30)])
        let first = try CivilDate(parsing: "2000-01-01")
        let last = try CivilDate(parsing: "2040-12-31")
        let zones = try zonesByBehaviour()
        #expect(zones.count > 100)
        for zone in zones {
            var date = first
            let begin = zone.instant(of: CivilDateTime(first, .midnight)) - .seconds(1)
            var previous = begin
            for occurrence in Schedule.every(step).occurrences(in: zone, after: begin) {
                if occurrence.local.date > last { break }
                if occurrence.local.date != date {
                    // A date that the zone skips altogether has no occurrence.
                    let noon = zone.resolve(CivilDateTime(date, ClockTime(secondOfDay: 43_200)))
                    guard case .gap = noon else {
                        Issue.record("\(zone) has nothing on \(date)")
                        break
                    }
                    date = date.adding(days: 1)
                }
                if occurrence.local.date != date || occurrence.instant <= previous {
                    Issue.record("\(zone) has \(occurrence) on \(date)")
                    break
                }
                previous = occurrence.instant
                date = date.adding(days: 1)
            }
            #expect(date == last.adding(days: 1), "\(zone)")
        }
    }

    @Test func `Samoa has no 30 December 2011`() throws {
        let zone = try Expansion.zone("Pacific/Apia")
        let schedule = try Expansion.rule("FREQ=DAILY", from: "2011-12-29T09:00")
        #expect(
            Expansion.zoned(schedule, in: zone, limit: 3) == [
                "2011-12-29T09:00:00-10:00[Pacific/Apia]",
                "2011-12-31T09:00:00+14:00[Pacific/Apia]",
                "2012-01-01T09:00:00+14:00[Pacific/Apia]",
            ]
        )
    }
}
