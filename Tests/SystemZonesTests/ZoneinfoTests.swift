import CivilTime
import SystemZones
import Testing

/// The system's zones, read here and by Python's `zoneinfo` from the same files.
@Suite struct ZoneinfoTests {
    private let zones = SystemZoneDatabase()

    @Test(.enabled(if: Python.isInstalled, "python3 is needed to compare the zones"))
    func `all zones and all their changes are as Python reads them`() throws {
        let names = zones.names()
        try #require(names.count > 300, "tzdata is installed")
        let text = try Python.run("zone_transitions.py", [zones.directory] + names)
        var comparison = Comparison(zones: zones)
        for line in text.split(separator: "\n") { try comparison.read(line) }
        try comparison.finish()
        #expect(comparison.zoneCount == names.count)
        #expect(comparison.changeCount > 20_000)
    }
}

/// The reading of Python's answers, line by line.
private struct Comparison {
    let zones: SystemZoneDatabase
    var zoneCount = 0
    var changeCount = 0
    private var zone = Zone.utc
    private var changes: [Int64] = []

    init(zones: SystemZoneDatabase) {
        self.zones = zones
    }

    mutating func read(_ line: Substring) throws {
        let fields = line.split(separator: " ")
        switch fields.count {
        case 1:
            try finish()
            zone = try zones.zone(named: String(line))
            zoneCount += 1
        case 4: try readChange(fields)
        default: try readLocal(fields)
        }
    }

    private mutating func readChange(_ fields: [Substring]) throws {
        let second = try #require(Int64(fields[0]))
        let before = zone.offset(at: Instant(secondsSinceEpoch: second - 1)).seconds
        let now = zone.offset(at: Instant(secondsSinceEpoch: second)).seconds
        #expect([before, now] == [Int(fields[1]), Int(fields[2])], "\(zone) at \(second)")
        let name = zone.abbreviation(at: Instant(secondsSinceEpoch: second))
        #expect(name == fields[3], "\(zone) at \(second)")
        changes.append(second)
        changeCount += 1
    }

    private func readLocal(_ fields: [Substring]) throws {
        let numbers = try fields.map { try #require(Int64($0)) }
        let local = CivilDateTime(localSeconds: numbers[0])
        let first = Instant(secondsSinceEpoch: numbers[1])
        let second = Instant(secondsSinceEpoch: numbers[2])
        let wanted: LocalResolution =
            first == second
            ? .unique(first)
            : first < second
                ? .fold(first: first, second: second) : .gap(before: first, after: second)
        #expect(zone.resolve(local) == wanted, "\(zone) \(local)")
        #expect(zone.instant(of: local) == first, "\(zone) \(local)")
    }

    /// Compares the changes that the zone itself tells with those that Python told.
    mutating func finish() throws {
        defer { changes = [] }
        guard zoneCount > 0 else { return }
        var found: [Int64] = []
        var instant = Instant(secondsSinceEpoch: -1)
        let end = try Instant(parsing: "2048-01-01T00:00:00Z")
        while let next = zone.nextTransition(after: instant), next < end {
            let before = zone.offset(at: next - .seconds(1))
            if before != zone.offset(at: next) { found.append(next.secondsSinceEpoch) }
            instant = next
        }
        #expect(found == changes, "\(zone)")
    }
}
