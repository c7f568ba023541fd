import CivilTime
import Household
import Recurrence
import Settings
import Testing

/// What a ritual leaves out of its schedule and has beside it, and schedules that are whole sets.
@Suite struct ExceptionsTests {
    private static func date(_ keys: String, _ schedule: String? = nil) -> String {
        let schedule = schedule ?? #"every = "week", on = "fri", at = "19:00""#
        return "[[ritual]]\nid = \"r\"\n\(keys)\nschedule = { \(schedule) }\n"
    }

    private static func starts(_ text: String, _ count: Int = 4) throws -> [String] {
        let config = try readConfig(text + ConfigCase.couple)
        #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        let ritual = try #require(config.household?.ritual("r"))
        return try #require(ritual.schedule).occurrences(
            in: ritual.zone,
            after: Instant(parsing: "2026-01-01T00:00:00-07:00")
        )
        .prefix(count).map(\.local.short)
    }

    @Test func `dates and starts are left out, and others are added`() throws {
        let found = try Self.starts(
            Self.date(
                """
                except = [2026-01-09, 2026-01-23T19:00:00]
                also = [2026-01-09T17:00:00, 2026-01-25T17:00:00]
                """
            )
        )
        #expect(
            found == [
                "2026-01-02T19:00", "2026-01-09T17:00", "2026-01-16T19:00", "2026-01-25T17:00",
            ]
        )
    }

    @Test(
        arguments: [
            (#"rrule = "FREQ=WEEKLY;BYDAY=FR", at = "19:00""#, "2026-01-16T19:00"),
            (#"calendar = "Fri 19:00""#, "2026-01-16T19:00"),
            (#"every = "week", from = 2026-01-02, at = "19:00""#, "2026-01-16T19:00"),
            (#"every = "24h", from = 2026-01-02T19:00:00"#, "2026-01-10T19:00"),
            (#"every = "day", on = "fri", between = "19:00-19:01""#, "2026-01-16T19:00"),
            (#"ics = "DTSTART:20260102T190000\nRRULE:FREQ=WEEKLY""#, "2026-01-16T19:00"),
        ]
    )
    func `every kind of schedule has exceptions`(_ schedule: String, _ next: String) throws {
        let found = try Self.starts(Self.date("except = [2026-01-09]", schedule), 9)
        #expect(!found.contains("2026-01-09T19:00"))
        #expect(found.contains(next))
    }

    @Test func `a template's schedule has exceptions`() throws {
        let text = "[[ritual]]\nid = \"r\"\ntemplate = \"check-in\"\nexcept = [2026-01-02]\n"
        #expect(
            try Self.starts(text, 2).map { $0.prefix(10) } == ["2026-01-01", "2026-01-03"]
        )
    }

    @Test func `what counts from when it was done has exceptions too`() throws {
        let text = Self.date(
            "repeat = \"after done\"\nexcept = [2026-01-09]",
            #"every = "week", from = 2026-01-02, at = "19:00""#
        )
        #expect(try Self.starts(text, 2) == ["2026-01-02T19:00", "2026-01-16T19:00"])
    }

    @Test func `a whole set is a schedule, in the zone that it names`() throws {
        let set = #"""
            ics = """
            DTSTART;TZID=Europe/Lisbon:20260106T190000
            RRULE:FREQ=WEEKLY;BYDAY=TU
            EXDATE;TZID=Europe/Lisbon:20260113T190000
            RDATE;TZID=Europe/Lisbon:20260114T190000
            """
            """#
        let text = "[[ritual]]\nid = \"r\"\n[ritual.schedule]\n\(set)\n"
        #expect(
            try Self.starts(text, 3) == [
                "2026-01-06T19:00", "2026-01-14T19:00", "2026-01-20T19:00",
            ]
        )
        let config = try readConfig(text + ConfigCase.couple)
        #expect(config.household?.ritual("r")?.zone.identifier == "Europe/Lisbon")
    }

    @Test func `a set of dates alone takes a time of day`() throws {
        let text = Self.date(
            "",
            #"ics = "DTSTART;VALUE=DATE:20260106\nRRULE:FREQ=DAILY", at = "07:30""#
        )
        #expect(try Self.starts(text, 2) == ["2026-01-06T07:30", "2026-01-07T07:30"])
    }

    static let wrong = [
        ConfigCase(
            "what is no date",
            date(#"except = ["2026-01-09", 7, 19:00:00, 2026-01-09T19:00:00Z]"#),
            "3:11: error: ritual[r].except: expected a date such as 2026-12-24 or a start such as "
                + "2026-12-24T19:00:00, not '2026-01-09'; write it without quotes",
            "3:25: error: ritual[r].except: expected a date such as 2026-12-24 or a start such as "
                + "2026-12-24T19:00:00, not the integer 7",
            "3:28: error: ritual[r].except: expected a date such as 2026-12-24 or a start such as "
                + "2026-12-24T19:00:00, not a time",
            "3:38: error: ritual[r].except: expected a date such as 2026-12-24 or a start such as "
                + "2026-12-24T19:00:00, not a date-time with an offset"
        ),
        ConfigCase(
            "an addition without a time, and no list",
            date("also = [2026-01-09]\nexcept = 2026-01-09"),
            "3:9: error: ritual[r].also: expected a start such as 2026-12-27T17:00:00, not a date",
            "4:10: error: ritual[r].except: expected a list of dates, not a date"
        ),
        ConfigCase(
            "one that is listed twice",
            date(
                "except = [2026-01-09, 2026-01-09]\nalso = [2026-01-10T09:00:00, 2026-01-10T09:00:00]"
            ),
            "3:23: error: ritual[r].except: is listed twice",
            "4:30: error: ritual[r].also: is listed twice"
        ),
        ConfigCase(
            "an exception of a signal",
            "[[ritual]]\nid = \"r\"\ntrigger = { signal = \"x\" }\nexcept = [2026-01-09]\n",
            "4:1: error: ritual[r].except: goes with a schedule; a signal comes when it comes"
        ),
        ConfigCase(
            "one that leaves out nothing",
            date("except = [2026-01-10, 2026-01-09T18:00:00, 2026-01-16, 2026-01-23T19:00:00]"),
            "3:11: warning: ritual[r].except: nothing falls on 2026-01-10, so nothing is left out",
            "3:23: warning: ritual[r].except: nothing begins at 2026-01-09T18:00, so nothing is "
                + "left out"
        ),
        ConfigCase(
            "one before the first, and after the last",
            date(
                "except = [2026-01-01, 2026-01-04]",
                #"rrule = "FREQ=DAILY;COUNT=2", from = 2026-01-02, at = "19:00""#
            ),
            "3:11: warning: ritual[r].except: nothing falls on 2026-01-01, so nothing is left out",
            "3:23: warning: ritual[r].except: nothing falls on 2026-01-04, so nothing is left out"
        ),
        ConfigCase(
            "one that the schedule has already",
            date("also = [2026-01-09T19:00:00, 2026-01-09T20:00:00]"),
            "3:9: warning: ritual[r].also: the schedule has 2026-01-09T19:00 already"
        ),
        ConfigCase(
            "one that is left out and added",
            date("except = [2026-01-09]\nalso = [2026-01-09T19:00:00]"),
            "4:9: warning: ritual[r].also: the schedule has 2026-01-09T19:00 itself, and 'except' "
                + "leaves its date out; without both it takes place as well"
        ),
        ConfigCase(
            "a start that is left out and added",
            date("except = [2026-01-09T19:00:00]\nalso = [2026-01-09T19:00:00]"),
            "4:9: error: ritual[r].also: 2026-01-09T19:00 is in 'except' too"
        ),
        ConfigCase(
            "all of it left out",
            date(
                "except = [2026-01-02]",
                #"rrule = "FREQ=DAILY;COUNT=1", from = 2026-01-02, at = "19:00""#
            ),
            "4:12: warning: ritual[r].schedule: this ritual never happens"
        ),
        ConfigCase(
            "a set with a slip",
            date("", #"ics = "DTSTART:20260109T190000\nRRULE:FREQ=DALY""#),
            "4:57: error: ritual[r].schedule.ics: 'DALY' in FREQ is not one of SECONDLY, MINUTELY, "
                + "HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY"
        ),
        ConfigCase(
            "a set without a start, and keys that do not go with one",
            date("", #"ics = "RRULE:FREQ=DAILY", from = 2026-01-09"#),
            "4:40: error: ritual[r].schedule.from: does not go with 'ics': the set itself names "
                + "its start and its days",
            "4:21: error: ritual[r].schedule.ics: 'RRULE:FREQ=DAILY' in set is not a set with a "
                + "DTSTART line"
        ),
        ConfigCase(
            "a set with times and a time",
            date("", #"ics = "DTSTART:20260109T190000", at = "19:00""#),
            "4:47: error: ritual[r].schedule.at: does not go with 'ics': the set has times of its "
                + "own"
        ),
        ConfigCase(
            "a set of dates alone",
            date("", #"ics = "DTSTART;VALUE=DATE:20260109""#),
            "4:20: error: ritual[r].schedule.at: missing: the set has dates alone, so give a time, "
                + "such as 'at = \"16:00\"'"
        ),
        ConfigCase(
            "a set in a zone that is none",
            date("", #"ics = "DTSTART;TZID=Europe/Lisbo:20260109T190000""#),
            "4:34: error: ritual[r].schedule.ics: there is no time zone 'Europe/Lisbo'; did you "
                + "mean 'Europe/Lisbon'?"
        ),
    ]

    @Test(arguments: wrong) func `what is wrong is said with its place`(_ one: ConfigCase) throws {
        #expect(try Set(one.diagnostics()) == Set(one.expected))
    }
}
