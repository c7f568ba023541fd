import CivilTime
import Commands
import Testing

struct RecurTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var lines: [String]

        init(_ arguments: String..., lines: [String]) {
            self.arguments = arguments
            self.lines = lines
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let newYork = "America/New_York"

    static let cases = [
        Case(
            "--rrule",
            "RRULE;X-EVOLUTION-ENDDATE=20031212T160000Z:FREQ=WEEKLY;BYDAY=MO,\r\n TU;COUNT=2",
            "--start",
            "2026-01-05",
            lines: [
                "2026-01-05T00:00:00-07:00[America/Denver]",
                "2026-01-06T00:00:00-07:00[America/Denver]",
            ]
        ),
        // A date leaves out its whole day, and is added at the start's time.
        Case(
            "--rrule",
            "FREQ=DAILY;BYHOUR=10,18",
            "--start",
            "2024-03-16T10:00",
            "--exclude",
            "2024-03-17",
            "--include=2024-03-19",
            "--exclude=2024-03-16T18:00,2024-03-18",
            "--count",
            "3",
            lines: [
                "2024-03-16T10:00:00-06:00[America/Denver]",
                "2024-03-19T10:00:00-06:00[America/Denver]",
                "2024-03-19T18:00:00-06:00[America/Denver]",
            ]
        ),
        // A date as an upper bound is part of the span.
        Case(
            "--every",
            "day",
            "--start",
            "2026-01-09T19:00",
            "--until",
            "2026-01-10",
            lines: [
                "2026-01-09T19:00:00-07:00[America/Denver]",
                "2026-01-10T19:00:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--rrule",
            "FREQ=DAILY",
            "--start",
            "2026-03-07T02:30",
            "--zone",
            newYork,
            "--count",
            "3",
            lines: [
                "2026-03-07T02:30:00-05:00[America/New_York]",
                "2026-03-08T03:30:00-04:00[America/New_York]",
                "2026-03-09T02:30:00-04:00[America/New_York]",
            ]
        ),
        Case(
            "--rrule",
            "FREQ=WEEKLY;BYDAY=FR;COUNT=3",
            "--start",
            "2026-01-09T19:00",
            "--exclude",
            "2026-01-16T19:00",
            "--include",
            "2026-01-17T20:00",
            lines: [
                "2026-01-09T19:00:00-07:00[America/Denver]",
                "2026-01-17T20:00:00-07:00[America/Denver]",
                "2026-01-23T19:00:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--on-calendar",
            "Sun *-*-* 10:00",
            "--count",
            "2",
            lines: [
                "2026-01-11T10:00:00-07:00[America/Denver]",
                "2026-01-18T10:00:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--on-calendar",
            "Sun 10:00",
            "--start",
            "2026-02-01",
            "--until",
            "2026-02-08T10:00",
            lines: [
                "2026-02-01T10:00:00-07:00[America/Denver]",
                "2026-02-08T10:00:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--every",
            "7 months",
            "--start",
            "2026-01-31T17:00",
            "--count",
            "3",
            lines: [
                "2026-01-31T17:00:00-07:00[America/Denver]",
                "2026-08-31T17:00:00-06:00[America/Denver]",
                "2027-03-31T17:00:00-06:00[America/Denver]",
            ]
        ),
        Case(
            "--every",
            "6 hours",
            "--start",
            "2026-03-07T22:00",
            "--zone",
            newYork,
            "--count",
            "2",
            lines: [
                "2026-03-07T22:00:00-05:00[America/New_York]",
                "2026-03-08T05:00:00-04:00[America/New_York]",
            ]
        ),
        Case(
            "--every",
            "week",
            "--start",
            "2026-01-09T19:00",
            "--after",
            "2026-01-16T19:00:00-07:00[America/Denver]",
            "--count",
            "1",
            lines: ["2026-01-23T19:00:00-07:00[America/Denver]"]
        ),
        Case(
            "--every",
            "day",
            "--count",
            "2",
            lines: [
                "2026-01-07T00:00:00-07:00[America/Denver]",
                "2026-01-08T00:00:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--every",
            "day",
            "--start",
            "2026-01-09T19:00",
            "--include",
            "2026-01-10T19:00",
            "--until",
            "2026-01-10T19:00",
            lines: [
                "2026-01-09T19:00:00-07:00[America/Denver]",
                "2026-01-10T19:00:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--every",
            "day",
            "--start",
            "2026-01-09",
            "--include",
            "2026-01-02T08:00",
            "--count",
            "2",
            lines: [
                "2026-01-02T08:00:00-07:00[America/Denver]",
                "2026-01-09T00:00:00-07:00[America/Denver]",
            ]
        ),
        Case("--every", "day", "--start", "2026-01-09", "--until", "2026-01-08", lines: []),
        Case(
            "--every",
            "week",
            "--on",
            "thu",
            "--on",
            "tue",
            "--at",
            "20:30",
            "--start",
            "2026-01-07",
            "--count",
            "2",
            lines: [
                "2026-01-08T20:30:00-07:00[America/Denver]",
                "2026-01-13T20:30:00-07:00[America/Denver]",
            ]
        ),
        Case(
            "--every",
            "7 months",
            "--snap",
            "fri",
            "--start",
            "2026-01-31T17:00",
            "--count",
            "2",
            lines: [
                "2026-01-30T17:00:00-07:00[America/Denver]",
                "2026-08-28T17:00:00-06:00[America/Denver]",
            ]
        ),
        Case(
            "--rrule",
            "FREQ=YEARLY;BYMONTHDAY=14",
            "--reading",
            "table",
            "--start",
            "2026-02-14",
            "--count",
            "2",
            lines: [
                "2026-02-14T00:00:00-07:00[America/Denver]",
                "2026-03-14T00:00:00-06:00[America/Denver]",
            ]
        ),
    ]

    @Test(arguments: cases)
    func `a rule is followed line by line`(given: Case) throws {
        let result = try Ritualctl().run(["recur"] + given.arguments)
        #expect(result.errors == "")
        #expect(result.output == given.lines.map { $0 + "\n" }.joined())
        #expect(result.code == 0)
    }

    @Test func `as JSON each occurrence has the wall time that the rule names`() throws {
        let result = try Ritualctl().run(
            "recur",
            "--rrule",
            "FREQ=DAILY",
            "--start",
            "2026-03-08T02:30",
            "--zone",
            Self.newYork,
            "--count",
            "2",
            "--json"
        )
        #expect(
            result.output == """
                [
                  {"local": "2026-03-08T02:30:00", "instant": "2026-03-08T07:30:00Z", \
                "zone": "America/New_York"},
                  {"local": "2026-03-09T02:30:00", "instant": "2026-03-09T06:30:00Z", \
                "zone": "America/New_York"}
                ]

                """
        )
    }

    @Test func `ten are shown where neither a number nor an end is given`() throws {
        let output = try Ritualctl().run("recur", "--every", "day").output
        #expect(output.split(separator: "\n").count == 10)
    }

    @Test func `a rule that never comes is said to be one`() throws {
        let arguments = ["recur", "--rrule", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
        #expect(
            try Ritualctl().run(arguments)
                == .init(
                    code: 1,
                    output: "",
                    errors: "ritualctl: no occurrence before the year 9999\n"
                )
        )
        #expect(try Ritualctl().run(arguments + ["--json"]).output == "[]\n")
    }

    @Test(arguments: [
        ("2020-01-05", " after 2026-01-08T01:16:00Z"), ("*-02-30", ""),
    ])
    func `an expression that is over is told from one that never comes`(
        expression: String,
        bound: String
    ) throws {
        let result = try Ritualctl().run("recur", "--on-calendar", expression)
        #expect(result.errors == "ritualctl: no occurrence\(bound) before the year 9999\n")
        #expect(result.code == 1)
    }

    @Test func `a caret stands under the part of the rule that is wrong`() throws {
        let result = try Ritualctl().run("recur", "--rrule", "FREQ=MONTHLY;BYDAY=8MO")
        #expect(
            result.errors == """
                ritualctl: `8MO` in BYDAY at column 20 is not a weekday with a number from 1 to 5 \
                or from -5 to -1
                  FREQ=MONTHLY;BYDAY=8MO
                                     ^^^

                """
        )
        #expect(result.code == 2)
    }

    @Test(arguments: [
        ([], "a rule is missing: give --rrule, --on-calendar or --every"),
        (
            ["--every", "day", "--rrule", "FREQ=DAILY"],
            "only one rule at a time: give --rrule, --on-calendar or --every"
        ),
        (
            ["--every", "1 month 2 days"],
            "--every '1 month 2 days' is not one length of calendar days and weeks, of months and "
                + "years, or of hours and less"
        ),
        (["--every", "often"], "--every 'often' is not a length like `90m`"),
        (["--every", "0 days"], "--every '0 days' is not a length above 0"),
        (["--every", "6 hours", "--at", "09:00"], "--every '6 hours' is elapsed time: --at, --on"),
        (["--every", "month", "--on", "fri"], "--on: Fri is not allowed with months"),
        (["--rrule", "FREQ=DAILY", "--snap", "fri"], "--at, --on and --snap go with --every"),
        (["--every", "day", "--reading", "table"], "--reading goes with --rrule"),
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

    @Test func `an exclusion that leaves out nothing is said`() throws {
        let result = try Ritualctl().run(
            "recur",
            "--every",
            "week",
            "--start",
            "2026-01-09T19:00",
            "--exclude",
            "2026-01-10",
            "--exclude",
            "2026-01-16T19:00",
            "--exclude",
            "2026-01-23T18:00",
            "--count",
            "1"
        )
        #expect(result.output == "2026-01-09T19:00:00-07:00[America/Denver]\n")
        #expect(
            result.errors == """
                ritualctl: --exclude 2026-01-10: there is no occurrence then
                ritualctl: --exclude 2026-01-23T18:00: there is no occurrence then

                """
        )
        #expect(result.code == 0)
    }

    @Test func `twenty thousand exclusions are read in one pass`() throws {
        let start = try CivilDate(parsing: "2026-01-01")
        let options = (0..<20_000).flatMap { ["--exclude", "\(start.adding(days: $0))"] }
        let rule = ["recur", "--every", "day", "--start", "2026-01-01", "--count", "1"]
        let result = try Ritualctl().run(rule + options)
        #expect(result.errors == "")
        #expect(result.output == "2080-10-04T00:00:00-06:00[America/Denver]\n")
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
        "give a date such as 2026-01-01, a local time such as 2026-01-01T10:00 or an instant such "
        + "as 2026-01-01T17:00:00Z"

    @Test(arguments: [
        ("--until", "2026-13-01", "month 13 is not between 1 and 12; \(accepted)"),
        ("--after", "yesterday", accepted),
        ("--after", "2026-01-01T25:00", "hour 25 is not between 0 and 23; \(accepted)"),
        (
            "--after", "2026-01-01T00:00:00Z[garbage",
            "it is not a time with nothing but closed brackets behind it, like "
                + "`2026-01-09T19:00:00-07:00[America/Denver]`; \(accepted)"
        ),
        (
            "--after", "2026-01-01T00:00:00Z[!u-ca=hebrew]",
            "it is not a time that can be read here: `[!u-ca=hebrew]` is critical and not known; "
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
