// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of VaryingTime.
@Suite struct VaryingTimeExamples {
    @Test func `VaryingTime is as shown`() throws {
        let noon = try ClockTime(parsing: "12:00")
        let five = try ClockTime(parsing: "17:00")
        let hello = VaryingTime(name: "hello", between: noon, and: five)
        let times = Schedule.varying(hello).occurrences(in: newYork, after: now).prefix(30).map(\.local.time)
        #expect(times.allSatisfy { $0 >= noon && $0 < five } && Set(times).count > 10)
    }

    @Test func `VaryingTime.end is as shown`() throws {
        #expect(VaryingTime(name: "hello", between: .midnight, and: .midnight).end == .midnight)
    }

    @Test func `VaryingTime.from is as shown`() throws {
        #expect(VaryingTime(name: "hello", between: .midnight, and: .midnight).from == nil)
    }

    @Test func `VaryingTime.init(name:between:and:on:from:) is as shown`() throws {
        let six = try ClockTime(parsing: "18:00")
        let late = VaryingTime(name: "late", between: six, and: six, on: [.friday])
        #expect(Schedule.varying(late).next(in: newYork, after: now)?.local.short == "2026-01-09T18:00")
    }

    @Test func `VaryingTime.name is as shown`() throws {
        #expect(VaryingTime(name: "hello", between: .midnight, and: .midnight).name == "hello")
    }

    @Test func `VaryingTime.start is as shown`() throws {
        #expect(VaryingTime(name: "hello", between: .midnight, and: .midnight).start == .midnight)
    }

    @Test func `VaryingTime.weekdays is as shown`() throws {
        #expect(VaryingTime(name: "hello", between: .midnight, and: .midnight).weekdays == [])
    }
}
