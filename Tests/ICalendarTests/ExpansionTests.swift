import CivilTime
import ICalendar
import Testing

/// Series of events, expanded.
@Suite struct ExpansionTests {
    private func event(_ lines: String) -> String { "BEGIN:VEVENT\n\(lines)\nEND:VEVENT" }

    private func series(_ lines: String, _ others: String...) throws -> [String] {
        let start = "UID:a\nDTSTART;TZID=Europe/Berlin:20260109T190000\nDURATION:PT1H"
        let all = [event("\(start)\n\(lines)")] + others.map { event("UID:a\n\($0)") }
        return try Calendars.starts(all.joined(separator: "\n"))
    }

    @Test(arguments: [
        ("", ["09T18"]), ("RRULE:FREQ=DAILY;COUNT=2", ["09T18", "10T18"]),
        ("RRULE:FREQ=DAILY;UNTIL=20260110", ["09T18", "10T18"]),
        ("RRULE:FREQ=DAILY;UNTIL=20260110T180000Z", ["09T18", "10T18"]),
        ("RRULE:FREQ=DAILY;UNTIL=20260101", []),
        ("RRULE;X-A=b:FREQ=DAILY;COUNT=2\nEXDATE;TZID=Europe/Berlin:20260110T190000", ["09T18"]),
        ("RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260110T180000Z", ["09T18"]),
        ("RRULE:FREQ=DAILY;COUNT=2\nEXDATE;VALUE=DATE:20260110", ["09T18"]),
        ("RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260110T190000", ["09T18"]),
        ("RDATE:20260112T190000,20260113T190000", ["09T18", "12T18", "13T18"]),
        ("RDATE;VALUE=PERIOD:20260112T180000Z/PT3H", ["09T18", "12T18"]),
        ("RDATE;TZID=America/New_York:20260112T070000", ["09T18", "12T12"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=1", ["09T18", "10T18"]),
        ("RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=2", ["09T18", "10T18", "16T18"]),
    ])
    func `a set falls on`(lines: String, starts: [String]) throws {
        #expect(try series(lines) == starts.map { "2026-01-\($0):00:00Z" })
    }

    @Test(arguments: [
        // Moved, moved by a date, cancelled, and one that the rule does not have.
        ("RECURRENCE-ID:20260110T180000Z\nDTSTART:20260111T080000Z", ["09T18", "11T08", "11T18"]),
        (
            "RECURRENCE-ID;VALUE=DATE:20260110\nDTSTART:20260110T080000Z",
            ["09T18", "10T08", "11T18"]
        ),
        (
            "RECURRENCE-ID:20260210T180000Z\nDTSTART:20260120T080000Z",
            ["09T18", "10T18", "11T18", "20T08"]
        ),
        (
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260110T180000Z\nDTSTART:20260110T190000Z",
            ["09T18", "10T19", "11T19"]
        ),
        (
            "RECURRENCE-ID;TZID=Europe/Berlin:20260110T190000\nDTSTART:20260110T190000Z",
            ["09T18", "10T19", "11T18"]
        ),
    ])
    func `an occurrence is replaced`(lines: String, starts: [String]) throws {
        let found = try series("RRULE:FREQ=DAILY;COUNT=3", lines)
        #expect(found == starts.map { "2026-01-\($0):00:00Z" })
    }

    @Test func `of two that replace one occurrence the later sequence counts`() throws {
        let id = "RECURRENCE-ID:20260110T180000Z"
        let found = try series(
            "RRULE:FREQ=DAILY;COUNT=2",
            "\(id)\nSEQUENCE:2\nDTSTART:20260110T100000Z",
            "\(id)\nSEQUENCE:1\nDTSTART:20260110T110000Z"
        )
        #expect(found == ["2026-01-09T18:00:00Z", "2026-01-10T10:00:00Z"])
    }

    @Test func `a cancelled occurrence is there and says so`() throws {
        let id = "UID:a\nRECURRENCE-ID:20260110T180000Z\nSTATUS:CANCELLED\nDTSTART:20260110T180000Z"
        let master = "UID:a\nDTSTART:20260109T180000Z\nRRULE:FREQ=DAILY;COUNT=2\nTRANSP:TRANSPARENT"
        let file = try Calendars.events("\(event(master))\n\(event(id))")
        let found = try file.occurrences(
            from: Calendars.instant("2026-01-01"),
            until: Calendars.instant("2027-01-01"),
            in: .utc
        )
        #expect(found.map(\.event.status) == [.confirmed, .cancelled])
        #expect(found.map(\.event.isTransparent) == [true, false])
    }

    @Test func `whole days are by the clocks at home`() throws {
        let lines = "DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330\nRRULE:FREQ=YEARLY"
        let file = try Calendars.events(event(lines))
        let found = try file.occurrences(
            from: Calendars.instant("2026-03-29"),
            until: Calendars.instant("2026-03-31"),
            in: Calendars.home()
        )
        #expect(
            found.map { "\($0.start) \($0.end)" } == ["2026-03-27T23:00:00Z 2026-03-29T22:00:00Z"]
        )
        #expect(found.map(\.event.isAllDay) == [true])
    }

    @Test func `an occurrence that reaches into the stretch is one of it`() throws {
        let lines = "DTSTART:20260101T120000Z\nDTEND:20260103T120000Z\nRRULE:FREQ=WEEKLY"
        let file = try Calendars.events(event(lines))
        let found = try file.occurrences(
            from: Calendars.instant("2026-01-03"),
            until: Calendars.instant("2026-01-04"),
            in: Calendars.home()
        )
        #expect(found.map { "\($0.start)" } == ["2026-01-01T12:00:00Z"])
    }

    @Test func `an endless rule by the second has an end here`() throws {
        let file = try Calendars.events(event("DTSTART:20200101T120000Z\nRRULE:FREQ=SECONDLY"))
        let found = try file.occurrences(
            from: Calendars.instant("2026-01-01"),
            until: Calendars.instant("2027-01-01"),
            in: .utc,
            limit: 500
        )
        #expect(found.count == 500)
    }
}
