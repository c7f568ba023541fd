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
}
