import CivilTime
import Commands
import Foundation
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct CalendarTests {
    static let rituals = [
        DaysMessage.Ritual(id: "check-in", title: "Check-in"),
        DaysMessage.Ritual(id: "date-night", title: "Date night & <more>"),
    ]

    /// January 2026, on its seventh.
    static func message(
        _ from: CivilDate = "2026-01-01",
        _ until: CivilDate = "2026-01-31",
        streaks: Bool = true,
        _ marks: [(CivilDate, [OccurrenceState])] = marks
    ) -> DaysMessage {
        DaysMessage(
            zone: "America/Denver",
            today: "2026-01-07",
            from: from,
            until: until,
            streaks: streaks,
            rituals: rituals,
            days: marks.map { date, states in
                .init(
                    date: date,
                    marks: states.enumerated().map {
                        .init(ritual: rituals[$0.offset % 2].id, state: $0.element)
                    }
                )
            }
        )
    }

    static let marks: [(CivilDate, [OccurrenceState])] = [
        ("2026-01-01", [.done]), ("2026-01-02", [.done, .missed]), ("2026-01-03", [.skipped]),
        ("2026-01-04", [.held]), ("2026-01-05", [.missed]), ("2026-01-06", [.expired]),
        ("2026-01-07", [.open]), ("2026-01-09", [.ahead, .moved]),
    ]

    private func ritualctl(_ message: DaysMessage, columns: Int = 80) throws -> Ritualctl {
        var ritualctl = Ritualctl()
        ritualctl.environment["COLUMNS"] = "\(columns)"
        try ritualctl.daemon.answer(.days, with: message)
        try ritualctl.daemon.answer(
            .today,
            with: TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [])
        )
        return ritualctl
    }

    @Test func `a month is a grid with a mark for each occurrence, and a legend`() throws {
        #expect(
            try ritualctl(Self.message()).run("calendar").output == """
                January 2026
                 Mon        Tue        Wed        Thu        Fri        Sat        Sun
                                                   1 ✓        2 ✓·       3 –        4 =
                  5 ·        6        > 7 ?        8          9 ○○      10         11
                 12         13         14         15         16         17         18
                 19         20         21         22         23         24         25
                 26         27         28         29         30         31

                ✓ done   – skipped   · missed   = on hold   ? open   ○ to come

                """
        )
    }

    @Test(arguments: [
        (80, " 1 ✓✓✓–··", " 2 ✓✓"), (54, " 1 ✓–·", " 2 ✓✓"), (47, " 1 ✓+", " 2 ✓✓"),
        (40, " 1 ~", " 2 ✓"),
    ])
    func `a day whose signs do not fit has each kind once, or its own`(
        columns: Int,
        first: String,
        second: String
    ) throws {
        let message = Self.message(
            "2026-01-01",
            "2026-01-31",
            [
                ("2026-01-01", [.done, .done, .done, .skipped, .missed, .missed]),
                ("2026-01-02", [.done, .done]),
            ]
        )
        let line = try ritualctl(message, columns: columns).run("calendar").output
            .split(separator: "\n")[2]
        #expect(line.contains(first), "\(line)")
        #expect(line.contains(second), "\(line)")
    }

    @Test func `a year has one mark a day`() throws {
        let output = try ritualctl(Self.message("2026-01-01", "2026-12-31"))
            .run("calendar", "2026").output
        #expect(
            output.split(separator: "\n").prefix(8).joined(separator: "\n") == """
                2026
                January                 February                March
                Mo Tu We Th Fr Sa Su    Mo Tu We Th Fr Sa Su    Mo Tu We Th Fr Sa Su
                          1✓ 2~ 3– 4=                      1                       1
                 5· 6  7? 8  9○10 11     2  3  4  5  6  7  8     2  3  4  5  6  7  8
                12 13 14 15 16 17 18     9 10 11 12 13 14 15     9 10 11 12 13 14 15
                19 20 21 22 23 24 25    16 17 18 19 20 21 22    16 17 18 19 20 21 22
                26 27 28 29 30 31       23 24 25 26 27 28       23 24 25 26 27 28 29
                """
        )
    }

    @Test(arguments: [40, 47, 80, 120, 200], [["calendar"], ["calendar", "2026"], ["stats"]])
    func `no line is wider than the terminal`(columns: Int, command: [String]) throws {
        let many = (0..<365).map { day in
            (CivilDate(epochDay: 20_454 + day), Array(repeating: OccurrenceState.done, count: 20))
        }
        let until: CivilDate = command == ["calendar"] ? "2026-01-31" : "2026-12-31"
        let output = try ritualctl(Self.message("2026-01-01", until, many), columns: columns)
            .run(command).output
        #expect(output.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(output)")
    }

    @Test func `for a screen reader each day is a line`() throws {
        #expect(
            try ritualctl(Self.message()).run("calendar", "--plain").output == """
                Thu 1 Jan 2026: Check-in done
                Fri 2 Jan 2026: Check-in done, Date night & <more> missed
                Sat 3 Jan 2026: Check-in skipped
                Sun 4 Jan 2026: Check-in on hold
                Mon 5 Jan 2026: Check-in missed
                Wed 7 Jan 2026: Check-in open
                Fri 9 Jan 2026: Check-in to come, Date night & <more> to come

                """
        )
    }

    @Test(arguments: [
        (["calendar"], "2026-01-01", "2026-01-31"),
        (["calendar", "feb"], "2026-02-01", "2026-02-28"),
        (["calendar", "12"], "2026-12-01", "2026-12-31"),
        (["calendar", "2028-02"], "2028-02-01", "2028-02-29"),
        (["calendar", "Dec", "2025"], "2025-12-01", "2025-12-31"),
        (["calendar", "2027"], "2027-01-01", "2027-12-31"),
        (["stats", "--year", "2025"], "2025-01-01", "2025-12-31"),
    ])
    func `a month or a year is asked for as it is typed`(
        command: [String],
        from: String,
        until: String
    ) throws {
        let ritualctl = try ritualctl(Self.message())
        #expect(try ritualctl.run(command).code == 0)
        let target = try #require(ritualctl.daemon.requests.last).target
        #expect(target == "/v1/days?from=\(from)&until=\(until)")
    }

    @Test(arguments: ["13", "hello", "2026 2027", "-1", "1 2", ""])
    func `what is neither is refused`(text: String) throws {
        let result = try ritualctl(Self.message()).run("calendar", "--", text)
        #expect(result.code == 64)
        #expect(
            result.errors.contains(
                "'\(text)' is no month and no year; give one such as dec, 2026-12 or 2026"
            ),
            "\(result.errors)"
        )
    }

    @Test(arguments: [["calendar"], ["calendar", "2026"], ["stats"]])
    func `a picture is well formed, and has no words that would be markup`(
        command: [String]
    ) async throws {
        let isMonth = command == ["calendar"]
        let message = Self.message("2026-01-01", isMonth ? "2026-01-31" : "2026-12-31")
        let output = try ritualctl(message).run(command + ["--svg", "-"]).output
        let check = try await CommandResult.of(
            "/usr/bin/python3",
            ["-c", "import sys, xml.dom.minidom as x; x.parseString(sys.stdin.read())"],
            environment: ["PATH": "/usr/bin:/bin"],
            input: output
        )
        #expect(check.exit == .status(0), "\(check)")
        #expect(output.contains("Date night &amp; &lt;more&gt;"))
    }

    @Test func `a picture that cannot be written is said`() throws {
        let result = try ritualctl(Self.message()).run("calendar", "--svg", "/nowhere/year.svg")
        #expect(result.code == 1)
        #expect(
            result.errors
                == "ritualctl: cannot write '/nowhere/year.svg': No such file or directory\n"
        )
    }
}
