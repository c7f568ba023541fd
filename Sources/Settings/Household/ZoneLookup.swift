package import CivilTime
import SystemZones

/// Finds zones by the names a config gives, and the nearest name for one that does not exist.
package final class ZoneLookup {
    private let zones: any ZoneProviding
    private let names: @Sendable () -> [String]
    private lazy var knownNames = names()

    /// Makes a lookup that suggests from `names`; by default from all that the system has.
    package init(zones: any ZoneProviding, names: (@Sendable () -> [String])? = nil) {
        self.zones = zones
        self.names = names ?? { (zones as? SystemZoneDatabase)?.names() ?? [] }
    }

    func zone(_ name: Located<String>, _ findings: Findings) -> Zone? {
        zone(named: name.value) { message in
            findings.error(message, at: name)
        }
    }

    /// The zone of a name, or `nil` after `report` was told why there is none.
    func zone(named name: String, orReport report: (String) -> Void) -> Zone? {
        do {
            return try zones.zone(named: name)
        } catch {
            report(message(error, naming: name))
            return nil
        }
    }

    /// Why there is no zone of that name, with the name that may be meant.
    package func message(_ error: ZoneError, naming name: String) -> String {
        switch error {
        case .unknown, .invalidName:
            "there is no time zone \(quoted(name))\(suggestion(for: name))"
        default: "\(error)"
        }
    }

    /// What to write for `UTC+2` or `+02:00`: a place, because an offset knows no summer time.
    private static func offset(_ name: String) -> String? {
        var rest = name.uppercased()[...]
        for prefix in ["UTC", "GMT"] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(3)
        }
        guard let sign = rest.first, sign == "+" || sign == "-" else {
            return nil
        }
        let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let hours = Int(parts[0]), (0...14).contains(hours),
            let minutes = parts.count == 1 ? 0 : Int(parts[1])
        else {
            return nil
        }
        let place = "an offset knows no summer time: name a city, such as 'Europe/Lisbon'"
        guard minutes == 0, hours > 0, sign == "+" || hours <= 12 else {
            return place
        }
        let turned = sign == "+" ? "-" : "+"
        return
            "\(place), or 'Etc/GMT\(turned)\(hours)' (its sign is turned round) for the offset alone"
    }

    /// `Denver` is found as `America/Denver`; anything else by its spelling.
    private func suggestion(for name: String) -> String {
        if let offset = Self.offset(name) {
            return "; \(offset)"
        }
        let wanted = String(name.lowercased().map { $0 == " " ? "_" : $0 })
        let city = knownNames.first { known in
            known.split(separator: "/").last.map { $0.lowercased() } == wanted
        }
        if let city {
            return "; did you mean '\(city)'?"
        }
        return Suggestion.phrase(for: wanted, among: knownNames)
    }
}
