import CivilTime
import ControlAPI

// Rows of one list are read by one clock, whatever the zones of their rituals.

extension CommandContext {
    /// The rows by the clock that most of them have, each day's in their order.
    func onOneClock(_ rows: [OccurrenceMessage]) -> [OccurrenceMessage] {
        let counts = Dictionary(rows.map { ($0.start.zone, 1) }, uniquingKeysWith: +)
        guard counts.count > 1 else {
            return rows
        }
        // Of two as frequent the first in the list counts.
        let most = counts.values.max()
        guard let name = rows.lazy.map(\.start.zone).first(where: { counts[$0] == most }) ?? nil,
            let zone = try? zones.zone(named: name)
        else {
            return rows
        }
        return rows.map { row in
            guard row.start.zone != name else {
                return row
            }
            var row = row
            row.start = ExtendedTime(ZonedTime(instant: row.start.instant, zone: zone))
            row.end = ExtendedTime(ZonedTime(instant: row.end.instant, zone: zone))
            return row
        }
    }

    /// A last line where the times are not those of this machine's clock.
    func zoneNote(_ rows: [OccurrenceMessage]) -> [String] {
        guard let start = onOneClock(rows).first?.start, let zone = start.zone,
            let own = try? zones.zone(named: systemZone),
            own.local(at: start.instant) != start.local
        else {
            return []
        }
        return ["times in \(zone)"]
    }
}
