import CivilTime
import Recurrence
import Testing

@Suite struct RecurrenceSetTests {
    private func set(_ text: String) throws -> RecurrenceSet { try RecurrenceSet(parsing: text) }

    @Test func `a set is read from iCalendar and printed as it is read`() throws {
        let text = """
            DTSTART;TZID=America/New_York:19970902T090000
            RRULE:FREQ=DAILY;COUNT=5
            RDATE;TZID=America/New_York:19970901T120000,19970910T090000
            RDATE:19970911T130000Z
            EXDATE;TZID=America/New_York:19970903T090000
            """
        let set = try set(text)
        #expect(set.description == text)
        #expect(try RecurrenceSet(parsing: set.description) == set)
        #expect(set.zoneIdentifier == "America/New_York")
        let zone = try Expansion.zone("America/New_York")
        let found = Expansion.zoned(.rule(set), in: zone, limit: 20).map { String($0.prefix(16)) }
        #expect(
            found == [
                "1997-09-01T12:00", "1997-09-02T09:00", "1997-09-04T09:00", "1997-09-05T09:00",
                "1997-09-06T09:00", "1997-09-10T09:00", "1997-09-11T09:00",
            ]
        )
    }

    @Test func `folded lines and carriage returns are read`() throws {
        let set = try set("DTSTART:20260109T190000\r\nRRULE:FREQ=WEEKLY;BY\r\n DAY=FR\r\n")
        #expect(set.rule?.description == "FREQ=WEEKLY;BYDAY=FR")
        #expect(set.zoneIdentifier == nil)
    }

    @Test func `dates alone make a set of whole days`() throws {
        let set = try set(
            "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE;VALUE=DATE:20270101"
        )
        #expect(set.isAllDay)
        let found = Expansion.locals(of: .rule(set), limit: 5).map(\.date.description)
        #expect(found == ["2026-01-01", "2028-01-01"])
        #expect(try RecurrenceSet(parsing: set.description) == set)
    }

    @Test func `a start in UTC gives a set in UTC`() throws {
        let set = try set("DTSTART:20260101T120000Z\nRDATE:20260102T120000Z")
        #expect(set.zoneIdentifier == "UTC")
        #expect(set.description == "DTSTART:20260101T120000Z\nRDATE:20260102T120000Z")
        #expect(Expansion.locals(of: .rule(set), limit: 5).count == 2)
    }

    @Test func `the start counts only where the rule matches it`() throws {
        let set = try set("DTSTART:20260105T190000\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2")
        let found = Expansion.locals(of: .rule(set), limit: 5).map(\.date.description)
        #expect(found == ["2026-01-09", "2026-01-16"])
    }

    @Test func `an exclusion does not give back what COUNT has counted`() throws {
        let set = try set(
            "DTSTART:20260101T090000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260102T090000"
        )
        let found = Expansion.locals(of: .rule(set), limit: 5).map(\.date.description)
        #expect(found == ["2026-01-01", "2026-01-03"])
    }

    @Test(
        arguments: [
            ("RRULE:FREQ=DAILY", "set"),
            ("DTSTART:20260101T090000\nEXRULE:FREQ=DAILY", "set"),
            ("DTSTART:20260101T090000\nRRULE:FREQ=DAILY\nRRULE:FREQ=DAILY", "RRULE"),
            ("DTSTART:20260101T090000\nRDATE;TZID=Asia/Tokyo:20260101T090000", "RDATE"),
            ("DTSTART:20261301T090000", "DTSTART"),
            ("DTSTART;VALUE=TEXT:20260101T090000", "DTSTART"),
            ("DTSTART;X-A=\"b:20260101T090000", "set"),
            ("DTSTART:20260101T090000\nRRULE;VALUE=TEXT:FREQ=DAILY", "RRULE"),
        ]
    )
    func `a set that is not understood is refused`(_ text: String, _ part: String) {
        let error = #expect(throws: RecurrenceError.self) { try set(text) }
        #expect(error?.part == part)
    }

    @Test func `UNTIL in UTC compares instants`() throws {
        let zone = try Expansion.zone("America/New_York")
        let set = try set(
            "DTSTART;TZID=America/New_York:20260307T090000\nRRULE:FREQ=DAILY;UNTIL=20260309T130000Z"
        )
        #expect(Expansion.zoned(.rule(set), in: zone, limit: 9).count == 3)
        let earlier = try self.set(
            "DTSTART;TZID=America/New_York:20260307T090000\nRRULE:FREQ=DAILY;UNTIL=20260309T125959Z"
        )
        #expect(Expansion.zoned(.rule(earlier), in: zone, limit: 9).count == 2)
    }

    @Test func `parameters that do not matter are read over`() throws {
        let set = try set(
            """
            RRULE;X-EVOLUTION-ENDDATE=20031212T160000Z;VALUE=RECUR:FREQ=WEEKLY;COUNT=3
            EXDATE;X-A="b:c;d,e";VALUE=DATE-TIME;TZID="Europe/Lisbon":20260116T190000
            DTSTART;X-NAME=a;TZID=Europe/Lisbon;X-B="c=d":20260109T190000
            """
        )
        #expect(
            set.description == """
                DTSTART;TZID=Europe/Lisbon:20260109T190000
                RRULE:FREQ=WEEKLY;COUNT=3
                EXDATE;TZID=Europe/Lisbon:20260116T190000
                """
        )
        let rule = "RRULE;X-EVOLUTION-ENDDATE=20031212T160000Z:FREQ=WEEKLY;COUNT=3"
        #expect(try RecurrenceRule(parsing: rule).description == "FREQ=WEEKLY;COUNT=3")
    }

    @Test(arguments: ["BYDAY=MO,\r\n TU", "BYDAY=MO,\n\tTU", "BYD\n AY=MO,TU\r\n"])
    func `a folded rule is put together`(_ part: String) throws {
        let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;\(part)")
        #expect(rule.description == "FREQ=WEEKLY;BYDAY=MO,TU")
    }

    @Test func `errors show no control characters`() {
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=MO,\r\nT\u{1B}\u{202E}U")
        }
        #expect(error?.given == "\u{FFFD}T\u{FFFD}\u{FFFD}U")
    }

    @Test func `a hundred thousand times are taken away in one pass`() throws {
        let start = try CivilDateTime(parsing: "2026-01-01T09:00")
        let days = (0..<100_000).map { start.adding(Span(days: $0)) }
        let set = RecurrenceSet(
            start: start,
            rule: try RecurrenceRule(parsing: "FREQ=DAILY"),
            additions: days.map { .local($0.adding(Span(seconds: 60))) },
            exclusions: days.map { .local($0) }
        )
        let found = Expansion.locals(of: .rule(set), limit: 100_001)
        #expect(found.prefix(100_000).allSatisfy { $0.time.minute == 1 })
        #expect(found.last == start.adding(Span(days: 100_000)))
    }
}
