import CivilTime
import Household
import Testing

@testable import Daemon

struct PlanComparisonTests {
    /// A planned nudge at an hour of a day in January.
    private func planned(
        _ name: String,
        _ day: Int,
        _ hour: Int,
        ritual: String = "date",
        words: String = "It is time.",
        channels: [String] = ["one"]
    ) throws -> PlanComparison.Planned {
        let key = try #require(OccurrenceKey(parsing: "\(ritual)@\(name)"))
        let start = try Instant(parsing: "2026-01-01T00:00:00Z")
        return PlanComparison.Planned(
            key: StageKey(occurrence: key, stage: .start, partner: "alex"),
            at: start + .seconds((day - 1) * 86_400 + hour * 3_600),
            words: [words],
            channels: channels
        )
    }

    @Test func `the same name at another time moves, at the same time it is kept`() throws {
        let kept = try planned("2026-01-02T19:00", 2, 19)
        let old = try planned("2026-01-09T19:00", 9, 19)
        let new = try planned("2026-01-09T19:00", 9, 20)
        let comparison = PlanComparison(of: [kept, old], with: [kept, new])
        #expect(
            comparison.pairs == [
                .init(was: kept, becomes: kept), .init(was: old, becomes: new),
            ]
        )
        #expect(comparison.pairs.map(\.isKept) == [true, false])
    }

    @Test func `at another time of its date it moves, each to the nearest`() throws {
        let old = try [8, 12, 20].map {
            try planned("2026-01-09T\($0 < 10 ? "0" : "")\($0):00", 9, $0)
        }
        let new = try [9, 13, 21].map {
            try planned("2026-01-09T\($0 < 10 ? "0" : "")\($0):00", 9, $0)
        }
        let comparison = PlanComparison(of: old, with: new)
        #expect(comparison.pairs == zip(old, new).map { .init(was: $0, becomes: $1) })
    }

    @Test func `what is of another date goes and appears`() throws {
        // As where the clock moves from Denver to Lisbon: tonight is over there, and tomorrow comes.
        let tonight = try planned("2026-05-14T23:45", 14, 23, ritual: "check-in")
        let tomorrow = try planned("2026-05-15T23:45", 15, 22, ritual: "check-in")
        let friday = try planned("2026-05-15T19:00", 15, 19)
        let sunday = try planned("2026-05-17T19:00", 17, 19)
        let comparison = PlanComparison(of: [tonight, friday], with: [tomorrow, sunday])
        #expect(
            comparison.pairs == [
                .init(was: tonight), .init(was: friday), .init(becomes: tomorrow),
                .init(becomes: sunday),
            ]
        )
    }

    @Test func `what has nothing near goes or appears`() throws {
        let first = try planned("2026-01-02T19:00", 2, 19)
        let second = try planned("2026-01-09T19:00", 9, 19)
        let other = try planned("2026-01-02T19:00", 2, 19, ritual: "tea")
        let later = try planned("2026-01-09T20:00", 9, 20)
        let comparison = PlanComparison(of: [first, second], with: [later, other])
        #expect(
            comparison.pairs == [
                .init(was: first), .init(becomes: other), .init(was: second, becomes: later),
            ]
        )
    }

    @Test func `other words and other channels at the same time differ`() throws {
        let old = try planned("2026-01-02T19:00", 2, 19)
        let new = try planned("2026-01-02T19:00", 2, 19, words: "Now.", channels: ["two"])
        let pair = try #require(PlanComparison(of: [old], with: [new]).pairs.first)
        #expect(pair.differences == ["words", "channels"])
        #expect(!pair.isKept)
    }
}
