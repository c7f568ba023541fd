// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of CivilDate.
@Suite struct CivilDateExamples {
    @Test func `CivilDate is as shown`() throws {
        let date = try CivilDate(year: 2026, month: 1, day: 31)
        #expect(date.adding(months: 1).description == "2026-02-28")
        #expect(date.weekday == .saturday)
    }

    @Test func `CivilDate.adding(days:) is as shown`() throws {
        let newYear = try CivilDate(parsing: "2026-12-31").adding(days: 1)
        #expect(newYear.description == "2027-01-01")
    }

    @Test func `CivilDate.adding(months:) is as shown`() throws {
        let date = try CivilDate(parsing: "2026-08-31")
        #expect(date.adding(months: 6).description == "2027-02-28")
    }

    @Test func `CivilDate.day is as shown`() throws {
        #expect(try CivilDate(parsing: "2026-01-31").day == 31)
    }

    @Test func `CivilDate.daysInMonth is as shown`() throws {
        #expect(try CivilDate(parsing: "2028-02-01").daysInMonth == 29)
    }

    @Test func `CivilDate.description is as shown`() throws {
        #expect(CivilDate(epochDay: 0).description == "1970-01-01")
    }

    @Test func `CivilDate.earliest is as shown`() throws {
        #expect(CivilDate.earliest.description == "0001-01-01")
    }

    @Test func `CivilDate.epochDay is as shown`() throws {
        #expect(try CivilDate(parsing: "1970-02-01").epochDay == 31)
    }

    @Test func `CivilDate.init(epochDay:) is as shown`() throws {
        #expect(CivilDate(epochDay: 365).description == "1971-01-01")
        #expect(CivilDate(epochDay: .max) == .latest)
    }

    @Test func `CivilDate.init(parsing:) is as shown`() throws {
        #expect(try CivilDate(parsing: "2026-01-09").weekday == .friday)
        #expect((try? CivilDate(parsing: "9 January")) == nil)
    }

    @Test func `CivilDate.init(year:month:day:) is as shown`() throws {
        #expect(try CivilDate(year: 2028, month: 2, day: 29).weekday == .tuesday)
        let error = #expect(throws: CivilTimeError.self) {
            try CivilDate(year: 2026, month: 2, day: 29)
        }
        #expect(error?.description == "day 29 is not between 1 and 28")
    }

    @Test func `CivilDate.latest is as shown`() throws {
        #expect(CivilDate.latest.adding(days: 1) == .latest)
    }

    @Test func `CivilDate.month is as shown`() throws {
        #expect(try CivilDate(parsing: "2026-01-31").month == 1)
    }

    @Test func `CivilDate.weekday is as shown`() throws {
        #expect(try CivilDate(parsing: "2026-01-31").weekday == .saturday)
    }

    @Test func `CivilDate.year is as shown`() throws {
        #expect(try CivilDate(parsing: "2026-01-31").year == 2026)
    }
}
