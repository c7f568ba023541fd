import CivilTime
import Household
import Planning
import Testing

@testable import Ledger

/// What facts of one or several machines come to.
@Suite struct `The log of facts` {
    private func fact(
        _ machine: String,
        _ sequence: Int64,
        _ said: String,
        _ kind: FactRow.Kind = .outcome(.done),
        note: String? = nil
    ) throws -> FactRow {
        FactRow(
            machine: machine,
            sequence: sequence,
            said: try instant("2026-01-09T\(said)Z"),
            occurrence: try occurrence(dateNight),
            kind: kind,
            partner: machine,
            note: note
        )
    }

    private func ids(_ facts: [FactRow]) -> [String] {
        FactLog.outcomes(of: facts).map(\.id)
    }

    @Test func `is ordered by when it was said, then by machine and sequence`() throws {
        let facts = try [
            fact("b", 1, "19:00:00"), fact("a", 7, "19:00:00"), fact("a", 2, "18:00:00"),
            fact("b", 2, "18:30:00"), fact("a", 8, "19:00:00"),
        ]
        let expected = ["a-2", "a-7", "a-8", "b-1", "b-2"]
        for _ in 1...5 {
            #expect(ids(facts.shuffled()) == expected)
        }
    }

    @Test func `keeps a machine's sequence where its clock was set back`() throws {
        let facts = try [fact("a", 1, "20:00:00"), fact("a", 2, "19:00:00")]
        #expect(ids(facts) == ["a-1", "a-2"])
    }

    @Test func `takes back what an undo names, also where that arrives first`() throws {
        let until = try instant("2026-01-09T21:00:00Z")
        let facts = try [
            fact("a", 1, "19:00:00", .outcome(.snoozed(until: until))),
            fact("b", 1, "18:59:00", .undo("a-1")),
        ]
        for facts in [facts, facts.reversed()] {
            let said = FactLog.outcomes(of: facts)
            #expect(said.map(\.outcome.undone) == [try instant("2026-01-09T18:59:00Z")])
        }
    }

    @Test func `has the last note on what was said`() throws {
        let facts = try [
            fact("a", 1, "19:00:00"), fact("a", 3, "19:02:00", .note("a-1"), note: "sun"),
            fact("a", 2, "19:01:00", .note("a-1")), fact("a", 4, "19:03:00", .erased),
        ]
        let said = FactLog.outcomes(of: facts)
        #expect(said.map(\.outcome.note) == ["sun"])
    }
}
