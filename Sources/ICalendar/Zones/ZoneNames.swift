import CivilTime
import PlainText
import Recurrence

/// Which zone a `TZID` of a calendar is.
///
/// It is read as an IANA name, also behind a prefix (`/mozilla.org/20050126_1/Europe/Berlin`); as a
/// name of Windows; by what its `VTIMEZONE` says of its place; or by the rules of that component, if
/// a zone of the database has the same.
struct ZoneNames {
    private let zones: any ZoneProviding
    private let found: [String: Zone]
    private let refused: [String: String]
    /// What times without a zone are in, where the calendar says so.
    let usual: Zone?

    init(_ calendar: Component, _ zones: any ZoneProviding, home: Zone, around: Instant) {
        self.zones = zones
        var found: [String: Zone] = [:]
        var refused: [String: String] = [:]
        for component in calendar.components where component.name == "VTIMEZONE" {
            guard let name = component.first("TZID")?.value, found[name] == nil else { continue }
            if let zone = Self.named(name, zones) {
                found[name] = zone
            } else if let place = component.first("X-LIC-LOCATION")?.value,
                let zone = Self.named(place, zones)
            {
                found[name] = zone
            } else {
                do {
                    let rules = try ZoneDescription(component)
                    found[name] = rules.match(in: zones, first: home, around: around)
                } catch {
                    refused[name] = "\(error) (line \(error.line))"
                }
            }
        }
        usual = calendar.first("X-WR-TIMEZONE").flatMap { Self.named($0.value, zones) }
        self.found = found
        self.refused = refused
    }

    func zone(named name: String, line: Int) throws(CalendarError) -> Zone {
        if let zone = found[name] ?? Self.named(name, zones) { return zone }
        let allowed =
            refused[name].map { "a zone that is known, and its VTIMEZONE cannot be read: \($0)" }
            ?? "a zone such as 'Europe/Lisbon' or 'W. Europe Standard Time', and no zone has the "
            + "rules of its VTIMEZONE"
        throw CalendarError(line: line, part: "TZID", given: name, allowed: allowed)
    }

    /// The zone of a name, which may stand behind a prefix.
    private static func named(_ name: String, _ zones: any ZoneProviding) -> Zone? {
        if let windows = WindowsZones.name(of: name) { return try? zones.zone(named: windows) }
        var parts = name.split(separator: "/")
        let most = parts.count
        while !parts.isEmpty {
            // A single word is a name only by itself or behind a prefix: `Berlin` is none.
            if let zone = try? zones.zone(named: parts.joined(separator: "/")) { return zone }
            parts.removeFirst()
            if most - parts.count > 4 { break }
        }
        return nil
    }
}
