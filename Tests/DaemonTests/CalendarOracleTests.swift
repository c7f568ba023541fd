import CivilTime
import ControlAPI
import Foundation
import Household
import Planning
import SystemZones
import TestKit
import Testing

@testable import Daemon

/// Feed and export, read and expanded by icalendar and recurring-ical-events: they have what `upcoming` says.
@Suite struct CalendarOracleTests {
    private static let zones = [
        "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Kyiv",
        "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/Santiago",
        "America/Nuuk", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Jerusalem",
        "Asia/Tokyo", "Africa/Casablanca", "Africa/Cairo", "Australia/Sydney",
        "Australia/Lord_Howe", "Pacific/Chatham",
    ]

    /// Rules, clamped months, a rule with exceptions, a gap, what is absorbed and what counts from done.
    private static func config(_ zone: String) -> String {
        var text = "[household]\ntime_zone = \"\(zone)\"\n[[partner]]\nid = \"alex\"\n"
        text += "[channel.one]\ntype = \"stdout\"\n"
        let rituals = [
            #"every = "week", on = ["mon", "thu"], at = "19:00""#,
            #"every = "2 weeks", on = "fri", at = "20:15", from = 2026-01-02"#,
            #"every = "month", from = 2026-01-31, at = "18:30""#,
            #"every = "7 months", from = 2026-01-30, at = "18:00""#,
            #"every = "day", at = "02:30""#,
            #"rrule = "FREQ=MONTHLY;BYDAY=-1FR", at = "21:00""#,
            #"calendar = "Sat *-*-1..7 10:00""#,
            #"every = "week", on = "wed", at = ["08:00", "17:30"]"#,
            #"every = "3 months", from = 2026-02-14, snap = "fri", at = "17:00""#,
            #"every = "year", from = 2024-02-29, at = "12:00""#,
        ]
        for (number, schedule) in rituals.enumerated() {
            text += "[[ritual]]\nid = \"r\(number)\"\ntitle = \"Ritual \(number)\"\n"
            text += "schedule = { \(schedule) }\n"
            if number == 0 { text += "absorbed_by = [\"r8\"]\nduration = \"90m\"\n" }
            if number == 8 { text += "duration = \"2 days\"\n" }
        }
        text += "[[ritual]]\nid = \"after\"\ntitle = \"After\"\nrepeat = \"after done\"\n"
        text += "schedule = { every = \"3 weeks\", from = 2026-01-06, at = \"09:00\" }\n"
        return text
    }

    private struct Found: Hashable, CustomStringConvertible {
        let title: String
        let start: Int64
        let end: Int64

        var description: String { "\(title) \(Instant(secondsSinceEpoch: start)) +\(end - start)" }
    }

    @Test func `three years in twenty zones are what upcoming says`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var input: [String] = []
        var expected: [Set<Found>] = []
        for (number, zone) in Self.zones.enumerated() {
            let (plan, from, until) = try await Self.plan(zone)
            let identity = CalendarIdentity { "\($0.hashValue)" }
            let feed = CalendarFeed(plan, CalendarChoice(), identity).text(from: from, until: until)
            let export = CalendarExport(
                plan,
                CalendarChoice(alarms: true),
                identity,
                from: from,
                until: until
            ).text()
            for (name, text) in [("feed", feed), ("export", export)] {
                let file = folder.appending(path: "\(number)-\(name).ics")
                try Data(text).write(to: file)
                input.append("\(file.path)\t2026-01-10\t2029-01-10\t\(zone)\tstanding")
                expected.append(
                    Set(
                        Agenda(plan).upcoming(after: from.advanced(bySeconds: -1), until: until)
                            .map {
                                Found(
                                    title: $0.title,
                                    start: $0.start.instant.secondsSinceEpoch,
                                    end: $0.end.instant.secondsSinceEpoch
                                )
                            }
                    )
                )
            }
        }
        let answers = try await Self.expanded(input)
        for (number, line) in input.enumerated() {
            let missing = expected[number].subtracting(answers[number])
            let more = answers[number].subtracting(expected[number])
            #expect(expected[number].count > 1_500)
            #expect(
                missing.isEmpty && more.isEmpty,
                "\(line): missing \(missing.prefix(3)), more \(more.prefix(3))"
            )
        }
    }

    /// A plan at ten o'clock of 9 January, with three moves, two skips and one taken back; and three years from the
    /// next midnight on.
    private static func plan(_ zone: String) async throws -> (Plan, Instant, Instant) {
        let kept = try await KeptHouse(config(zone))
        let said = try Instant(parsing: "2026-01-09T10:00:00Z")
        let words: [(String, String, Outcome.Kind)] = [
            ("r0", "2026-01-15T19:00", .moved(to: try CivilDateTime(parsing: "2026-01-16T18:00"))),
            ("r2", "2026-03-31T18:30", .moved(to: try CivilDateTime(parsing: "2026-04-02T07:00"))),
            ("r7", "2026-02-04T08:00", .skipped), ("r1", "2026-02-13T20:15", .skipped),
            ("r5", "2026-02-27T21:00", .moved(to: try CivilDateTime(parsing: "2026-02-26T21:30"))),
        ]
        for (ritual, start, kind) in words {
            let key = OccurrenceKey(ritual: ritual, start: try CivilDateTime(parsing: start))
            let outcome = Outcome(occurrence: key, kind: kind, said: said)
            _ = try await kept.planning.perform(.said(outcome))
        }
        let home = try SystemZoneDatabase().zone(named: zone)
        let midnight = { (date: String) throws -> Instant in
            home.instant(of: CivilDateTime(try CivilDate(parsing: date), .midnight))
        }
        let plan = await kept.planning.planner.plan
        return (plan, try midnight("2026-01-10"), try midnight("2029-01-10"))
    }

    private static func expanded(_ input: [String]) async throws -> [Set<Found>] {
        let python = BuiltCommands.project(".build/calendars/bin/python")
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "make test brings the Python packages that this compares with"
        )
        let result = try await CommandResult.of(
            python,
            [BuiltCommands.project("Tests/ICalendarTests/Oracles/expand.py")],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            input: input.joined(separator: "\n")
        )
        try #require(result.exit == .status(0), "\(result)")
        var answers: [Set<Found>] = Array(repeating: [], count: input.count)
        for line in result.output {
            let row = line.split(separator: "\t")
            guard row.count == 4, let number = Int(row[0]), let start = Int64(row[1]),
                let end = Int64(row[2])
            else {
                Issue.record("\(line)")
                continue
            }
            answers[number].insert(Found(title: String(row[3]), start: start, end: end))
        }
        return answers
    }
}
