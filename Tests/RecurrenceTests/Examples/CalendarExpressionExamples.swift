// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of CalendarExpression.
@Suite struct CalendarExpressionExamples {
    @Test func `CalendarExpression is as shown`() throws {
        #expect(try CalendarExpression(parsing: "weekly").description == "Mon *-*-* 00:00:00")
    }

    @Test func `CalendarExpression.canOccur is as shown`() throws {
        #expect(try CalendarExpression(parsing: "*-02-29").canOccur)
        #expect(try CalendarExpression(parsing: "*-02-30").canOccur == false)
    }

    @Test func `CalendarExpression.description is as shown`() throws {
        let expression = try CalendarExpression(parsing: "Mon,Tue,Wed 9:30")
        #expect(expression.description == "Mon..Wed *-*-* 09:30:00")
    }

    @Test func `CalendarExpression.init(parsing:) is as shown`() throws {
        let lastDay = try CalendarExpression(parsing: "*-*~1 20:00")
        let evening = Schedule.calendar(lastDay, notBefore: nil).next(in: newYork, after: now)
        #expect(evening?.local.short == "2026-01-31T20:00")
    }

    @Test func `CalendarExpression.zoneIdentifier is as shown`() throws {
        #expect(try CalendarExpression(parsing: "10:00 Europe/Lisbon").zoneIdentifier == "Europe/Lisbon")
    }
}
