import Testing

@Suite struct ScheduleDiagnosticsTests {
    /// A ritual `r` whose schedule begins in column 1 of line 3.
    private static func schedule(_ name: String, _ keys: String, _ expected: String...)
        -> ConfigCase
    {
        ConfigCase(name, "[[ritual]]\nid = \"r\"\nschedule = { \(keys) }\n", expected: expected)
    }

    static let steps = [
        schedule(
            "no weeks",
            #"every = "0 weeks", on = "fri", at = "19:00""#,
            "3:22: error: ritual[r].schedule.every: '0 weeks' never gets anywhere; the least is 1"
        ),
        schedule(
            "backwards",
            #"every = "-1 week", on = "fri", at = "19:00""#,
            "3:22: error: ritual[r].schedule.every: '-1 week' is negative"
        ),
        schedule(
            "a mistyped unit",
            #"every = "2 weks", on = "fri", at = "19:00""#,
            "3:22: error: ritual[r].schedule.every: expected a step such as 'day', '2 days', "
                + "'week', '7 weeks', 'month', 'year' or '6 hours', not '2 weks'; "
                + "did you mean 'weeks'?"
        ),
        schedule(
            "two units",
            #"every = "1 month 2 days", at = "19:00""#,
            "3:22: error: ritual[r].schedule.every: '1 month 2 days' mixes units of the calendar "
                + "and the clock; give one"
        ),
        schedule(
            "a number without a unit",
            #"every = 7, at = "19:00""#,
            "3:22: error: ritual[r].schedule.every: expected a step such as 'day', '2 days', "
                + "'week', '7 weeks', 'month', 'year' or '6 hours', not the integer 7"
        ),
        schedule(
            "a step of more than a century",
            #"every = "101 years", at = "19:00", from = 2026-01-01"#,
            "3:22: error: ritual[r].schedule.every: '101 years' is longer than 100 years"
        ),
        schedule(
            "a step whose phase is open",
            #"every = "7 weeks", on = "fri", at = "19:00""#,
            "3:22: error: ritual[r].schedule.from: missing: '7 weeks' counts from a date, "
                + "such as 'from = 2026-01-09'"
        ),
        schedule(
            "a week without its day",
            #"every = "week", at = "19:00""#,
            "3:22: error: ritual[r].schedule.from: missing: 'week' counts from a date, "
                + "such as 'from = 2026-01-09'"
        ),
        schedule(
            "a month without its day",
            #"every = "month", at = "19:00""#,
            "3:22: error: ritual[r].schedule.from: missing: 'month' counts from a date, "
                + "such as 'from = 2026-01-09'"
        ),
        schedule(
            "no time of day",
            #"every = "day""#,
            "3:12: error: ritual[r].schedule.at: missing: the time of day, "
                + "such as 'at = \"19:00\"'"
        ),
        schedule(
            "times that are none",
            #"every = "day", at = ["08:00", "25:00", 7, 08:00:00, 2026-01-01]"#,
            "3:44: error: ritual[r].schedule.at: expected a time such as \"19:00\", not '25:00'",
            "3:53: error: ritual[r].schedule.at: expected a time such as \"19:00\", "
                + "not the integer 7",
            "3:56: error: ritual[r].schedule.at: 08:00 is listed twice",
            "3:66: error: ritual[r].schedule.at: expected a time such as \"19:00\", not a date"
        ),
        schedule(
            "a fraction of a second",
            #"every = "day", at = 08:00:00.5"#,
            "3:34: error: ritual[r].schedule.at: has a fraction of a second; "
                + "times are whole minutes"
        ),
        schedule(
            "mistyped weekdays",
            #"every = "week", on = ["tue", "thursdy", "Tuesday"], at = "19:00""#,
            "3:43: error: ritual[r].schedule.on: expected a weekday such as 'fri', or 'weekdays' "
                + "or 'weekend', not 'thursdy'; did you mean 'thursday'?",
            "3:54: error: ritual[r].schedule.on: Tuesday is listed twice"
        ),
        schedule(
            "weekdays that do not go with the step",
            #"every = "month", on = "fri", at = "19:00", from = 2026-01-09"#,
            "3:31: error: ritual[r].schedule.on: weekdays go with weeks; the first Friday of each "
                + "month is rrule = \"FREQ=MONTHLY;BYDAY=1FR\" in place of 'every' and 'on', the "
                + "last one BYDAY=-1FR"
        ),
        schedule(
            "a snap to no weekday",
            #"every = "7 weeks", at = "19:00", from = 2026-01-09, snap = "nxt fri""#,
            "3:73: error: ritual[r].schedule.snap: expected a weekday such as 'fri', 'next fri' "
                + "or 'previous fri', not 'nxt fri'; did you mean 'next fri'?"
        ),
        schedule(
            "a snap of days, and beside weekdays",
            #"every = "2 days", at = "19:00", from = 2026-01-09, snap = "fri""#,
            "3:65: error: ritual[r].schedule.snap: goes with steps of a week or more"
        ),
        schedule(
            "a snap beside weekdays",
            #"every = "week", at = "19:00", on = "fri", snap = "fri""#,
            "3:56: error: ritual[r].schedule.snap: cannot stand beside 'on', "
                + "which names the weekdays already"
        ),
    ]

    static let elapsed = [
        schedule(
            "hours without a start",
            #"every = "6 hours""#,
            "3:22: error: ritual[r].schedule.from: missing: '6 hours' counts from a time, "
                + "such as 'from = 2026-01-09T08:00:00'"
        ),
        schedule(
            "seconds",
            #"every = "59s", from = 2026-01-09"#,
            "3:22: error: ritual[r].schedule.every: '59s' is shorter than a minute"
        ),
        schedule(
            "weekdays and two times of day beside hours",
            #"every = "6 hours", on = "fri", from = 2026-01-09T08:00:00, at = "08:00""#,
            "3:33: error: ritual[r].schedule.on: does not go with hours and minutes",
            "3:73: error: ritual[r].schedule.at: cannot stand beside a 'from' that has its "
                + "own time"
        ),
        schedule(
            "times of day with seconds",
            #"every = "day", at = ["08:00:30", 09:00:15]"#,
            "3:35: error: ritual[r].schedule.at: 08:00:30 is not a whole minute",
            "3:47: error: ritual[r].schedule.at: 09:00:15 is not a whole minute"
        ),
        schedule(
            "a rule of every second",
            #"rrule = "FREQ=SECONDLY""#,
            "3:12: error: ritual[r].schedule: happens more often than once a minute"
        ),
    ]

    static let kinds = [
        schedule(
            "no kind",
            #"at = "19:00""#,
            "3:12: error: ritual[r].schedule: does not say when: give 'every', 'rrule', "
                + "'calendar' or 'ics'"
        ),
        schedule(
            "two kinds",
            #"rrule = "FREQ=DAILY", every = "day", at = "19:00""#,
            "3:36: error: ritual[r].schedule.every: cannot stand beside 'rrule'; a schedule has "
                + "one of 'every', 'rrule', 'calendar' and 'ics'"
        ),
        schedule(
            "an unknown key",
            #"evry = "day", at = "19:00""#,
            "3:12: error: ritual[r].schedule: does not say when: give 'every', 'rrule', "
                + "'calendar' or 'ics'",
            "3:14: error: ritual[r].schedule.evry: unknown key; did you mean 'every'?"
        ),
        ConfigCase(
            "a text for a table",
            "[[ritual]]\nid = \"r\"\nschedule = \"daily\"\n",
            "3:12: error: ritual[r].schedule: expected a table such as { every = 'day' }, "
                + "not 'daily'"
        ),
    ]

    @Test(arguments: steps + elapsed + kinds)
    func `what is wrong with a schedule is said exactly`(_ one: ConfigCase) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }

    static let rules = [
        schedule(
            "a part that is wrong, at its column in the string",
            #"rrule = "FREQ=MONTHLY;BYDAY=8SU", at = "16:00""#,
            "3:42: error: ritual[r].schedule.rrule: '8SU' in BYDAY is not"
        ),
        schedule(
            "the same in a string with escapes",
            #"rrule = "FRE\u0051=MONTHLY;BYDAY=8SU", at = "16:00""#,
            "3:47: error: ritual[r].schedule.rrule: '8SU' in BYDAY is not"
        ),
        schedule(
            "the same in a literal string",
            #"rrule = 'FREQ=MONTHLY;BYDAY=8SU', at = "16:00""#,
            "3:42: error: ritual[r].schedule.rrule: '8SU' in BYDAY is not"
        ),
        schedule(
            "the same in a string of several lines",
            "rrule = \"\"\"\nFREQ=MONTHLY;\\\n    BYDAY=8SU\"\"\", at = \"16:00\"",
            "5:11: error: ritual[r].schedule.rrule: '8SU' in BYDAY is not"
        ),
        schedule(
            "a rule that counts",
            #"rrule = "FREQ=WEEKLY;BYDAY=FR;COUNT=3", at = "16:00""#,
            "3:22: error: ritual[r].schedule.from: missing: the rule counts from a date, "
                + "such as 'from = 2026-01-25'"
        ),
        schedule(
            "a rule without a time",
            #"rrule = "FREQ=DAILY""#,
            "3:22: error: ritual[r].schedule.at: missing: the rule names no time of day, "
                + "such as 'at = \"16:00\"'"
        ),
        schedule(
            "a rule with two times and a weekday",
            #"rrule = "FREQ=DAILY", at = ["08:00", "16:00"], on = "fri""#,
            "3:41: error: ritual[r].schedule.at: a rule has one time of day; name more of them "
                + "with BYHOUR and BYMINUTE",
            "3:61: error: ritual[r].schedule.on: does not go with 'rrule': the rule itself names "
                + "its days"
        ),
        schedule(
            "a calendar expression with a month that does not exist",
            #"calendar = "Sun *-13-* 10:00""#,
            "3:32: error: ritual[r].schedule.calendar: '13' in month is not"
        ),
        schedule(
            "a calendar expression with a zone that does not exist",
            #"calendar = "Sun *-*-* 10:00 Europe/Lisbn""#,
            "3:42: error: ritual[r].schedule.calendar: there is no time zone 'Europe/Lisbn'; "
                + "did you mean 'Europe/Lisbon'?"
        ),
        schedule(
            "a calendar expression with a time beside it",
            #"calendar = "Sun *-*-* 10:00", at = "11:00""#,
            "3:44: error: ritual[r].schedule.at: does not go with 'calendar': the expression "
                + "itself names its days and times"
        ),
    ]

    /// The engine's own words about a rule are its tests' matter; here counts where they point.
    @Test(arguments: rules) func `what is wrong in a rule is shown inside the string`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found.count == one.expected.count, "\(found.joined(separator: "\n"))")
        for (line, expected) in zip(found, one.expected) {
            #expect(line.hasPrefix(expected))
        }
    }
}
