import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

struct UpcomingTests {
    static func occurrence(
        _ ritual: String,
        _ title: String,
        _ start: String,
        _ end: String,
        zone: String = "America/Denver",
        partners: [String] = ["alex", "sam"]
    ) -> OccurrenceMessage {
        OccurrenceMessage(
            ritual: ritual,
            title: title,
            occurrence: "\(ritual)@\(start.prefix(16))",
            start: "\(start)[\(zone)]",
            end: "\(end)[\(zone)]",
            instant: "2026-01-08T03:30:00Z",
            partners: partners
        )
    }

    static let three = [
        occurrence(
            "check-in",
            "Check-in",
            "2026-01-07T20:30:00-07:00",
            "2026-01-07T20:40:00-07:00"
        ),
        occurrence(
            "love-note",
            "Love note",
            "2026-01-08T09:00:00-07:00",
            "2026-01-08T09:00:00-07:00",
            partners: ["sam"]
        ),
        occurrence(
            "date-night",
            "Date night",
            "2026-01-09T19:00:00-07:00",
            "2026-01-09T22:00:00-07:00"
        ),
        occurrence(
            "getaway",
            "Getaway 💛",
            "2026-01-30T17:00:00-07:00",
            "2026-02-01T17:00:00-07:00"
        ),
    ]

    @Test func `all times are by one clock, also where a ritual has a zone of its own`() throws {
        let ritualctl = Ritualctl()
        let abroad = Self.occurrence(
            "call",
            "Call",
            "2026-01-08T05:00:00+01:00",
            "2026-01-08T05:30:00+01:00",
            zone: "Europe/Berlin"
        )
        try ritualctl.daemon.answer(.upcoming, with: [Self.three[0], abroad, Self.three[1]])
        let lines = try ritualctl.run("upcoming", "--count", "3").output.split(separator: "\n")
        #expect(lines.contains { $0.contains("21:00  Call") }, "\(lines)")
        #expect(!lines.contains { $0.contains("05:00") })
        // It is still Wednesday there.
        #expect(lines.filter { !$0.hasPrefix(" ") }.count == 2, "\(lines)")
    }

    @Test func `what is coming is a table grouped by day`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.upcoming, with: Self.three)
        let result = try ritualctl.run("upcoming", "--count", "10")
        #expect(
            result.output == """
                Today
                  20:30  Check-in         10 min  check-in    in 2 h 14 min
                Tomorrow
                  09:00  Love note (sam)          love-note
                Fri 9 Jan, in 2 days
                  19:00  Date night          3 h  date-night
                Fri 30 Jan, in 23 days
                  17:00  Getaway 💛       2 days  getaway

                """
        )
        #expect(result.code == 0)
        #expect(result.errors == "")
        #expect(
            ritualctl.daemon.requests == [
                ControlRequest(.upcoming, query: UpcomingQuery(count: 10).items)
            ]
        )
    }

    @Test func `a terminal gets quiet colours, and plain text where it asks for it`() throws {
        var ritualctl = Ritualctl()
        ritualctl.isTerminal = true
        try ritualctl.daemon.answer(.upcoming, with: [Self.three[0]])
        let coloured =
            "\u{1B}[1mToday\u{1B}[0m\n  20:30  Check-in  \u{1B}[2m10 min\u{1B}[0m"
            + "  \u{1B}[2mcheck-in\u{1B}[0m  \u{1B}[2min 2 h 14 min\u{1B}[0m\n"
        let plain = "Today\n  20:30  Check-in  10 min  check-in  in 2 h 14 min\n"
        #expect(try ritualctl.run("upcoming", "--count", "1").output == coloured)
        #expect(try ritualctl.run("upcoming", "--count", "1", "--no-color").output == plain)
        ritualctl.environment["NO_COLOR"] = "1"
        #expect(try ritualctl.run("upcoming", "--count", "1").output == plain)
        ritualctl.environment["NO_COLOR"] = ""
        #expect(try ritualctl.run("upcoming", "--count", "1").output == coloured)
        ritualctl.environment["TERM"] = "dumb"
        #expect(try ritualctl.run("upcoming", "--count", "1").output == plain)
    }

    @Test func `as JSON it is an array with every documented key`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.upcoming, with: [Self.three[2]])
        #expect(
            try ritualctl.run("upcoming", "--json").output == """
                [
                  {
                    "absorber" : null,
                    "busy" : [],
                    "clocks" : [],
                    "done" : [],
                    "end" : "2026-01-09T22:00:00-07:00[America/Denver]",
                    "held" : false,
                    "instant" : "2026-01-08T03:30:00Z",
                    "last" : null,
                    "occurrence" : "date-night@2026-01-09T19:00",
                    "partners" : [
                      "alex",
                      "sam"
                    ],
                    "prompt" : null,
                    "quiets" : [],
                    "rest" : null,
                    "ritual" : "date-night",
                    "sensitivity" : "public",
                    "stage" : null,
                    "start" : "2026-01-09T19:00:00-07:00[America/Denver]",
                    "state" : null,
                    "steps" : [],
                    "title" : "Date night",
                    "waiting" : []
                  }
                ]

                """
        )
    }

    @Test func `times of another zone than this machine's are said to be so`() throws {
        var ritualctl = Ritualctl()
        ritualctl.systemZone = "Europe/Lisbon"
        try ritualctl.daemon.answer(.upcoming, with: [Self.three[0]])
        #expect(
            try ritualctl.run("upcoming").output == """
                Today
                  20:30  Check-in  10 min  check-in  in 2 h 14 min
                times in America/Denver

                """
        )
    }

    @Test func `a long title wraps and a long id moves below, within 80 columns`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .upcoming,
            with: [
                Self.occurrence(
                    "conversation-about-everything",
                    "A long conversation about everything that matters, 愛 included",
                    "2026-01-07T20:30:00-07:00",
                    "2026-01-07T22:00:00-07:00"
                )
            ]
        )
        let output = try ritualctl.run("upcoming", "--count", "1").output
        #expect(
            output == """
                Today
                  20:30  A long conversation about everything that     1 h 30 min  in 2 h 14 min
                         matters, 愛 included
                         conversation-about-everything

                """
        )
        #expect(output.split(separator: "\n").allSatisfy { CellWidth.of($0) <= 80 })
    }

    @Test func `nothing ahead is said in words, and is an empty array in JSON`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.upcoming, with: [OccurrenceMessage]())
        #expect(try ritualctl.run("upcoming").output == "nothing is coming\n")
        #expect(
            try ritualctl.run("upcoming", "--days", "1").output
                == "nothing is coming within 1 day\n"
        )
        #expect(try ritualctl.run("upcoming", "--json").output == "[]\n")
    }

    @Test func `what is asked for reaches the daemon`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.upcoming, with: [OccurrenceMessage]())
        _ = try ritualctl.run("upcoming", "--days", "7", "--ritual", "check-in", "--partner", "sam")
        #expect(
            ritualctl.daemon.requests.map(\.target) == [
                "/v1/upcoming?count=1000&days=7&ritual=check-in&partner=sam"
            ]
        )
    }

    @Test(arguments: [
        (["--count", "0"], "--count: 0 is not between 1 and 1000"),
        (["--days", "9999"], "--days: 9999 is not between 1 and 3660"),
        (
            ["--from", "2026-01-01"],
            "--from needs --config FILE: the daemon tells what is coming now"
        ),
    ])
    func `an option out of bounds is bad usage`(options: [String], message: String) throws {
        let ritualctl = Ritualctl()
        let result = try ritualctl.run(["upcoming"] + options)
        #expect(
            result.errors == """
                ritualctl: \(message)
                Usage: ritualctl upcoming [<options>]
                  See 'ritualctl upcoming --help' for more information.

                """
        )
        #expect(result.code == 64)
        #expect(ritualctl.daemon.requests == [])
    }

    @Test(arguments: [
        (1_000, ["--days", "700"]), (999, ["--days", "700"]), (1_000, ["--count", "1000"]),
    ])
    func `it says where a span may have more than is shown`(rows: Int, words: [String]) throws {
        let ritualctl = Ritualctl()
        let rows = Array(repeating: Self.three[0], count: rows)
        try ritualctl.daemon.answer(.upcoming, with: rows)
        let isCut = rows.count == 1_000 && words[0] == "--days"
        let message = "only the first 1000 are shown; fewer days or one --ritual may show all"
        let result = try ritualctl.run("upcoming", "--json", words[0], words[1])
        #expect(result.errors == (isCut ? "ritualctl: \(message)\n" : ""))
        #expect(result.code == 0)
    }
}
