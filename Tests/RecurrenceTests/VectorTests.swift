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

    // DIFFERENCE: r1156 and r3357 have a day that the start's month does not have (31 February, 31
    // June). No engine of the fill reading answers them; the answer here is the empty set.
    private let impossibleWhenFilled = ["r1156", "r3357"]

    @Test func `the fill reading takes the month or the weekday from the start`() throws {
        for vector in try RuleVector.all("contested") {
            let found = try vector.expanded(.fill)
            if impossibleWhenFilled.contains(vector.id) {
                #expect(found.isEmpty, "\(vector.id)")
            } else {
                let answers = vector.others + [vector.instances]
                #expect(answers.contains(found), "\(vector.id) \(vector.start) \(vector.rule)")
            }
        }
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
