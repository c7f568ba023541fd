import CivilTime
import Foundation
import Recurrence
import Testing

/// A table of tab-separated values among the tests' resources; lines with `#` are comments.
enum Fixture {
    /// Zones of tzdb 2026f, for answers that must not change with the system's database.
    static let zoneDirectory =
        (Bundle.module.resourcePath ?? "") + "/Fixtures/tzif-2026f"

    static func rows(_ name: String) throws -> [[Substring]] {
        let url = try #require(
            Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil)
        )
        return rows(of: try String(contentsOf: url, encoding: .utf8))
    }

    static func rows(of text: String) -> [[Substring]] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }

    /// Reads `20260109T190000`.
    static func local(_ text: Substring) throws -> CivilDateTime {
        let digits = text.utf8.filter { $0 != 0x54 }.map { Int($0) - 0x30 }
        try #require(digits.count == 14 && digits.allSatisfy { (0...9).contains($0) }, "\(text)")
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        return CivilDateTime(
            try CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)),
            try ClockTime(hour: number(8..<10), minute: number(10..<12), second: number(12..<14))
        )
    }

    /// Reads instances in which one without a time has that of the one before it.
    static func instances(_ text: Substring, start: Substring) throws -> [CivilDateTime] {
        var time = start.suffix(7)
        return try text.split(separator: ",").map { instance in
            if instance.count > 8 { time = instance.suffix(7) }
            return try local(instance.count > 8 ? instance : instance + time)
        }
    }
}

/// A rule with its first instances, as a row of the vectors gives it.
struct RuleVector {
    let id: String
    let start: CivilDateTime
    let rule: String
    let limit: Int
    let horizon: CivilDateTime
    let instances: [CivilDateTime]
    /// The instances that other engines have where they differ.
    let others: [[CivilDateTime]]

    init(_ row: [Substring]) throws {
        id = String(row[0])
        start = try Fixture.local(row[1])
        rule = String(row[2])
        limit = try #require(Int(row[3]))
        horizon = try Fixture.local(row[4])
        instances = try Fixture.instances(row[5], start: row[1])
        others = try row.dropFirst(6).flatMap { column in
            try column.split(separator: "|", omittingEmptySubsequences: false).map {
                try Fixture.instances($0, start: row[1])
            }
        }
    }

    static func all(_ name: String) throws -> [RuleVector] {
        try Fixture.rows("\(name).tsv").map { try RuleVector($0) }
    }

    func set(_ reading: RecurrenceSet.Reading = .fill) throws -> RecurrenceSet {
        RecurrenceSet(start: start, rule: try RecurrenceRule(parsing: rule), reading: reading)
    }

    /// What the engine makes of the rule, as far as the vector goes.
    func expanded(_ reading: RecurrenceSet.Reading = .fill) throws -> [CivilDateTime] {
        try Expansion.locals(of: .rule(set(reading)), limit: limit, before: horizon)
    }
}
