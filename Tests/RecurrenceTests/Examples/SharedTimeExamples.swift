// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of SharedTime.
@Suite struct SharedTimeExamples {
    @Test func `SharedTime is as shown`() throws {
        let evening = Schedule.calendar(try CalendarExpression(parsing: "20:30"), notBefore: nil)
        let here = SharedTime.Quiet(from: try ClockTime(parsing: "22:30"), to: .midnight, in: newYork)
        let utc = SharedTime.Quiet(from: .midnight, to: try ClockTime(parsing: "08:00"), in: .utc)
        let shared = Schedule.together(SharedTime(evening, outside: [here, utc]))
        #expect(shared.next(in: newYork, after: now)?.local.short == "2026-01-05T18:59")
    }

    @Test func `SharedTime.Quiet is as shown`() throws {
        let noon = try ClockTime(parsing: "12:00")
        let night = SharedTime.Quiet(from: noon, to: .midnight, in: newYork)
        #expect(night.contains(now) == false)
        #expect(night.contains(now + .seconds(5 * 3_600)))
    }

    @Test func `SharedTime.Quiet.contains(_:) is as shown`() throws {
        let morning = SharedTime.Quiet(
            from: .midnight, to: try ClockTime(parsing: "07:01"), in: newYork)
        #expect(morning.contains(now) && !morning.contains(now + .seconds(60)))
    }

    @Test func `SharedTime.Quiet.end is as shown`() throws {
        #expect(SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork).end == .midnight)
    }

    @Test func `SharedTime.Quiet.init(from:to:in:) is as shown`() throws {
        let none = SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork)
        #expect(none.contains(now) == false)
    }

    @Test func `SharedTime.Quiet.start is as shown`() throws {
        #expect(SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork).start == .midnight)
    }

    @Test func `SharedTime.Quiet.zone is as shown`() throws {
        #expect(SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork).zone == newYork)
    }

    @Test func `SharedTime.base is as shown`() throws {
        #expect(SharedTime(.dates([]), outside: []).base == .dates([]))
    }

    @Test func `SharedTime.disturbed(at:) is as shown`() throws {
        #expect(SharedTime(.dates([]), outside: []).disturbed(at: now) == 0)
    }

    @Test func `SharedTime.init(_:outside:) is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-01-09T19:00")
        let alone = Schedule.together(SharedTime(.dates([night]), outside: []))
        #expect(alone.next(in: newYork, after: now)?.local == night)
    }

    @Test func `SharedTime.quiet is as shown`() throws {
        #expect(SharedTime(.dates([]), outside: []).quiet == [])
    }
}
