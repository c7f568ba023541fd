import CivilTime
import Testing

@Suite struct CivilDateTests {
    @Test func `every day of the 400 years has its number, its date and its weekday`() throws {
        var date = try CivilDate(year: 2000, month: 1, day: 1)
        var (year, month, day) = (2000, 1, 1)
        #expect(date.epochDay == 10_957)
        for index in 0..<146_097 {
            guard date.year == year, date.month == month, date.day == day,
                date.weekday.rawValue == (index + 5) % 7 + 1
            else {
                Issue.record("\(date) is not \(year)-\(month)-\(day)")
                return
            }
            let lengths = [31, year % 4 == 0 && (year % 100 != 0 || year == 2000) ? 29 : 28]
            let length = month < 3 ? lengths[month - 1] : [4, 6, 9, 11].contains(month) ? 30 : 31
            day += 1
            if day > length { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
            date = date.adding(days: 1)
        }
        #expect(date.description == "2400-01-01")
    }

    @Test(
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
            ("2025-08-31", 3, "2025-11-30"), ("2025-08-31", 6, "2026-02-28"),
            ("2026-03-31", -1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", -48, "2020-02-29"), ("9999-12-31", 1, "9999-12-31"),
            ("0001-01-01", -1, "0001-01-01"),
        ]
    )
    func `months are added with the day clamped`(_ from: String, _ months: Int, _ to: String) throws
    {
        #expect(try CivilDate(parsing: from).adding(months: months).description == to)
    }

    @Test(
        arguments: [
            ("2026-02-29", "day 29 is not between 1 and 28"),
            ("2026-13-01", "month 13 is not between 1 and 12"),
            ("0000-01-01", "year 0 is not between 1 and 9999"),
            ("2026-1-1", "'2026-1-1' is not a date like '2026-01-09'"),
            ("2026-01-09T", "'2026-01-09T' is not a date like '2026-01-09'"),
        ]
    )
    func `a date that does not exist is refused with its bounds`(_ text: String, _ message: String)
    {
        do {
            let date = try CivilDate(parsing: text)
            Issue.record("\(date)")
        } catch {
            #expect("\(error)" == message)
        }
    }

    @Test(
        arguments: [
            ("2026-01-09T19:00", "2026-01-09T19:00"),
            ("2026-01-09 19:00:30", "2026-01-09T19:00:30"),
            ("2026-01-09t19:00:00", "2026-01-09T19:00"),
        ]
    )
    func `a date and a time are read in several forms`(_ text: String, _ short: String) throws {
        let local = try CivilDateTime(parsing: text)
        #expect(local.short == short)
        #expect(try CivilDateTime(parsing: local.description) == local)
        #expect(CivilDateTime(localSeconds: local.localSeconds) == local)
    }

    @Test(arguments: ["24:00", "19:60", "1900", "19:00:60", "19", "-1:00", "19:00 "])
    func `a time that does not exist is refused`(_ text: String) {
        #expect(throws: CivilTimeError.self) { try ClockTime(parsing: text) }
    }

    @Test(
        arguments: [
            ("2026-03-08T07:30:00Z", "2026-03-08T07:30:00Z"),
            ("2026-03-08T03:30:00-04:00", "2026-03-08T07:30:00Z"),
            ("2026-03-08T03:30:00.999+05:45", "2026-03-07T21:45:00Z"),
        ]
    )
    func `an instant is read with any offset`(_ text: String, _ utc: String) throws {
        #expect(try Instant(parsing: text).description == utc)
    }

    @Test func `instants are held at their ends and never overflow`() {
        #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
        #expect(Instant.distantPast - .seconds(1) == .distantPast)
        #expect(Instant.distantFuture - Instant.distantPast == .seconds(Int64.max))
        #expect(Instant.distantPast.description == "-292277022657-01-27T08:29:52Z")
        #expect(CivilDate.latest.adding(days: .max) == .latest)
        #expect(CivilDate.earliest.adding(months: .min) == .earliest)
    }

    @Test func `weekdays are read from their names`() {
        for day in Weekday.allCases {
            #expect(Weekday(abbreviation: day.name) == day)
            #expect(Weekday(abbreviation: day.abbreviation.uppercased()) == day)
        }
        #expect(Weekday(abbreviation: "SU") == .sunday)
        #expect(Weekday(abbreviation: "frid") == nil)
        #expect(Weekday.monday < .sunday)
    }
}
