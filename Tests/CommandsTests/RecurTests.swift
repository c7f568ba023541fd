import CivilTime
import Commands
import TestKit
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

    /// A set of RFC 5545 with all that one may hold.
    static let set = """
        DTSTART;TZID=America/New_York:20260306T023000
        RRULE:FREQ=DAILY;COU
         NT=4
        EXDATE;TZID=America/New_York:20260307T023000
        RDATE;TZID=America/New_York:20260308T120000

        """

    @Test func `a whole set is read from standard input, in the zone that it names`() throws {
        var ritualctl = Ritualctl()
        ritualctl.input = Array(Self.set.utf8)
        let result = try ritualctl.run("recur", "--set", "-", "--exclude", "2026-03-09")
        #expect(
            result.output == """
                2026-03-06T02:30:00-05:00[America/New_York]
                2026-03-08T03:30:00-04:00[America/New_York]
                2026-03-08T12:00:00-04:00[America/New_York]

                """
        )
        #expect(result.errors == "")
    }

    @Test func `a whole set is read from a file`() throws {
        let folder = try TemporaryFolder()
        let text = "\u{FEFF}" + Self.set.split(separator: "\n").joined(separator: "\r\n")
        let file = try folder.write(text, to: "rule.ics")
        let result = try Ritualctl().run("recur", "--set", file, "--json", "--count", "1")
        #expect(result.output.contains(#""local":"2026-03-06T02:30:00""#))
    }

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
                  {"instant":"2026-03-08T07:30:00Z","local":"2026-03-08T02:30:00",\
                "zone":"America/New_York"},
                  {"instant":"2026-03-09T06:30:00Z","local":"2026-03-09T02:30:00",\
                "zone":"America/New_York"}
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
}
