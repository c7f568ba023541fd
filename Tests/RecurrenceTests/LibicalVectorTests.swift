import CivilTime
import Foundation
import Recurrence
import Testing

/// libical's own test cases, read from where `RECURRENCE_VECTORS` says they are; they are not part
/// of this project.
@Suite struct LibicalVectorTests {
    private struct Vector {
        var rule = ""
        var start = ""
        var wanted: [Substring] = []
    }

    // DIFFERENCE: these start on 2027-01-03, a Sunday in week 53 of 2026, and name only Thursdays.
    // libical counts INTERVAL from 2027 there, but from the year of the start's week where the start
    // is an instance (its tests from 2010-01-02); here it is always the year of the start's week.
    private static let differing = [
        "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=6;BYDAY=TH;COUNT=1",
        "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=5;BYDAY=TH;COUNT=1",
    ]

    private static let folder = ProcessInfo.processInfo.environment["RECURRENCE_VECTORS"]

    @Test(
        .enabled(
            if: folder != nil,
            "RECURRENCE_VECTORS does not name the folder of libical's test cases"
        )
    )
    func `rules expand as libical's test cases say`() throws {
        let folder = try #require(Self.folder)
        var compared = 0
        for name in ["icalrecur_test.txt", "icalrecur_test_rscale.txt"] {
            let path = "\(folder)/libical/\(name)"
            for vector in vectors(try String(contentsOfFile: path, encoding: .utf8)) {
                try compare(vector)
                compared += 1
            }
        }
        #expect(compared > 50)
    }

    private func vectors(_ text: String) -> [Vector] {
        var vectors: [Vector] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon] {
            case "RRULE": vectors.append(Vector(rule: String(value)))
            case "DTSTART": vectors[vectors.count - 1].start = String(value)
            case "INSTANCES":
                vectors[vectors.count - 1].wanted = value.split(separator: ",")
            default: break
            }
        }
        return vectors
    }

    private func compare(_ vector: Vector) throws {
        guard let first = vector.wanted.first else { return }
        if Self.differing.contains(vector.rule), vector.start.hasPrefix("20270103") { return }
        if first.hasPrefix("***") {
            // libical has not implemented the feature: there is nothing to compare with.
            guard !first.contains("UNIMPLEMENTED") else { return }
            #expect(throws: RecurrenceError.self, "\(vector.rule)") {
                try RecurrenceRule(parsing: vector.rule)
            }
            return
        }
        let mark = vector.start.count == 8 ? ";VALUE=DATE" : ""
        let set = try RecurrenceSet(
            parsing: "DTSTART\(mark):\(vector.start)\nRRULE:\(vector.rule)"
        )
        let wanted = try vector.wanted.map { text in
            try Fixture.local(text.count == 8 ? text + "T000000" : text.prefix(15))
        }
        let found = Expansion.locals(of: .rule(set), limit: wanted.count)
        #expect(found == wanted, "\(vector.start) \(vector.rule)")
    }
}
