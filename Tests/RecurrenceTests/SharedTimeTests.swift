import CivilTime
import Recurrence
import SystemZones
import Testing

/// Times at which all are awake, beside a search through every minute.
@Suite struct SharedTimeTests {
    /// Of the system: what is searched for is compared with the same zones.
    private static let database = SystemZoneDatabase()

    private static let names = [
        "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Europe/London", "Asia/Kolkata",
        "Australia/Lord_Howe", "Pacific/Auckland", "America/Sao_Paulo", "Africa/Casablanca",
        "Asia/Kathmandu", "Pacific/Apia", "America/Phoenix", "Antarctica/Troll", "UTC",
    ]

    private struct Case {
        var zone: Zone
        var near: ClockTime
        var quiet: [SharedTime.Quiet]
        var date: CivilDate
    }

    private static func random(_ random: inout SeededGenerator) throws -> Case {
        func pick() throws -> Zone {
            try database.zone(
                named: names[Int.random(in: 0..<names.count, using: &random)]
            )
        }
        func time() -> ClockTime {
            ClockTime(secondOfDay: Int.random(in: 0..<1_440, using: &random) * 60)
        }
        let zone = try pick()
        let quiet = try (0..<Int.random(in: 1...4, using: &random)).map { _ in
            let start = time()
            let length = Int.random(in: 60...1_000, using: &random) * 60
            let end = ClockTime(secondOfDay: (start.secondOfDay + length) % 86_400)
            return SharedTime.Quiet(from: start, to: end, in: try pick())
        }
        // Half of the dates lie around the changes of the clocks.
        let day =
            Bool.random(using: &random)
            ? [20_520, 20_541, 20_730, 20_752, 20_758][Int.random(in: 0..<5, using: &random)]
                + Int.random(in: -1...1, using: &random)
            : Int.random(in: 20_454..<22_000, using: &random)
        return Case(zone: zone, near: time(), quiet: quiet, date: CivilDate(epochDay: day))
    }

    /// The time of one date, minute by minute over the instants of the date, the plain way.
    private static func searched(_ one: Case) -> CivilDateTime? {
        let wished = CivilDateTime(one.date, one.near)
        let noon = one.zone.instant(of: CivilDateTime(one.date, ClockTime(secondOfDay: 43_200)))
        var best: (sleepers: Int, distance: Int64, local: CivilDateTime)?
        var seen: Set<CivilDateTime> = []
        for minute in -1_600...1_600 {
            let instant = noon + .seconds(minute * 60)
            let local = one.zone.local(at: instant)
            // Of a minute that comes twice the first counts.
            guard local.date == one.date, seen.insert(local).inserted else { continue }
            let sleepers = one.quiet.count { quiet in
                let time = quiet.zone.local(at: instant).time
                return quiet.start <= quiet.end
                    ? (quiet.start..<quiet.end).contains(time)
                    : !(quiet.end..<quiet.start).contains(time)
            }
            let found = (sleepers, abs(local.localSeconds - wished.localSeconds), local)
            if best.map({ found < ($0.sleepers, $0.distance, $0.local) }) ?? true {
                best = found
            }
        }
        return best?.local
    }

    @Test(arguments: 1...UInt64(8))
    func `each date has the nearest minute at which the fewest sleep`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var compared = 0
        for _ in 0..<250 {
            let one = try Self.random(&random)
            let wished = CivilDateTime(one.date, one.near)
            // What the clocks jump over on its own date is no minute of it.
            guard one.zone.local(at: one.zone.instant(of: wished)) == wished else { continue }
            let shared = SharedTime(.dates([wished]), outside: one.quiet)
            let found = Schedule.together(shared).next(in: one.zone, after: .distantPast)
            #expect(found?.local == Self.searched(one), "\(one)")
            compared += 1
        }
        #expect(compared > 200)
    }

    @Test func `it is the same whatever is asked for first, and each date has one`() throws {
        let zone = try Self.database.zone(named: "America/New_York")
        let daily = Schedule.calendar(try CalendarExpression(parsing: "23:50"), notBefore: nil)
        let quiet = [
            SharedTime.Quiet(
                from: try ClockTime(parsing: "22:00"),
                to: try ClockTime(parsing: "08:00"),
                in: zone
            ),
            SharedTime.Quiet(
                from: try ClockTime(parsing: "23:00"),
                to: try ClockTime(parsing: "07:00"),
                in: try Self.database.zone(named: "Europe/Berlin")
            ),
        ]
        let schedule = Schedule.together(SharedTime(daily, outside: quiet))
        let start = try Instant(parsing: "2026-03-01T00:00:00Z")
        let all = Array(schedule.occurrences(in: zone, after: start).prefix(60))
        #expect(Set(all.map(\.local.date)).count == 60)
        #expect(Set(all.map(\.local.time.description)) == ["16:59", "17:59"])
        for (one, next) in zip(all, all.dropFirst()) {
            #expect(schedule.next(in: zone, after: one.instant) == next)
            #expect(schedule.next(in: zone, after: next.instant - .seconds(1)) == next)
        }
        #expect(schedule.isEndless)
    }

    @Test func `exceptions stand beside it`() throws {
        let daily = Schedule.calendar(try CalendarExpression(parsing: "20:00"), notBefore: nil)
        let quiet = SharedTime.Quiet(
            from: try ClockTime(parsing: "19:00"),
            to: .midnight,
            in: .utc
        )
        let excepted = ExceptedSchedule(
            .together(SharedTime(daily, outside: [quiet])),
            without: [.date(try CivilDate(parsing: "2026-01-10"))]
        )
        let found = Schedule.excepting(excepted)
            .occurrences(in: .utc, after: try Instant(parsing: "2026-01-09T00:00:00Z")).prefix(2)
        #expect(found.map(\.local.short) == ["2026-01-09T18:59", "2026-01-11T18:59"])
    }
}
