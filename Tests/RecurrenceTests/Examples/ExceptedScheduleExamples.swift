// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of ExceptedSchedule.
@Suite struct ExceptedScheduleExamples {
    @Test func `ExceptedSchedule is as shown`() throws {
        let fridays = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
        let excepted = ExceptedSchedule(
            fridays,
            without: [.date(try CivilDate(parsing: "2026-01-16"))],
            and: [try CivilDateTime(parsing: "2026-01-18T17:00")]
        )
        let dates = Schedule.excepting(excepted).occurrences(in: newYork, after: now).prefix(3)
        #expect(dates.map(\.local.date.day) == [9, 18, 23])
    }

    @Test func `ExceptedSchedule.Exception is as shown`() throws {
        let monday = try CalendarExpression(parsing: "Mon 9,19:00")
        func days(_ exception: ExceptedSchedule.Exception) -> [String] {
            let excepted = ExceptedSchedule(.calendar(monday, notBefore: nil), without: [exception])
            let all = Schedule.excepting(excepted).occurrences(in: newYork, after: now)
            return all.prefix(2).map(\.local.short)
        }
        let evening = try CivilDateTime(parsing: "2026-01-05T19:00")
        #expect(days(.start(evening)) == ["2026-01-05T09:00", "2026-01-12T09:00"])
        #expect(days(.date(evening.date)) == ["2026-01-12T09:00", "2026-01-12T19:00"])
    }

    @Test func `ExceptedSchedule.additions is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-01-09T19:00")
        #expect(ExceptedSchedule(.dates([]), without: [], and: [night, night]).additions == [night])
    }

    @Test func `ExceptedSchedule.base is as shown`() throws {
        #expect(ExceptedSchedule(.dates([]), without: []).base == .dates([]))
    }

    @Test func `ExceptedSchedule.exceptions is as shown`() throws {
        let day = try CivilDate(parsing: "2026-01-09")
        #expect(ExceptedSchedule(.dates([]), without: [.date(day), .date(day)]).exceptions == [.date(day)])
    }

    @Test func `ExceptedSchedule.init(_:without:and:) is as shown`() throws {
        let daily = Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil)
        let tomorrow = newYork.local(at: now).date.adding(days: 1)
        let once = ExceptedSchedule(daily, without: [.date(tomorrow)])
        let twice = ExceptedSchedule(.excepting(once), without: [.date(tomorrow.adding(days: 1))])
        #expect(twice.base == daily && twice.exceptions.count == 2)
    }

    @Test func `ExceptedSchedule.leavesOut(_:in:) is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-01-09T19:00")
        let excepted = ExceptedSchedule(.dates([night]), without: [.date(night.date)])
        #expect(excepted.leavesOut(night, in: newYork))
        #expect(excepted.leavesOut(night.adding(Span(days: 1)), in: newYork) == false)
    }
}
