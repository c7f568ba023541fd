import CivilTime
import Foundation
import ICalendar
import SystemZones
import Testing

/// Calendars and rules of many makers, expanded here and by recurring-ical-events.
@Suite struct RecurringEventsTests {
    private struct Found: Hashable, Comparable, CustomStringConvertible {
        let start: Int64
        let end: Int64
        let summary: String

        static func < (left: Found, right: Found) -> Bool {
            (left.start, left.end, left.summary) < (right.start, right.end, right.summary)
        }

        var description: String {
            "\(Instant(secondsSinceEpoch: start)) +\(end - start) \(summary)"
        }
    }

    private static let (first, last) = ("2025-11-01", "2027-06-01")

    /// Files of which the peer says otherwise, each with the reason.
    private static let differences: [String: String] = [
        "etar-android-p3600s.ics":
            "the peer refuses a length of seconds without a T, as old Androids write it"
    ]

    @Test func `fifty calendars of different makers expand as recurring-ical-events expands them`()
        async throws
    {
        let files = try Calendars.files()
        #expect(files.count >= 50)
        let answers = try await Self.ask(files.map { "\(Calendars.folder)/\($0)" })
        for (file, answer) in zip(files, answers) where Self.differences[file] == nil {
            let own = try Self.expanded(URL(fileURLWithPath: "\(Calendars.folder)/\(file)"))
            #expect(own.refusals.isEmpty, "\(file)")
            Self.compare(own.found, answer, file)
        }
    }

    @Test func `rules of many makers expand as recurring-ical-events expands them`() async throws {
        let rules = try String(contentsOfFile: "\(Calendars.folder)/rules.tsv", encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t") }
        #expect(rules.count >= 400)
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let events = rules.enumerated().map { number, rule in
            "BEGIN:VEVENT\nUID:\(number)\nSUMMARY:\(number)\n\(rule[1])\n\(rule[2])\nEND:VEVENT\n"
        }
        let file = folder.appending(path: "rules.ics")
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(events.joined())END:VCALENDAR\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        let answer = try await Self.ask([file.path])[0]
        let own = try Self.expanded(file)
        #expect(own.refusals.isEmpty)
        let peers = Dictionary(grouping: answer, by: \.summary)
        let ours = Dictionary(grouping: own.found, by: \.summary)
        for (number, rule) in rules.enumerated() {
            let name = "\(number)"
            Self.compare(ours[name] ?? [], peers[name] ?? [], rule.joined(separator: " "))
        }
    }

    private static func compare(_ own: [Found], _ peer: [Found], _ name: String) {
        let missing = Set(peer).subtracting(own).sorted().prefix(3)
        let more = Set(own).subtracting(peer).sorted().prefix(3)
        #expect(
            missing.isEmpty && more.isEmpty && own.count == peer.count,
            "\(name): \(own.count) of \(peer.count), missing \(missing), more \(more)"
        )
    }

    private static func expanded(
        _ file: URL
    ) throws -> (found: [Found], refusals: [CalendarError]) {
        let calendar = try CalendarFile(
            reading: Array(Data(contentsOf: file)),
            zones: Calendars.zones,
            home: Calendars.home(),
            around: Calendars.around
        )
        let found = try calendar.occurrences(
            from: Calendars.instant(first),
            until: Calendars.instant(last),
            in: Calendars.home()
        ).map {
            Found(
                start: $0.start.secondsSinceEpoch,
                end: $0.end.secondsSinceEpoch,
                summary: $0.event.summary
            )
        }
        return (found, calendar.refusals)
    }

    private static func ask(_ files: [String]) async throws -> [[Found]] {
        let input = files.map { "\($0)\t\(first)\t\(last)\tEurope/Berlin" }
        var answers: [[Found]] = Array(repeating: [], count: files.count)
        for row in try await CalendarPython.ask("expand.py", input) where row.count == 4 {
            guard let number = Int(row[0]), let start = Int64(row[1]), let end = Int64(row[2])
            else {
                Issue.record("\(row)")
                continue
            }
            answers[number].append(Found(start: start, end: end, summary: String(row[3])))
        }
        return answers
    }
}
