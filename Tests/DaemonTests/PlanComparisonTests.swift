import CivilTime
import Rituals
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

    @Test func `a weekly ritual on another day moves, each to the nearest`() throws {
        let fridays = try [2, 9, 16].map { try planned("2026-01-\($0 + 10)T19:00", $0, 19) }
        let sundays = try [4, 11, 18].map { try planned("2026-02-\($0 + 10)T19:00", $0, 19) }
        let comparison = PlanComparison(of: fridays, with: sundays)
        #expect(comparison.pairs == zip(fridays, sundays).map { .init(was: $0, becomes: $1) })
    }

    @Test func `what has nothing near goes or appears`() throws {
        let first = try planned("2026-01-02T19:00", 2, 19)
        let second = try planned("2026-01-09T19:00", 9, 19)
        let other = try planned("2026-01-02T19:00", 2, 19, ritual: "tea")
        let later = try planned("2026-01-10T20:00", 10, 20)
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
