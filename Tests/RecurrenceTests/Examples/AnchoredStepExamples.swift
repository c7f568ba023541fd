// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of AnchoredStep.
@Suite struct AnchoredStepExamples {
    @Test func `AnchoredStep is as shown`() throws {
        let five = [try ClockTime(parsing: "17:00")]
        let anchor = try CivilDate(parsing: "2026-01-31")
        let getaway = try AnchoredStep(
            every: 7, .months, from: anchor, at: five, snap: .nearest(.friday)
        )
        let weekends = Schedule.every(getaway).occurrences(in: newYork, after: now).prefix(2)
        #expect(weekends.map(\.local.short) == ["2026-01-30T17:00", "2026-08-28T17:00"])
    }

    @Test func `AnchoredStep.Unit is as shown`() throws {
        let anchor = try CivilDate(parsing: "2026-01-31")
        func second(_ unit: AnchoredStep.Unit) throws -> String {
            let step = try AnchoredStep(every: 1, unit, from: anchor, at: [.midnight])
            let dates = Schedule.every(step).occurrences(in: newYork, after: now).prefix(2)
            return dates.map(\.local.date.description)[1]
        }
        #expect(try second(.days) == "2026-02-01")
        #expect(try second(.weeks) == "2026-02-07")
        #expect(try second(.months) == "2026-02-28")
        #expect(try second(.years) == "2027-01-31")
    }

    @Test func `AnchoredStep.anchor is as shown`() throws {
        let anchor = try CivilDate(parsing: "2026-01-09")
        #expect(try AnchoredStep(every: 7, .days, from: anchor, at: [.midnight]).anchor == anchor)
    }

    @Test func `AnchoredStep.count is as shown`() throws {
        let anchor = try CivilDate(parsing: "2026-01-09")
        #expect(try AnchoredStep(every: 7, .months, from: anchor, at: [.midnight]).count == 7)
    }

    @Test func `AnchoredStep.firstStep is as shown`() throws {
        let since = try CivilDate(parsing: "2026-01-17")
        let step = try AnchoredStep(every: 3, .months, from: since, at: [.midnight], firstStep: 1)
        #expect(step.firstStep == 1)
        #expect(Schedule.every(step).next(in: newYork, after: now)?.local.short == "2026-04-17T00:00")
    }

    @Test func `AnchoredStep.init(every:_:from:on:at:snap:firstStep:) is as shown`() throws {
        let seven = [try ClockTime(parsing: "19:00")]
        let step = try AnchoredStep(every: 1, .weeks, on: [.friday], at: seven)
        #expect(Schedule.every(step).next(in: newYork, after: now)?.local.short == "2026-01-09T19:00")
        let error = #expect(throws: RecurrenceError.self) {
            try AnchoredStep(every: 2, .weeks, on: [.friday], at: seven)
        }
        #expect(error?.part == "every")
    }

    @Test func `AnchoredStep.snap is as shown`() throws {
        let step = try AnchoredStep(every: 1, .days, at: [.midnight], snap: .next(.friday))
        #expect(step.snap == .next(.friday))
    }

    @Test func `AnchoredStep.times is as shown`() throws {
        let times = [try ClockTime(parsing: "19:00"), try ClockTime(parsing: "07:00")]
        #expect(try AnchoredStep(every: 1, .days, at: times).times.map(\.hour) == [7, 19])
    }

    @Test func `AnchoredStep.unit is as shown`() throws {
        #expect(try AnchoredStep(every: 1, .days, at: [.midnight]).unit == .days)
    }

    @Test func `AnchoredStep.weekdays is as shown`() throws {
        let step = try AnchoredStep(every: 1, .weeks, on: [.friday, .monday], at: [.midnight])
        #expect(step.weekdays == [.monday, .friday])
    }
}
