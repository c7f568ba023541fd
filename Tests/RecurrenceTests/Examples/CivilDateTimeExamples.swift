// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of CivilDateTime.
@Suite struct CivilDateTimeExamples {
    @Test func `CivilDateTime is as shown`() throws {
        let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
        #expect(evening.adding(Span(months: 1)).short == "2026-02-09T19:00")
    }

    @Test func `CivilDateTime.adding(_:) is as shown`() throws {
        let night = try CivilDateTime(parsing: "2026-01-31T23:30")
        #expect(night.adding(try Span(parsing: "1 month 1h")).short == "2026-03-01T00:30")
    }

    @Test func `CivilDateTime.date is as shown`() throws {
        #expect(try CivilDateTime(parsing: "2026-01-09T19:00").date.weekday == .friday)
    }

    @Test func `CivilDateTime.description is as shown`() throws {
        #expect(try CivilDateTime(parsing: "2026-01-09 19:00").description == "2026-01-09T19:00:00")
    }

    @Test func `CivilDateTime.earliest is as shown`() throws {
        #expect(CivilDateTime.earliest.description == "0001-01-01T00:00:00")
    }

    @Test func `CivilDateTime.init(_:_:) is as shown`() throws {
        let noon = try ClockTime(hour: 12, minute: 0)
        #expect(CivilDateTime(try CivilDate(parsing: "2026-01-09"), noon).short == "2026-01-09T12:00")
    }

    @Test func `CivilDateTime.init(localSeconds:) is as shown`() throws {
        #expect(CivilDateTime(localSeconds: 86_400).short == "1970-01-02T00:00")
    }

    @Test func `CivilDateTime.init(parsing:) is as shown`() throws {
        let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
        #expect(evening == (try CivilDateTime(parsing: "2026-01-09 19:00:00")))
    }

    @Test func `CivilDateTime.latest is as shown`() throws {
        #expect(CivilDateTime.latest.description == "9999-12-31T23:59:59")
    }

    @Test func `CivilDateTime.localSeconds is as shown`() throws {
        #expect(try CivilDateTime(parsing: "1970-01-01T00:01").localSeconds == 60)
    }

    @Test func `CivilDateTime.short is as shown`() throws {
        #expect(try CivilDateTime(parsing: "2026-01-09T19:00:00").short == "2026-01-09T19:00")
        #expect(try CivilDateTime(parsing: "2026-01-09T19:00:30").short == "2026-01-09T19:00:30")
    }

    @Test func `CivilDateTime.time is as shown`() throws {
        #expect(try CivilDateTime(parsing: "2026-01-09T19:00").time.hour == 19)
    }
}
