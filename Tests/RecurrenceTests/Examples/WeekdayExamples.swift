// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Weekday.
@Suite struct WeekdayExamples {
    @Test func `Weekday is as shown`() throws {
        let week: [Weekday] = [
            .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday,
        ]
        #expect(week == Weekday.allCases)
        #expect(week.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test func `Weekday.abbreviation is as shown`() throws {
        #expect(Weekday.friday.abbreviation == "Fri")
    }

    @Test func `Weekday.description is as shown`() throws {
        #expect("\(Weekday.friday)" == "Friday")
    }

    @Test func `Weekday.init(abbreviation:) is as shown`() throws {
        #expect(Weekday(abbreviation: "fri") == .friday)
        #expect(Weekday(abbreviation: "SU") == .sunday)
    }

    @Test func `Weekday.name is as shown`() throws {
        #expect(Weekday(abbreviation: "th")?.name == "Thursday")
    }
}
