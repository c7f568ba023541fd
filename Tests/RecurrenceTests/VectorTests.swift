import CivilTime
import Recurrence
import Testing

/// Rules of which several engines and a brute-force expander agree what they mean.
@Suite struct VectorTests {
    @Test(arguments: ["consensus", "corroborated", "skip-consensus"])
    func `rules expand as other engines agree`(_ name: String) throws {
        let vectors = try RuleVector.all(name)
        #expect(vectors.count > 700)
        for vector in vectors {
            let found = try vector.expanded()
            #expect(found == vector.instances, "\(vector.id) \(vector.start) \(vector.rule)")
        }
    }

    @Test func `the table reading takes every day that the parts let pass`() throws {
        for vector in try RuleVector.all("contested") {
            let found = try vector.expanded(.table)
            #expect(found == vector.instances, "\(vector.id) \(vector.start) \(vector.rule)")
        }
    }

    // DIFFERENCE: of these the engines of the fill reading give two answers. The one here lets BYSETPOS
    // choose among all times of the year's filled days, as the RFC has it.
    private let second = [
        "r2488", "r2802", "r3442", "r4437", "r5107", "r5305", "r5573", "r5835",
    ]

    /// The one answer that the fill reading has.
    private func filled(_ vector: RuleVector) -> [CivilDateTime] {
        // With BYDAY beside BYWEEKNO nothing is left open, so the readings do not differ.
        if vector.rule.contains("BYWEEKNO") { return vector.instances }
        // Without one: the start's month has no such day (31 February), so the set is empty.
        return second.contains(vector.id) ? vector.others[1] : vector.others[0]
    }

    @Test func `the fill reading takes the month or the weekday from the start`() throws {
        var besideWeekday = 0
        for vector in try RuleVector.all("contested") {
            let found = try vector.expanded(.fill)
            #expect(found == filled(vector), "\(vector.id) \(vector.start) \(vector.rule)")
            let parts = ["BYMONTHDAY", "BYDAY"]
            if parts.allSatisfy({ vector.rule.contains($0 + "=") }) { besideWeekday += 1 }
        }
        #expect(besideWeekday == 24)
    }

    @Test(
        arguments: [
            (RecurrenceSet.Reading.fill, ["2026-02-13", "2032-02-13", "2037-02-13"]),
            (.table, ["2026-02-13", "2026-03-13", "2026-11-13"]),
        ]
    )
    func `a yearly Friday the 13th is in the start's month`(
        _ reading: RecurrenceSet.Reading,
        _ dates: [String]
    ) throws {
        let set = RecurrenceSet(
            start: try CivilDateTime(parsing: "2026-02-13T19:00"),
            rule: try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR"),
            reading: reading
        )
        let found = Expansion.locals(of: .rule(set), limit: 3).map(\.date.description)
        #expect(found == dates)
    }

    @Test func `seeking gives what walking gives`() throws {
        for vector in try RuleVector.all("consensus").enumerated().filter({ $0.offset % 3 == 0 }) {
            let vector = vector.element
            let schedule = Schedule.rule(try vector.set())
            let walked = vector.instances.dropLast()
            for (index, local) in walked.enumerated() where index % 7 == 3 {
                let at = Instant(secondsSinceEpoch: local.localSeconds)
                let next = schedule.next(in: .utc, after: at)
                #expect(next?.local == vector.instances[index + 1], "\(vector.id)")
                let same = schedule.next(in: .utc, after: at - .seconds(1))
                #expect(same?.local == local, "\(vector.id)")
            }
        }
    }

    @Test func `a rule is printed as text that reads as the same rule`() throws {
        for name in ["consensus", "corroborated", "contested", "skip-consensus"] {
            for vector in try RuleVector.all(name) {
                let rule = try RecurrenceRule(parsing: vector.rule)
                let again = try RecurrenceRule(parsing: rule.description)
                #expect(again == rule)
                #expect(again.description == rule.description)
            }
        }
    }
}
