// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of ClockTime.
@Suite struct ClockTimeExamples {
    @Test func `ClockTime is as shown`() throws {
        #expect(try ClockTime(parsing: "19:00").description == "19:00")
    }

    @Test func `ClockTime.description is as shown`() throws {
        #expect(try ClockTime(hour: 7, minute: 5).description == "07:05")
        #expect(try ClockTime(hour: 7, minute: 5, second: 9).description == "07:05:09")
    }

    @Test func `ClockTime.hour is as shown`() throws {
        #expect(try ClockTime(parsing: "19:30").hour == 19)
    }

    @Test func `ClockTime.init(hour:minute:second:) is as shown`() throws {
        #expect(try ClockTime(hour: 19, minute: 30).secondOfDay == 70_200)
        #expect((try? ClockTime(hour: 24, minute: 0)) == nil)
    }

    @Test func `ClockTime.init(parsing:) is as shown`() throws {
        #expect(try ClockTime(parsing: "19:00:30").second == 30)
    }

    @Test func `ClockTime.init(secondOfDay:) is as shown`() throws {
        #expect(ClockTime(secondOfDay: 3600).description == "01:00")
        #expect(ClockTime(secondOfDay: -60).description == "23:59")
    }

    @Test func `ClockTime.midnight is as shown`() throws {
        #expect(ClockTime.midnight.description == "00:00")
    }

    @Test func `ClockTime.minute is as shown`() throws {
        #expect(try ClockTime(parsing: "19:30").minute == 30)
    }

    @Test func `ClockTime.second is as shown`() throws {
        #expect(try ClockTime(parsing: "19:30").second == 0)
    }

    @Test func `ClockTime.secondOfDay is as shown`() throws {
        #expect(try ClockTime(parsing: "01:00").secondOfDay == 3600)
    }
}
