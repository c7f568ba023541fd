import CivilTime
import Household
import Settings
import SystemZones
import TestKit
import Testing

/// Days of rest in a config.
@Suite struct RestSettingsTests {
    private static let date =
        "[[ritual]]\nid = \"r\"\nschedule = { every = \"week\", on = \"sat\", at = \"19:00\" }\n"

    @Test(
        arguments: [
            (#"calendar = "Sat""#, "2026-01-10", "2026-01-11"),
            (#"rrule = "FREQ=WEEKLY;BYDAY=SA""#, "2026-01-10", "2026-01-09"),
            (#"rrule = "FREQ=WEEKLY;INTERVAL=2", from = 2026-01-10"#, "2026-01-24", "2026-01-17"),
            ("dates = [2026-01-10, 2026-12-24]", "2026-12-24", "2026-12-25"),
        ]
    )
    func `a rest is by rule or by dates`(_ keys: String, _ rest: String, _ other: String) throws {
        let keys = keys.replacing(", from", with: "\nfrom")
        let config = try readConfig("[[rest]]\n\(keys)\n" + ConfigCase.couple)
        #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        let rests = try #require(config.household?.rests)
        #expect(
            try rests.rest(at: Instant(parsing: "\(rest)T12:00:00-07:00"))?.label == "a rest day"
        )
        #expect(try rests.rest(at: Instant(parsing: "\(other)T12:00:00-07:00")) == nil)
    }

    @Test func `a rest has a name, and touches no ritual that says so`() throws {
        let config = try readConfig(
            "[[rest]]\nlabel = \"Shabbat\"\ncalendar = \"Sat\"\n"
                + "[[ritual]]\ntemplate = \"check-in\"\nrests = false\n"
                + "[[ritual]]\ntemplate = \"date\"\n[[ritual]]\ntemplate = \"timeout\"\n"
                + "[[plan]]\nuse = \"7-7-7\"\nfrom = 2026-01-09\nrests = false\n"
                + ConfigCase.couple
        )
        let household = try #require(config.household)
        #expect(household.rests.all.map(\.label) == ["Shabbat"])
        let touched = household.rituals.filter { !household.rests(of: $0).isEmpty }.map(\.id)
        #expect(touched == ["date"])
    }

    static let wrong = [
        ConfigCase(
            "none of the ways, and a key that is none",
            "[[rest]]\nlable = \"x\"\n",
            "1:1: error: rest[#1]: does not say when: give 'rrule', 'calendar', 'dates' "
                + "or 'ics'",
            "2:1: error: rest[#1].lable: unknown key; did you mean 'label'?"
        ),
        ConfigCase(
            "two ways",
            "[[rest]]\ncalendar = \"Sat\"\ndates = [2026-01-09]\n",
            "3:1: error: rest[#1].dates: cannot stand beside 'calendar'; a rest has one of 'rrule', "
                + "'calendar', 'dates' and 'ics'"
        ),
        ConfigCase(
            "no dates",
            "[[rest]]\ndates = [\"2026-01-09\", 2026-01-09T10:00:00, 2026-01-10, 2026-01-10]\n"
                + "from = 2026-01-01\n[[rest]]\ndates = []\n",
            "2:10: error: rest[#1].dates: expected a date such as 2026-01-09, not '2026-01-09'; "
                + "write it without quotes",
            "2:24: error: rest[#1].dates: expected a date such as 2026-01-09, not a date with a time",
            "2:57: error: rest[#1].dates: 2026-01-10 is listed twice",
            "3:1: error: rest[#1].from: does not go with 'dates'",
            "5:9: warning: rest[#2].dates: names none, so nothing rests"
        ),
        ConfigCase(
            "a rule with a slip",
            "[[rest]]\nrrule = \"FREQ=WEEKLY;BYDAY=SAT\"\n",
            "2:28: error: rest[#1].rrule: 'SAT' in BYDAY is not a weekday such as MO, with a number from "
                + "1 to 53 or from -53 to -1 in front where FREQ is MONTHLY or YEARLY"
        ),
        ConfigCase(
            "a rest that never comes, and one that never ends",
            "[[rest]]\ncalendar = \"*-02-30\"\n[[rest]]\ncalendar = \"daily\"\n",
            "2:12: warning: rest[#1].calendar: this rest never comes",
            "4:12: warning: rest[#2].calendar: rests on every day, so nothing is ever told"
        ),
        ConfigCase(
            "a ritual that falls on nothing else",
            date + "[[rest]]\nlabel = \"Shabbat\"\ncalendar = \"Sat\"\n",
            "3:12: warning: ritual[r].schedule: always falls on a rest day ('Shabbat'), so nothing "
                + "is told; 'rests = false' has it told"
        ),
        ConfigCase(
            "no flag",
            "[[ritual]]\ntemplate = \"check-in\"\nrests = \"no\"\n",
            "3:9: error: ritual[check-in].rests: expected true or false, not 'no'"
        ),
    ]

    /// A week of holidays, a feast that comes every year, hours of rest, and one that was called off.
    private static let calendar = """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        UID:1
        DTSTART;VALUE=DATE:20260406
        DTEND;VALUE=DATE:20260411
        SUMMARY:Spring break
        TRANSP:TRANSPARENT
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        DTSTART;VALUE=DATE:20241225
        RRULE:FREQ=YEARLY
        END:VEVENT
        BEGIN:VEVENT
        UID:3
        DTSTART;TZID=America/Denver:20260109T164500
        DTEND;TZID=America/Denver:20260110T175500
        END:VEVENT
        BEGIN:VEVENT
        UID:4
        DTSTART;VALUE=DATE:20260501
        STATUS:CANCELLED
        END:VEVENT
        BEGIN:VEVENT
        UID:5
        DTSTART;TZID=Nowhere/At All:20260601T100000
        END:VEVENT
        END:VCALENDAR

        """

    private static func read(_ path: String, in folder: TemporaryFolder) throws -> ReadConfig {
        let zones = SystemZoneDatabase()
        return ConfigReader(
            zones: zones,
            systemZone: try zones.zone(named: "America/Denver"),
            calendars: CalendarFiles(in: ["HOME": folder.path("")])
        ).read(
            "[[rest]]\nlabel = \"holidays\"\nics = \"\(path)\"\n" + ConfigCase.couple,
            file: folder.path("config.toml")
        )
    }

    @Test(arguments: ["holidays.ics", "~/holidays.ics", ""])
    func `a calendar's events are times of rest`(_ name: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.calendar, to: "holidays.ics")
        let config = try Self.read(name.isEmpty ? file : name, in: folder)
        #expect(config.diagnostics.map(\.severity) == [.warning])
        #expect(config.diagnostics.first?.message.contains("line 27: an event is left out") == true)
        let rests = try #require(config.household?.rests)
        for (time, isRest) in [
            ("2026-04-05T23:59:59-06:00", false), ("2026-04-06T00:00:00-06:00", true),
            ("2026-04-10T23:59:59-06:00", true), ("2026-04-11T00:00:00-06:00", false),
            ("2031-12-25T12:00:00-07:00", true), ("2026-01-09T16:44:59-07:00", false),
            ("2026-01-09T16:45:00-07:00", true), ("2026-01-10T17:55:00-07:00", false),
            ("2026-05-01T12:00:00-06:00", false),
        ] {
            let found = try rests.rest(at: Instant(parsing: time))
            #expect((found?.label == "holidays") == isRest, "\(time)")
        }
        #expect(
            try rests.deferring(Instant(parsing: "2026-01-09T20:00:00-07:00"))
                == Instant(parsing: "2026-01-10T17:55:00-07:00")
        )
    }

    @Test(
        arguments: [
            (
                "nothing.ics",
                "error: rest[#1].ics: 'nothing.ics' cannot be read: there is no such file"
            ),
            (".", "error: rest[#1].ics: '.' is not a regular file"),
            ("broken.ics", "error: rest[#1].ics: 'broken.ics', line"),
            ("empty.ics", "warning: rest[#1].ics: 'empty.ics' has no event, so nothing rests"),
        ]
    )
    func `a calendar that cannot be read is said with its place`(
        _ name: String,
        _ message: String
    ) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", to: "broken.ics")
        _ = try folder.write("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", to: "empty.ics")
        let config = try Self.read(name, in: folder)
        #expect(config.diagnostics.count == 1)
        #expect(config.diagnostics.first?.description.contains(":3:7: \(message)") == true)
    }

    @Test(arguments: wrong) func `what is wrong is said with its place`(_ one: ConfigCase) throws {
        #expect(try Set(one.diagnostics()) == Set(one.expected))
    }
}
