import Foundation
import TestKit
import Testing

@testable import Commands

/// `import ics`: events of calendars become rituals, and what has no place is said.
struct ImportTests {
    private static func event(_ lines: String, uid: String = "one") -> String {
        let text = "BEGIN:VEVENT\nUID:\(uid)\nSUMMARY:Tea; outside\n\(lines)\nEND:VEVENT\n"
        return text.replacing("; ", with: "\\; ")
    }

    private func home(_ events: String..., config: String = ConfigHome.config) throws -> ConfigHome
    {
        let home = try ConfigHome(config)
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(events.joined())END:VCALENDAR\n"
        try home.folder.write(text, to: "calendar.ics")
        return home
    }

    private func imported(_ home: ConfigHome) throws -> Ritualctl.Result {
        var result = try home.run(["import", "ics", home.folder.path("calendar.ics")])
        result.output = result.output.replacing(home.folder.path("calendar.ics"), with: "FILE")
        result.errors = result.errors.replacing(home.folder.path("calendar.ics"), with: "FILE")
        return result
    }

    private func block(_ lines: String) throws -> String {
        let home = try home(Self.event(lines))
        let result = try imported(home)
        #expect(result.code == 0 && result.output.hasPrefix("added "), "\(result)")
        return String(try home.text.dropFirst(ConfigHome.config.count))
    }

    @Test(arguments: [
        (
            "DTSTART;TZID=America/Denver:20260110T150000\nDURATION:PT90M\nRRULE:FREQ=WEEKLY;BYDAY=SA",
            #"rrule = "FREQ=WEEKLY;BYDAY=SA", from = 2026-01-10, at = "15:00""#, "90m"
        ),
        (
            "DTSTART:20260110T150000\nDTEND:20260110T170000",
            #"rrule = "FREQ=DAILY;COUNT=1", from = 2026-01-10, at = "15:00""#, "2h"
        ),
        (
            "DTSTART;TZID=Mountain Standard Time:20260110T150000\nDURATION:P1D\nRRULE:FREQ=MONTHLY",
            #"rrule = "FREQ=MONTHLY", from = 2026-01-10, at = "15:00""#, "1 day"
        ),
    ])
    func `an event of the house's own zone is a rule`(
        lines: String,
        schedule: String,
        duration: String
    ) throws {
        #expect(
            try block(lines) == """

                # uid: one
                [[ritual]]
                id = "tea-outside"
                title = "Tea; outside"
                schedule = { \(schedule) }
                duration = "\(duration)"

                """
        )
    }

    @Test(arguments: [
        (
            "DTSTART;TZID=Europe/Berlin:20260110T150000\nRRULE:FREQ=WEEKLY;BYDAY=SA",
            #"DTSTART;TZID=Europe/Berlin:20260110T150000\nRRULE:FREQ=WEEKLY;BYDAY=SA"#
        ),
        (
            "DTSTART;TZID=America/Denver:20260110T150000\nRRULE:FREQ=WEEKLY;BYDAY=SA\n"
                + "EXDATE;TZID=America/Denver:20260117T150000",
            #"DTSTART;TZID=America/Denver:20260110T150000\nRRULE:FREQ=WEEKLY;BYDAY=SA\n"#
                + "EXDATE;TZID=America/Denver:20260117T150000"
        ),
    ])
    func `another zone and exceptions make a set`(lines: String, set: String) throws {
        let block = try block(lines)
        #expect(block.contains(#"schedule = { ics = "\#(set)" }"#), "\(block)")
    }

    @Test func `alarms and classes are kept`() throws {
        let alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT30M\nEND:VALARM\n"
        let lines =
            "DTSTART:20260110T150000\nCLASS:PRIVATE\n\(alarm)"
            + alarm.replacing("-PT30M", with: "-P1D")
        let text = try block(lines)
        #expect(text.contains(#"remind = ["1d", "30m"]"#))
        #expect(text.contains(#"sensitivity = "private""#))
    }

    @Test func `what has no place is said`() throws {
        let home = try home(
            Self.event("DTSTART;VALUE=DATE:20260110\nLOCATION:Garden\nDESCRIPTION:Cups")
        )
        #expect(
            try imported(home).output == """
                added Tea; outside (tea-outside), next Sat 10 Jan 09:00
                not kept of 'Tea; outside' (line 3): a whole day has no time: it is at 09:00
                not kept of 'Tea; outside' (line 3): LOCATION
                not kept of 'Tea; outside' (line 3): DESCRIPTION
                rituald has read it

                """
        )
    }

    @Test func `what is left out is said with its line and the reason`() throws {
        let home = try home(
            Self.event("DTSTART:20200110T150000", uid: "past"),
            Self.event("DTSTART:20260110T150000\nSTATUS:CANCELLED", uid: "off"),
            Self.event("DTSTART;TZID=Mars:20260110T150000", uid: "far"),
            Self.event("DTSTART:20260110T150000\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", uid: "two")
        )
        let result = try imported(home)
        #expect(result.code == 0)
        #expect(try home.text == ConfigHome.config)
        #expect(
            result.output == """
                left out, FILE line 17: 'Mars' in TZID is not a zone such as 'Europe/Lisbon' or \
                'W. Europe Standard Time', and no zone has the rules of its VTIMEZONE
                left out, FILE line 3: 'Tea; outside': it is over
                left out, FILE line 8: 'Tea; outside': it is cancelled
                left out, FILE line 19: 'Tea; outside': it has several rules, and a ritual has one
                nothing was added

                """
        )
    }

    @Test func `an event that the config does not take holds up no other`() throws {
        let home = try home(
            Self.event("DTSTART:20260110T150000\nDURATION:P40000D", uid: "long"),
            Self.event("DTSTART:20260110T150000")
        )
        let result = try imported(home)
        #expect(result.output.contains("added Tea; outside (tea-outside"))
        #expect(result.output.contains("left out, FILE line 3: 'Tea; outside': "))
        #expect(try home.text.contains("# uid: one\n") && !home.text.contains("# uid: long"))
    }

    @Test func `an event that was imported before stays as it is`() throws {
        let home = try home(Self.event("DTSTART:20260110T150000"))
        _ = try imported(home)
        let text = try home.text
        #expect(try imported(home).output.contains("it was imported before"))
        #expect(try home.text == text)
    }

    @Test func `two events of one title have two ids`() throws {
        let home = try home(
            Self.event("DTSTART:20260110T150000"),
            Self.event("DTSTART:20260111T150000", uid: "two")
        )
        _ = try imported(home)
        #expect(
            try home.text.contains("id = \"tea-outside\"")
                && home.text.contains("id = \"tea-outside-2\"")
        )
    }

    @Test func `a file that is no calendar is an error with its line`() throws {
        let home = try ConfigHome()
        try home.folder.write("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", to: "calendar.ics")
        let result = try imported(home)
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("ritualctl: FILE:2: VEVENT is not ended"))
        #expect(try home.text == ConfigHome.config)
    }
}
