import CivilTime
import ICalendar
import Testing

/// How calendar texts are read: lines, values, events, and what is refused.
@Suite struct CalendarFileTests {
    private static let plain = """
        BEGIN:VEVENT
        UID:a
        DTSTART;TZID=Europe/Berlin:20260109T190000
        DTEND;TZID=Europe/Berlin:20260109T203000
        RRULE:FREQ=WEEKLY;COUNT=3
        SUMMARY:Evening
        END:VEVENT
        """

    @Test(arguments: ["\n", "\r\n", "\r", "\r\r\n"])
    func `lines end as each system ends them`(_ end: String) throws {
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(Self.plain)\nEND:VCALENDAR\n"
        let file = try Calendars.read("\u{FEFF}" + text.replacing("\n", with: end))
        #expect(file.refusals.isEmpty)
        #expect(file.series.map(\.uid) == ["a"])
    }

    @Test func `folded lines are put together, also within a character`() throws {
        let text = Self.plain.replacing("SUMMARY:Evening", with: "SUMM\n ARY:Eve\n\tning ü")
        let cut = Array("BEGIN:VCALENDAR\n\(text)\nEND:VCALENDAR".utf8).split(separator: 0xC3)
        let bytes = cut[0] + [0xC3, 0x0A, 0x20] + cut[1]
        let file = try CalendarFile(
            reading: Array(bytes),
            zones: Calendars.zones,
            home: Calendars.home(),
            around: Calendars.around
        )
        #expect(file.series.first?.master?.summary == "Evening ü")
    }

    @Test(arguments: [
        (#"one\, two\; three \\ four"#, #"one, two; three \ four"#),
        (#"first\nsecond\Nthird"#, "first\nsecond\nthird"),
        (#"a \"quoted\" word"#, #"a "quoted" word"#),
        ("bell \u{7} and \u{1b}[1m", "bell   and  [1m"),
        ("", ""),
    ])
    func `texts have their escapes read and no controls`(given: String, read: String) throws {
        let text = Self.plain.replacing("SUMMARY:Evening", with: "SUMMARY:\(given)")
        #expect(try Calendars.events(text).series.first?.master?.summary == read)
    }

    @Test(arguments: [
        ("", "the calendar is not a text that starts with 'BEGIN:VCALENDAR'"),
        ("<html>", "'<html>' in the calendar is not a text that starts with 'BEGIN:VCALENDAR'"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a",
            "VEVENT is not ended: 'END:VEVENT' for the BEGIN on line 2 is missing"
        ),
        (
            "BEGIN:VCALENDAR\nEND:VEVENT",
            "'VEVENT' in END is not VCALENDAR, which was begun on line 1"
        ),
        (
            "BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR",
            "'1.0' in VERSION is not 2.0: a vCalendar of the nineties cannot be read"
        ),
    ])
    func `a text that is no calendar is an error with its place`(
        text: String,
        message: String
    ) throws {
        let error = #expect(throws: CalendarError.self) { try Calendars.read(text) }
        #expect(error?.description == message)
    }

    @Test func `components too deep are refused`() throws {
        let text = String(repeating: "BEGIN:VCALENDAR\n", count: 9)
        #expect(throws: CalendarError.self) { try Calendars.read(text) }
    }

    @Test(arguments: [
        ("DTSTART:20260109T190000\nDTSTART:20260110T190000", "DTSTART", 5),
        ("DTSTART:tomorrow", "DTSTART", 4),
        ("DTSTART;TZID=Mars/Olympus:20260109T190000", "TZID", 4),
        ("DTSTART:20260109T190000\nDTEND:20260108T190000", "DTEND", 5),
        ("DTSTART:20260109T190000\nDURATION:an hour", "DURATION", 5),
        ("DTSTART:20260109T190000\nRRULE:FREQ=DALY", "FREQ", 5),
        ("DTSTART:20260109T190000\nEXRULE:FREQ=DAILY", "EXRULE", 5),
        ("DTSTART:20260230T190000", "DTSTART", 4), ("SUMMARY:no start", "VEVENT", 3),
    ])
    func `an event that cannot be read is refused by name and line, and the others are read`(
        lines: String,
        part: String,
        line: Int
    ) throws {
        let bad = "BEGIN:VEVENT\n\(lines)\nEND:VEVENT\n"
        let file = try Calendars.events(bad + Self.plain)
        #expect(file.refusals.map(\.part) == [part])
        #expect(file.refusals.map(\.line) == [line])
        #expect(file.series.map(\.uid) == ["a"])
    }

    @Test func `a line that is no content line is passed over`() throws {
        let text = Self.plain.replacing("SUMMARY", with: "DESCRIPTION:first\nsecond line\nSUMMARY")
        #expect(try Calendars.events(text).series.first?.master?.summary == "Evening")
    }

    @Test(arguments: [
        ("PT1H30M", 5400), ("P1D", 86_400), ("P1W", 604_800), ("PT90S", 90), ("P1DT1H", 90_000),
    ])
    func `lengths are read`(text: String, seconds: Int64) throws {
        let event = "BEGIN:VEVENT\nDTSTART:20260109T190000Z\nDURATION:\(text)\nEND:VEVENT"
        let found = try Calendars.events(event).occurrences(
            from: Calendars.instant("2026-01-01"),
            until: Calendars.instant("2027-01-01"),
            in: .utc
        )
        #expect(found.map { $0.end.secondsSinceEpoch - $0.start.secondsSinceEpoch } == [seconds])
    }
}
