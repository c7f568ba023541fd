import CivilTime
import Recurrence
import SystemZones

/// Short ways to what a schedule gives.
enum Expansion {
    static func locals(
        of schedule: Schedule,
        limit: Int,
        before horizon: CivilDateTime = .latest
    ) -> [CivilDateTime] {
        var locals: [CivilDateTime] = []
        for occurrence in schedule.occurrences(in: .utc, after: .distantPast) {
            if occurrence.local >= horizon || locals.count == limit { break }
            locals.append(occurrence.local)
        }
        return locals
    }

    /// The first occurrences in a zone, as RFC 9557 writes them.
    static func zoned(
        _ schedule: Schedule,
        in zone: Zone,
        after: Instant = .distantPast,
        limit: Int
    ) -> [String] {
        schedule.occurrences(in: zone, after: after).prefix(limit).map {
            ZonedTime(instant: $0.instant, zone: zone).description
        }
    }

    static func rule(
        _ rule: String,
        from start: String,
        reading: RecurrenceSet.Reading = .fill
    ) throws -> Schedule {
        .rule(
            RecurrenceSet(
                start: try CivilDateTime(parsing: start),
                rule: try RecurrenceRule(parsing: rule),
                reading: reading
            )
        )
    }

    static func zone(_ name: String) throws -> Zone {
        try SystemZoneDatabase(directory: Fixture.zoneDirectory).zone(named: name)
    }
}

/// A generator of numbers that gives the same ones for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
