import CivilTime
import Recurrence
import TestKit
import Testing

@Suite struct VaryingTimeTests {
    private func time(_ name: String = "caring-message", on days: [Weekday] = []) throws -> Schedule
    {
        .varying(
            VaryingTime(
                name: name,
                between: try ClockTime(parsing: "10:30"),
                and: try ClockTime(parsing: "16:00"),
                on: days
            )
        )
    }

    private func year(_ schedule: Schedule, in zone: Zone = .utc) throws -> [Occurrence] {
        let start = try Instant(parsing: "2025-12-31T12:00:00Z")
        let end = try CivilDate(parsing: "2027-01-01")
        return Array(
            schedule.occurrences(in: zone, after: start).lazy
                .drop { $0.local.date.year < 2026 }.prefix { $0.local.date < end }
        )
    }

    @Test func `it comes once on every date, inside its window, at whole minutes`() throws {
        for zone in try [Zone.utc, SettledZone.newYork.zone, SettledZone.kolkata.zone] {
            let all = try year(time(), in: zone)
            #expect(all.count == 365)
            #expect(Set(all.map(\.local.date)).count == 365)
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.instant < $1.instant })
            for one in all {
                #expect((37_800..<57_600).contains(one.local.time.secondOfDay))
                #expect(one.local.time.secondOfDay.isMultiple(of: 60))
                #expect(zone.instant(of: one.local) == one.instant)
            }
        }
    }

    @Test func `the times are spread over the window, and depend on the name`() throws {
        let times = try year(time()).map(\.local.time.hour)
        for hour in 10...15 {
            #expect(times.count { $0 == hour } > 15, "\(hour)")
        }
        #expect(try year(time("a")).map(\.local) != year(time("b")).map(\.local))
    }

    @Test func `a date has the same time from wherever it is asked for`() throws {
        let schedule = try time(on: [.monday, .thursday])
        let all = try year(schedule)
        #expect(all.count == 105)
        for one in all {
            #expect(schedule.next(in: .utc, after: one.instant - .seconds(1)) == one)
            #expect(schedule.next(in: .utc, after: one.instant - .seconds(86_400)) == one)
            #expect(schedule.next(in: .utc, after: one.instant) != one)
        }
    }

    @Test func `the times of certain dates are these, on every machine`() throws {
        #expect(
            try year(time()).prefix(3).map(\.local.short) == [
                "2026-01-01T15:07", "2026-01-02T12:19", "2026-01-03T15:05",
            ]
        )
    }

    @Test func `it begins at its date and ends with the years`() throws {
        let schedule = Schedule.varying(
            VaryingTime(
                name: "x",
                between: try ClockTime(parsing: "10:00"),
                and: try ClockTime(parsing: "11:00"),
                from: try CivilDate(parsing: "2026-03-05")
            )
        )
        let first = schedule.next(in: .utc, after: .distantPast)
        #expect(first?.local.date.description == "2026-03-05")
        #expect(schedule.next(in: .utc, after: .distantFuture) == nil)
        #expect(schedule.isEndless)
    }
}
