import Commands
import Testing

/// What `ritualctl recur` says of rules, zones and times that are none.
struct RecurRefusalTests {
    @Test func `a caret stands under the part of the rule that is wrong`() throws {
        let result = try Ritualctl().run("recur", "--rrule", "FREQ=MONTHLY;BYDAY=8MO")
        #expect(
            result.errors == """
                ritualctl: '8MO' in BYDAY at column 20 is not a weekday with a number from 1 to 5 \
                or from -5 to -1
                  FREQ=MONTHLY;BYDAY=8MO
                                     ^^^

                """
        )
        #expect(result.code == 2)
    }

    @Test(arguments: [
        ([], "a rule is missing: give --rrule, --on-calendar, --every or --set"),
        (
            ["--every", "day", "--rrule", "FREQ=DAILY"],
            "only one rule at a time: give --rrule, --on-calendar, --every or --set"
        ),
        (
            ["--every", "1 month 2 days"],
            "--every '1 month 2 days' is not one length of calendar days and weeks, of months and "
                + "years, or of hours and less"
        ),
        (["--every", "often"], "--every 'often' is not a length like '90m'"),
        (["--every", "0 days"], "--every '0 days' is not a length above 0"),
        (["--every", "6 hours", "--at", "09:00"], "--every '6 hours' is elapsed time: --at, --on"),
        (["--every", "month", "--on", "fri"], "--on: Fri is not allowed with months"),
        (["--rrule", "FREQ=DAILY", "--snap", "fri"], "--at, --on and --snap go with --every"),
        (["--every", "day", "--reading", "table"], "--reading goes with --rrule and --set"),
        (
            ["--set", "-", "--start", "2026-01-09"],
            "--start does not go with --set, which has a DTSTART"
        ),
        (
            ["--every", "day", "--start", "2026-02-30"],
            "The value '2026-02-30' is invalid for '--start <local>': day 30 is not between 1 and 28"
        ),
        (
            ["--every", "day", "--start", "soon"],
            "The value 'soon' is invalid for '--start <local>'"
        ),
        (["--every", "day", "--count", "0"], "--count: 0 is not between 1 and 1000000"),
        (
            ["--on-calendar", "Fri 19:00 Europe/Lisbon", "--zone", "America/Denver"],
            "the expression names the zone 'Europe/Lisbon', --zone 'America/Denver'"
        ),
    ])
    func `what is no rule is bad usage`(options: [String], message: String) throws {
        let result = try Ritualctl().run(["recur"] + options)
        #expect(result.errors.hasPrefix("ritualctl: \(message)"))
        #expect(result.code == 64)
        #expect(result.output == "")
    }

    @Test func `a caret stands under the part of the set that is wrong`() throws {
        var ritualctl = Ritualctl()
        ritualctl.input = Array("DTSTART:20260109T190000\r\nRRULE:FREQ=DAILY;COUNT=0\r\n".utf8)
        let result = try ritualctl.run("recur", "--set", "-")
        #expect(
            result.errors == """
                ritualctl: '0' in COUNT is not a whole number from 1 to 999999999
                  RRULE:FREQ=DAILY;COUNT=0
                                         ^

                """
        )
        #expect(result.code == 2)
    }

    @Test(arguments: [
        (
            "DTSTART;TZID=Europe/Lisbon:20260109T190000", 64,
            "the set names the zone 'Europe/Lisbon'"
        ),
        ("", 2, "set is empty and not a set with a DTSTART line"),
        ("\u{0}\u{1B}[31m", 2, "'"),
    ])
    func `a set that is none is refused`(set: String, code: Int32, message: String) throws {
        var ritualctl = Ritualctl()
        ritualctl.input = Array(set.utf8)
        let result = try ritualctl.run("recur", "--set", "-", "--zone", "America/Denver")
        #expect(result.errors.hasPrefix("ritualctl: \(message)"))
        #expect(!result.errors.contains("\u{1B}"))
        #expect(result.code == code)
    }

    @Test func `a set that cannot be read is said to`() throws {
        let result = try Ritualctl().run("recur", "--set", "/nowhere/rule.ics")
        #expect(
            result.errors
                == "ritualctl: cannot read '/nowhere/rule.ics': No such file or directory\n"
        )
        #expect(result.code == 1)
    }

    @Test(arguments: [
        ("europe/berlin", "'europe/berlin'; did you mean 'Europe/Berlin'?"),
        ("New York", "'New York'; did you mean 'America/New_York'?"),
        ("Nowhere/At_All", "'Nowhere/At_All'"),
    ])
    func `a zone that is none is answered with the one that may be meant`(
        zone: String,
        words: String
    ) throws {
        let result = try Ritualctl().run("recur", "--every", "day", "--zone", zone)
        #expect(result.errors == "ritualctl: there is no time zone \(words)\n")
        #expect(result.code == 2)
    }

    @Test func `a rule that ends before it starts is said to`() throws {
        let result = try Ritualctl().run(
            "recur",
            "--rrule",
            "FREQ=DAILY;UNTIL=20260101",
            "--start",
            "2026-02-01T19:00"
        )
        #expect(
            result.errors == """
                ritualctl: the rule ends before it starts: UNTIL is 2026-01-01, the start \
                2026-02-01T19:00

                """
        )
        #expect(result.code == 1)
    }

    private static let accepted =
        "give a time such as 2026-01-01, 'fri 19:00' or 2026-01-01T17:00:00Z"

    @Test(arguments: [
        ("--until", "2026-13-01", "month 13 is not between 1 and 12; \(accepted)"),
        ("--after", "someday", accepted),
        ("--after", "2026-01-01T25:00", "hour 25 is not between 0 and 23; \(accepted)"),
        (
            "--after", "2026-01-01T00:00:00Z[garbage",
            "it is not a time with nothing but closed brackets behind it, like "
                + "'2026-01-09T19:00:00-07:00[America/Denver]'; \(accepted)"
        ),
        (
            "--after", "2026-01-01T00:00:00Z[!u-ca=hebrew]",
            "it is not a time that can be read here: '[!u-ca=hebrew]' is critical and not known; "
                + accepted
        ),
    ])
    func `a time that is none is answered with why and with what is accepted`(
        option: String,
        given: String,
        why: String
    ) throws {
        let result = try Ritualctl().run("recur", "--every", "day", option, given)
        let wanted = "ritualctl: The value '\(given)' is invalid for '\(option) <t>': \(why)\n"
        #expect(result.errors.hasPrefix(wanted))
        #expect(result.code == 64)
    }

    @Test(arguments: ["-06:00[!America/New_York]", "-06:00[America/New_York]", "Z[Nowhere]"])
    func `a time that its zone contradicts is refused`(suffix: String) throws {
        let time = "2026-01-01T00:00:00\(suffix)"
        let result = try Ritualctl().run("recur", "--every", "day", "--after", time)
        #expect(result.output == "")
        #expect(
            result.errors
                == (suffix.hasPrefix("Z")
                    ? "ritualctl: there is no time zone 'Nowhere'\n"
                    : "ritualctl: --after: the offset -06:00 is not the one of America/New_York then, "
                        + "-05:00\n")
        )
    }

    @Test func `an option that is not there is answered with the one that may be meant`() throws {
        let result = try Ritualctl().run("recur", "--rule", "FREQ=DAILY")
        #expect(result.errors.contains("--rrule"))
        #expect(
            result.errors.hasPrefix("ritualctl: Unknown option '--rule'. Did you mean '--rrule'?")
        )
        #expect(result.code == 64)
    }
}
