import CivilTime
import Household
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// `upcoming` as people see it: today, this week, and the next of everything rarer.
struct OutlookTests {
    static func occurrence(
        _ ritual: String,
        _ title: String,
        _ start: String,
        minutes: Int = 10
    ) throws -> OccurrenceMessage {
        let local = try CivilDateTime(parsing: start)
        let end = local.adding(Span(seconds: Int64(minutes) * 60))
        return OccurrenceMessage(
            ritual: ritual,
            title: title,
            occurrence: OccurrenceKey(ritual: ritual, start: local),
            start: try ExtendedTime(parsing: "\(local)-07:00[America/Denver]"),
            end: try ExtendedTime(parsing: "\(end)-07:00[America/Denver]"),
            instant: try ExtendedTime(parsing: "\(local)-07:00").instant,
            partners: ["alex", "sam"]
        )
    }

    /// Wednesday 7 January 2026, 18:16.
    static func house(missing: Set<Int> = [], later: String? = nil) throws -> [OccurrenceMessage] {
        try (7...15).filter { !missing.contains($0) }.map { day in
            let date = "2026-01-\(day < 10 ? "0" : "")\(day)"
            return try occurrence(
                "check-in",
                "Check-in",
                "\(date)T\(later == date ? "21" : "20"):30"
            )
        } + [
            occurrence("date-night", "Date night", "2026-01-09T19:00", minutes: 180),
            occurrence("tea", "Tea on the balcony", "2026-01-11T16:00", minutes: 30),
        ]
    }

    static let rare = try? [
        occurrence("check-in", "Check-in", "2026-01-07T20:30"),
        occurrence("date-night", "Date night", "2026-01-09T19:00", minutes: 180),
        occurrence("7-7-7-getaway", "Getaway", "2026-01-30T17:00", minutes: 2_880),
        occurrence("anniversary", "Anniversary", "2026-09-12T18:00", minutes: 60),
    ]

    private func ritualctl(_ coming: [OccurrenceMessage]) throws -> Ritualctl {
        let ritualctl = Ritualctl()
        let sorted = coming.sorted { $0.instant < $1.instant }
        try ritualctl.daemon.answer(.upcoming, with: sorted) { $0.contains("days=") }
        try ritualctl.daemon.answer(.upcoming, with: Self.rare ?? []) { $0.contains("once=") }
        return ritualctl
    }

    @Test func `today is in full, what is daily is one line, and what is rare is seen`() throws {
        let ritualctl = try ritualctl(Self.house())
        #expect(
            try ritualctl.run("upcoming").output == """
                Today
                  20:30  Check-in            10 min  check-in    in 2 h 14 min
                daily  20:30 Check-in
                Fri 9 Jan, in 2 days
                  19:00  Date night             3 h  date-night
                Sun 11 Jan, in 4 days
                  16:00  Tea on the balcony  30 min  tea
                Later
                  Fri 30 Jan 17:00  Getaway      2 days  7-7-7-getaway  in 23 days
                  Sat 12 Sep 18:00  Anniversary     1 h  anniversary    in 8 months

                """
        )
        #expect(
            ritualctl.daemon.requests.map(\.target) == [
                "/v1/upcoming?count=1000&days=8", "/v1/upcoming?count=1000&once=true",
            ]
        )
    }

    @Test func `a day that is left out is named, one at another time is shown`() throws {
        let ritualctl = try ritualctl(Self.house(missing: [10], later: "2026-01-12"))
        let output = try ritualctl.run("upcoming").output
        #expect(output.contains("\ndaily  20:30 Check-in (not Sat, Mon)\n"))
        #expect(output.contains("\nMon 12 Jan, in 5 days\n  21:30  Check-in"))
    }

    @Test func `what falls on few days is not daily`() throws {
        let ritualctl = try ritualctl(Self.house(missing: [8, 10, 12]))
        #expect(try !ritualctl.run("upcoming").output.contains("daily"))
    }

    @Test func `all unfolds, once is the next of each`() throws {
        let ritualctl = try ritualctl(Self.house())
        let all = try ritualctl.run("upcoming", "--all").output
        #expect(all.matches(of: #/20:30  Check-in/#).count == 8)
        #expect(all.contains("\nLater\n"))
        let once = try ritualctl.run("upcoming", "--once").output
        #expect(once.matches(of: #/Check-in/#).count == 1)
        #expect(once.contains("Getaway"))
    }

    @Test func `json is never folded`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.upcoming, with: [OccurrenceMessage]())
        #expect(try ritualctl.run("upcoming", "--json").output == "[]\n")
        #expect(ritualctl.daemon.requests.map(\.target) == ["/v1/upcoming?count=10"])
    }

    @Test func `one long id shortens no title`() throws {
        var coming = try Self.house()
        coming.append(
            try Self.occurrence(
                "a-ritual-with-quite-a-long-name-of-its-own",
                "Short",
                "2026-01-08T10:00"
            )
        )
        coming.append(
            try Self.occurrence("walk", "A walk along the river and back again", "2026-01-08T11:00")
        )
        let output = try ritualctl(coming).run("upcoming").output
        #expect(output.contains("A walk along the river and back again"))
        #expect(output.split(separator: "\n").allSatisfy { CellWidth.of($0) <= 80 })
    }

    @Test func `a config file is shown in the same way`() throws {
        let file = BuiltCommands.project("config.example.toml")
        let output = try Ritualctl().run("upcoming", "--config", file).output
        #expect(output.contains("\ndaily  "))
        #expect(output.contains("\nLater\n"))
    }
}
