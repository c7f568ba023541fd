import CivilTime
import Foundation
import Household
import Planning
import Recurrence
import Settings
import TestKit
import Testing

/// The table in docs/catalogue.md, read as a person reads it, against a year of each row.
///
/// The table is made of the catalogue's data, and a test of the commands holds that it is up to date; here it is
/// held that the planner does what it says.
@Suite struct CatalogueTableTests {
    /// A line of the table: `template | when | length | told | what`.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let when: String
        let length: String
        let told: [String]
        var testDescription: String { name }
    }

    static let rows: [Row] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let file = root.appending(path: "docs/catalogue.md")
        let page = try? String(contentsOf: file, encoding: .utf8)
        let practices = (page ?? "").split(separator: "## Plans")[0]
        return practices.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 7, cells[1].hasPrefix("`") else {
                return nil
            }
            return Row(
                name: cells[1].trimmingCharacters(in: CharacterSet(charactersIn: "`")),
                when: cells[2],
                length: cells[3],
                told: cells[4].isEmpty
                    ? ["at the start"] : cells[4].components(separatedBy: "<br>")
            )
        }
    }()

    private static let scheduled = rows.filter { !$0.when.hasPrefix("on the signal") }

    @Test func `the table has each practice once`() {
        #expect(Self.rows.map(\.name).sorted() == Catalogue.builtInNames(.practices))
    }

    @Test(arguments: scheduled, [SettledZone.newYork, .kolkata])
    func `a year is as the table says`(_ row: Row, _ settled: SettledZone) throws {
        let zone = try settled.zone
        let practice = try #require(builtInCatalogue(zone: zone).practice(named: row.name))
        let alex = Partner(id: "alex", name: "Alex", zone: zone)
        let year = Simulation(
            Household.of(zone: zone, partners: [alex], [practice.ritual]),
            from: zone.instant(of: try local("2025-11-20T00:00")),
            until: zone.instant(of: try local("2027-04-15T00:00"))
        ).filter { $0.key.occurrence.start.date.year == 2026 }
        let byOccurrence = Dictionary(grouping: year) { $0.key.occurrence }
        checkRhythm(row, byOccurrence.keys.map(\.start))
        let stages = try stages(of: row)
        for (key, decisions) in byOccurrence {
            #expect(Set(decisions.map(\.key.stage.description)) == stages, "\(key)")
        }
        let ends = Set(
            year.compactMap { decision in
                decision.nudge.map { "\($0.occurrence.start) \($0.occurrence.end)" }
            }
        )
        #expect(ends.count == byOccurrence.count)
        let length = row.length.isEmpty ? Span.zero : try Span(parsing: row.length)
        #expect(practice.ritual.duration == length)
    }

    /// How often it comes, on which weekdays and at which times, by the words of the table.
    private func checkRhythm(_ row: Row, _ starts: [CivilDateTime]) {
        let counts: [(String, ClosedRange<Int>)] = [
            ("daily", 365...365), ("twice a week", 104...105), ("weekly", 52...53),
            ("monthly", 12...12), ("every 3 months", 4...4), ("every 6 months", 2...2),
        ]
        let days = Set(starts.map(\.date)).count
        let count = counts.first { row.when.hasPrefix($0.0) }?.1
        #expect(count?.contains(days) == true, "\(row.when): \(days)")
        let weekdays = Set(starts.map(\.date.weekday.abbreviation))
        let named = Weekday.allCases.map(\.abbreviation).filter { row.when.contains("\($0) ") }
        #expect(named.isEmpty ? weekdays.count == 7 : weekdays == Set(named), "\(row.when)")
        let times = Set(starts.map { $0.time.toTheMinute })
        let clock = row.when.split(separator: " ").map(String.init).filter { $0.contains(":") }
        if row.when.contains("between") {
            #expect(times.count > 100 && times.allSatisfy { clock[0] <= $0 && $0 <= clock[1] })
        } else {
            #expect(times == Set(clock), "\(row.when)")
        }
    }

    /// The stages that the fourth column names, for a plain partner.
    private func stages(of row: Row) throws -> Set<String> {
        var stages: Set<String> = []
        var steps: [Int] = []
        for line in row.told {
            let words = line.split(separator: " ").map(String.init)
            switch words.dropFirst().first {
            case "the" where words[2] == "start": stages.insert("start")
            case "the": stages.insert("end")
            case "before", "before:":
                let span = try Span(parsing: words[0])
                stages.insert("lead:\(span)")
                if line.contains("(step ") {
                    steps.append(span.days)
                }
            case "week": stages.formUnion(again(steps))
            case "after:": stages.insert("follow_up")
            default:
                let most = try #require(Int(words.dropLast().last ?? ""), "\(line)")
                stages.formUnion((1...most).map { "nag:\($0)" })
            }
        }
        return stages
    }

    /// Each week after a step, until the day before the next or the start.
    private func again(_ steps: [Int]) -> [String] {
        zip(steps, steps.dropFirst() + [1]).flatMap { step, next in
            stride(from: step - 7, to: next, by: -7).map { "lead:\(Span(days: $0))" }
        }
    }
}
