import CivilTime
import Foundation
import Recurrence
import SystemZones
import Testing

/// Calendar expressions, expanded here and by `systemd-analyze calendar --iterations`.
@Suite struct SystemdTests {
    private static let analyze = "/usr/bin/systemd-analyze"
    private static let iterations = 12

    private struct Batch {
        let zone: Zone
        let base: Instant
        let expressions: [String]
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: analyze),
            "systemd-analyze is not installed"
        ),
        arguments: ["UTC", "America/New_York", "Australia/Lord_Howe"]
    )
    func `expressions elapse as systemd says`(_ name: String) throws {
        let zone = try SystemZoneDatabase().zone(named: name)
        var expressions = ExpressionGenerator(seed: 252)
        var random = SeededGenerator(seed: UInt64(name.utf8.count))
        var compared = 0
        for _ in 0..<32 {
            let base = Int64.random(in: 946_684_800..<2_145_916_800, using: &random)
            let batch = Batch(
                zone: zone,
                base: Instant(secondsSinceEpoch: base),
                expressions: (0..<50).map { _ in expressions.next() }
            )
            compared += try compare(batch)
        }
        #expect(compared >= 1000)
    }

    // DIFFERENCE: where a list holds steps without an end, systemd 252 can miss the first of them
    // when the next larger unit begins: `*:36,21/35` has no 00:21 after 23:56.
    private static func hasStepsInList(_ text: String) -> Bool {
        text.split { " -~:".contains($0) }.contains { field in
            field.contains(",")
                && field.split(separator: ",").contains { $0.contains("/") && !$0.contains("..") }
        }
    }

    private func compare(_ batch: Batch) throws -> Int {
        let blocks = try answers(batch)
        var compared = 0
        for text in batch.expressions {
            // DIFFERENCE: systemd gives up on some expressions whose year ends while it searches
            // (`Infinite loop in calendar calculation`).
            guard let block = blocks.first(where: { $0.text == text }) else { continue }
            let expression = try CalendarExpression(parsing: text)
            #expect(expression.description == block.form, "\(text)")
            if Self.hasStepsInList(text) { continue }
            compared += 1
            let schedule = Schedule.calendar(expression, notBefore: nil)
            let ours = schedule.occurrences(in: batch.zone, after: batch.base)
                .prefix(Self.iterations + 8).map(\.instant)
            // systemd knows no year after 2199.
            let end = try Instant(parsing: "2199-01-01T00:00:00Z")
            let limit = block.instants.count < Self.iterations ? end : block.instants.last ?? end
            let wanted = plain(block.instants, batch.zone, through: limit)
            let found = plain(ours, batch.zone, through: min(limit, ours.last ?? limit))
            #expect(found == wanted, "\(text) in \(batch.zone) after \(batch.base)")
        }
        return compared
    }

    // DIFFERENCE: systemd passes over a time in a gap, and takes both instants of some times in a
    // fold. Here the one is read with the offset before it, and of the other the first counts. So
    // times within a gap or a fold are left out, and those that were moved out of a gap.
    private func plain(_ instants: [Instant], _ zone: Zone, through limit: Instant) -> [Instant] {
        instants.filter { instant in
            guard instant <= limit else { return false }
            let isAfterChange =
                zone.offset(at: instant) != zone.offset(at: instant - .seconds(7200))
            guard case .unique = zone.resolve(zone.local(at: instant)) else { return false }
            return !isAfterChange
        }
    }

    private struct Block {
        var text = ""
        var form = ""
        var instants: [Instant] = []
    }

    private func answers(_ batch: Batch) throws -> [Block] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.analyze)
        let base = batch.base.description.replacing("T", with: " ").replacing("Z", with: " UTC")
        process.arguments =
            [
                "calendar", "--iterations=\(Self.iterations)",
                "--base-time=\(base)",
            ] + batch.expressions
        process.environment = ["TZ": batch.zone.identifier, "LC_ALL": "C"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(),
            as: UTF8.self
        )
        process.waitUntilExit()
        return try blocks(text, isUTC: batch.zone.identifier == "UTC")
    }

    private func blocks(_ output: String, isUTC: Bool) throws -> [Block] {
        var blocks: [Block] = []
        var text = ""
        for line in output.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let label = line[..<colon].trimmingCharacters(in: .whitespaces)
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if label == "Original form" {
                text = value
            } else if label == "Normalized form" {
                blocks.append(Block(text: text.isEmpty ? value : text, form: value))
                text = ""
            } else if label == "(in UTC)"
                || (isUTC && (label == "Next elapse" || label.hasPrefix("Iter.")))
            {
                let words = value.split(separator: " ")
                guard words.count == 4 else { continue }
                let local = try CivilDateTime(parsing: "\(words[1])T\(words[2])")
                blocks[blocks.count - 1].instants.append(
                    Instant(secondsSinceEpoch: local.localSeconds)
                )
            }
        }
        return blocks
    }
}
