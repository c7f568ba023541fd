import CivilTime
import Foundation
import ICalendar
import SystemZones
import TestKit
import Testing

/// Calendars among the tests' resources, and what reads them.
enum Calendars {
    static let zones = SystemZoneDatabase()
    static let around = Instant(secondsSinceEpoch: 1_768_000_000)  // 2026-01-09

    static func home() throws -> Zone { try zones.zone(named: "Europe/Berlin") }

    /// Reads a text whose lines end in a bare LF.
    static func read(_ text: String) throws -> CalendarFile {
        try CalendarFile(reading: Array(text.utf8), zones: zones, home: home(), around: around)
    }

    /// Reads events between `BEGIN:VCALENDAR` and `END:VCALENDAR`.
    static func events(_ text: String) throws -> CalendarFile {
        try read("BEGIN:VCALENDAR\nVERSION:2.0\n\(text)\nEND:VCALENDAR\n")
    }

    static func instant(_ date: String) throws -> Instant {
        try home().instant(of: CivilDateTime(CivilDate(parsing: date), .midnight))
    }

    /// The starts of a year's occurrences in UTC, one event at most that is not cancelled.
    static func starts(_ text: String, year: Int = 2026) throws -> [String] {
        let file = try events(text)
        try #require(file.refusals.isEmpty, "\(file.refusals)")
        return try file.occurrences(
            from: instant("\(year)-01-01"),
            until: instant("\(year + 1)-01-01"),
            in: home()
        ).map { "\($0.start)" }
    }

    static let folder = (Bundle.module.resourcePath ?? "") + "/Calendars"

    static func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".ics") }
            .sorted()
    }
}

/// Python with icalendar and recurring-ical-events, from `Tests/requirements-calendars.txt`.
enum CalendarPython {
    /// Runs an oracle with lines as its input; a test without the packages fails.
    static func ask(_ oracle: String, _ input: [String]) async throws -> [[Substring]] {
        let python = BuiltCommands.project(".build/calendars/bin/python")
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "make test brings the Python packages that this compares with"
        )
        let result = try await CommandResult.of(
            python,
            [BuiltCommands.project("Tests/ICalendarTests/Oracles/\(oracle)")],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            input: input.joined(separator: "\n")
        )
        try #require(result.exit == .status(0), "\(result)")
        return result.output.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }
}
