import CivilTime

/// Finds zones by the names a config gives, and the nearest name for one that does not exist.
final class ZoneLookup {
    private let zones: any ZoneProviding
    private let names: @Sendable () -> [String]
    private lazy var knownNames = names()

    init(zones: any ZoneProviding, names: @escaping @Sendable () -> [String]) {
        self.zones = zones
        self.names = names
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
            switch error {
            case .unknown, .invalidName:
                report("there is no time zone \(quoted(name))\(suggestion(for: name))")
            default:
                report("\(error)")
            }
            return nil
        }
    }

    /// `Denver` is found as `America/Denver`; anything else by its spelling.
    private func suggestion(for name: String) -> String {
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
