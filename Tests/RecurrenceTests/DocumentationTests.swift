import CivilTime
import Foundation
import Recurrence
import SystemZones
import Testing

/// The examples that the documentation of the modules shows.
@Suite struct DocumentationTests {
    /// The package's folder, two levels above the tests'.
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func withoutSpace(_ text: some StringProtocol) -> String {
        String(text.filter { !$0.isWhitespace })
    }

    /// The lines of code in the documentation comments of a file or in an article.
    private func examples(in text: String) -> [String] {
        var lines: [String] = []
        var isCode = false
        for line in text.split(separator: "\n") {
            var content = line.drop { $0 == " " }
            if content.hasPrefix("///") { content = content.dropFirst(3).drop { $0 == " " } }
            if content.hasPrefix("```") {
                isCode = content.hasPrefix("```swift") && !isCode
            } else if isCode {
                lines.append(Self.withoutSpace(content))
            }
        }
        return lines
    }

    @Test(arguments: ["Sources/CivilTime", "Sources/SystemZones", "Sources/Recurrence", "docs"])
    func `every example of the documentation is run here`(_ folder: String) throws {
        let tests = Self.withoutSpace(try String(contentsOfFile: #filePath, encoding: .utf8))
        let path = Self.root.appendingPathComponent(folder)
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: path.path)
        where name.hasSuffix(".swift") || name == "recurrence.md" {
            let file = path.appendingPathComponent(name)
            for example in examples(in: try String(contentsOf: file, encoding: .utf8)) {
                #expect(tests.contains(example), "\(name): \(example)")
                count += 1
            }
        }
        #expect(count > 0)
    }

    @Test func `the examples of CivilTime`() throws {
        #expect(Weekday(abbreviation: "fri") == .friday)
        #expect(Weekday(abbreviation: "SU") == .sunday)
        let date = try CivilDate(year: 2026, month: 1, day: 31)
        #expect(date.adding(months: 1).description == "2026-02-28")
        #expect(date.weekday == .saturday)
        #expect(try ClockTime(parsing: "19:00").description == "19:00")
        let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
        #expect(evening.adding(Span(months: 1)).short == "2026-02-09T19:00")
        let due = try Instant(parsing: "2026-03-08T03:30:00-04:00")
        #expect(due.description == "2026-03-08T07:30:00Z")
        #expect(try Span(parsing: "3w").days == 21)
        #expect(try Span(parsing: "1h 30min").description == "90m")
        let newYork = try Expansion.zone("America/New_York")
        #expect(
            ZonedTime(instant: due, zone: newYork).description
                == "2026-03-08T03:30:00-04:00[America/New_York]"
        )
        #expect(newYork.offset(at: due).description == "-04:00")
        let night = try CivilDateTime(parsing: "2026-03-08T02:30")
        #expect(newYork.instant(of: night).description == "2026-03-08T07:30:00Z")
        #expect(
            try newYork.instant(of: night, choosing: .earlier).description
                == "2026-03-08T06:30:00Z"
        )
    }

    @Test func `the examples of SystemZones`() throws {
        let zones = SystemZoneDatabase()
        let lisbon = try zones.zone(named: "Europe/Lisbon")
        #expect(lisbon.identifier == "Europe/Lisbon")
    }

    @Test func `the examples of Recurrence`() throws {
        let zone = try Expansion.zone("America/New_York")
        let now = try Instant(parsing: "2026-01-05T12:00:00Z")
        let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
        #expect(rule.description == "FREQ=MONTHLY;BYDAY=-1FR")
        let start = try CivilDateTime(parsing: "2026-01-09T19:00")
        let dates = RecurrenceSet(start: start, rule: rule)
        let first = Schedule.rule(dates).next(in: zone, after: now)
        #expect(first?.local.short == "2026-01-30T19:00")
        let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=WEEKLY;BYDAY=FR")
        #expect(set.rule?.description == "FREQ=WEEKLY;BYDAY=FR")
        #expect(try CalendarExpression(parsing: "weekly").description == "Mon *-*-* 00:00:00")
        let friday = Schedule.calendar(try CalendarExpression(parsing: "Fri 19:00"), notBefore: nil)
        #expect(friday.next(in: zone, after: now)?.instant.description == "2026-01-10T00:00:00Z")
        let five = [try ClockTime(parsing: "17:00")]
        let anchor = try CivilDate(parsing: "2026-01-31")
        let getaway = try AnchoredStep(
            every: 7,
            .months,
            from: anchor,
            at: five,
            snap: .nearest(.friday)
        )
        let weekends = Schedule.every(getaway).occurrences(in: zone, after: now).prefix(2)
        #expect(weekends.map(\.local.short) == ["2026-01-30T17:00", "2026-08-28T17:00"])
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=8MO")
        }
        #expect(error?.offset == 19)
        let water = Schedule.elapsed(try ElapsedStep(step: .seconds(6 * 3600), anchor: now))
        #expect(water.next(in: zone, after: now)?.instant == now + .seconds(6 * 3600))
    }
}
