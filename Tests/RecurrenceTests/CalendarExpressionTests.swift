import CivilTime
import Recurrence
import Testing

@Suite struct CalendarExpressionTests {
    @Test(
        arguments: [
            ("Mon,Fri *-*-* 9:5", "Mon,Fri *-*-* 09:05:00"),
            ("Mon *-05~07/1", "Mon *-05~07/1 00:00:00"),
            ("*-*-1..31/40 1:00", "*-*-01 01:00:00"),
            ("1/3-1 0:0", "*-01/3-01 00:00:00"),
            ("*-1..12/3-1", "*-01..10/3-01 00:00:00"),
            ("2026-*-* *:0/15:30 Europe/Lisbon", "2026-*-* *:00/15:30 Europe/Lisbon"),
            ("mon-wed 1:00", "Mon..Wed *-*-* 01:00:00"),
            ("Mon..Wed", "Mon..Wed *-*-* 00:00:00"),
            ("12:00", "*-*-* 12:00:00"),
            ("daily UTC", "*-*-* 00:00:00 UTC"),
            ("@0", "1970-01-01 00:00:00 UTC"),
            ("Tue @1395716396 Europe/Lisbon", "Tue 2014-03-25 02:59:56 UTC"),
            ("Mon, *-*-* 1:00", "Mon *-*-* 01:00:00"),
            ("*-*-05..05 1:00", "*-*-05 01:00:00"),
            ("*:*:*", "*-*-* *:*:*"),
            ("*:0..30/7:1,1,2", "*-*-* *:00..28/7:01,02"),
            ("*~3", "*-*~03 00:00:00"),
            ("*-02~03,05", "*-02~03,05 00:00:00"),
            ("Mon-Wed,Fri..Sun", "Mon..Wed,Fri..Sun *-*-* 00:00:00"),
            ("99-01-01", "1999-01-01 00:00:00"),
            ("sun,mon,tue 1:2", "Mon,Tue,Sun *-*-* 01:02:00"),
            ("*-*~* 1:00", "*-*-* 01:00:00"),
            ("hourly America/New_York", "*-*-* *:00:00 America/New_York"),
            ("quarterly", "*-01,04,07,10-01 00:00:00"),
            ("semiannually", "*-01,07-01 00:00:00"),
            ("weekly", "Mon *-*-* 00:00:00"),
        ]
    )
    func `expressions are printed as systemd prints them`(_ text: String, _ form: String) throws {
        let expression = try CalendarExpression(parsing: text)
        #expect(expression.description == form)
        let again = try CalendarExpression(parsing: form)
        #expect(again == expression)
        #expect(again.description == form)
    }

    @Test(
        arguments: [
            ("Sat..Mon 10:00", "'Sat..Mon' in weekdays at column 1"),
            ("*-*~7..1 1:00", "'7..1' in day at column 5"),
            ("*-*-10..5 1:00", "'10..5' in day at column 5"),
            ("*-*-31/5", "'31/5' in day at column 5"),
            ("*-*-* 25:00", "'25' in hour at column 7"),
            ("Foo 1:00", "'Foo' in weekdays at column 1"),
            ("*-*-~3", "'*-*-~3' in date at column 1"),
            ("10:00:00.5", "'00.5' in second at column 7"),
            ("*-13-01", "'13' in month at column 3"),
            ("", "calendar at column 1 is empty"),
            ("@-1", "'@-1' in date at column 1"),
            ("@1.5", "'@1.5' in date at column 1"),
            ("@999999999999", "'@999999999999' in date at column 1"),
            ("@0 10:00", "'10:00' in calendar at column 4"),
            ("*-*-* */2:00", "'*/2' in hour at column 7"),
        ]
    )
    func `an error points at the part that is wrong`(_ text: String, _ beginning: String) {
        do {
            let expression = try CalendarExpression(parsing: text)
            Issue.record("\(expression)")
        } catch {
            #expect("\(error)".hasPrefix(beginning), "\(error)")
        }
    }

    @Test func `the last Monday of May, and 29 February`() throws {
        let memorial = Schedule.calendar(
            try CalendarExpression(parsing: "Mon *-05~07/1"),
            notBefore: try CivilDateTime(parsing: "2026-01-01T00:00")
        )
        #expect(
            Expansion.locals(of: memorial, limit: 3).map(\.date.description) == [
                "2026-05-25", "2027-05-31", "2028-05-29",
            ]
        )
        let leap = Schedule.calendar(
            try CalendarExpression(parsing: "*-02-29"),
            notBefore: try CivilDateTime(parsing: "2096-01-01T00:00")
        )
        #expect(
            Expansion.locals(of: leap, limit: 2).map(\.date.description) == [
                "2096-02-29", "2104-02-29",
            ]
        )
    }

    @Test func `a year that is over leaves nothing to come`() throws {
        let schedule = Schedule.calendar(
            try CalendarExpression(parsing: "2020-*-* 12:00"),
            notBefore: nil
        )
        let after = try Instant(parsing: "2020-12-31T11:59:59Z")
        #expect(schedule.next(in: .utc, after: after)?.local.short == "2020-12-31T12:00")
        #expect(schedule.next(in: .utc, after: after + .seconds(1)) == nil)
        #expect(!schedule.isEndless)
    }
}
