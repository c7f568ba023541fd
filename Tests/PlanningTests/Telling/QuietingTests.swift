import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Daily rituals that are silent while a getaway lasts.
@Suite struct QuietingTests {
    /// A check-in each evening, and two days away from Friday 27 February 2026.
    private func household(quiets: [String] = ["check-in"]) throws -> Household {
        let checkIn = try Ritual.of("check-in", .daily("20:30"), zone: .utc) {
            $0.duration = try .of("10m")
            $0.ladder = try .of(["0m"], followUp: "12h")
        }
        let getaway = try Ritual.of("getaway", .on("2026-02-27T19:00"), zone: .utc) {
            $0.kind = .getaway
            $0.duration = try .of("2d")
            $0.quiets = quiets
        }
        return try .ofAlex(zone: .utc, [checkIn, getaway])
    }

    /// The dates in February and March on whose evening the check-in was told.
    private func told(_ keeper: ModelKeeper, from date: String) -> [String] {
        keeper.ledger.told.filter {
            $0.key.stage == .start && $0.key.occurrence.ritual == "check-in"
        }
        .map { $0.key.occurrence.start.date.description }.filter { $0 >= date }
    }

    private func keeper(_ household: Household? = nil) throws -> ModelKeeper {
        var keeper = try ModelKeeper(
            household ?? self.household(),
            from: "2026-02-20T00:00:00Z"
        )
        try keeper.run(until: "2026-02-25T12:00:00Z")
        return keeper
    }

    private static let friday = "check-in@2026-02-27T20:30"
    private static let saturday = "check-in@2026-02-28T20:30"

    @Test func `it is silent from Friday to Sunday, and the reason names the getaway`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-03-03T00:00:00Z")
        #expect(
            told(keeper, from: "2026-02-26") == ["2026-02-26", "2026-03-01", "2026-03-02"]
        )
        for evening in [Self.friday, Self.saturday] {
            let decision = keeper.decision("start", of: evening)
            #expect(decision?.verdict == .absorbed)
            #expect(decision?.reason == "silent while getaway@2026-02-27T19:00 lasts")
            #expect(keeper.decision("follow_up", of: evening)?.verdict == .absorbed)
        }
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `no streak breaks, and the agenda leaves it out`() throws {
        let keeper = try keeper()
        let plan = keeper.planner.plan
        let key = try #require(OccurrenceKey(parsing: Self.friday))
        #expect(plan.state(of: key, at: try instant("2026-03-01T00:00:00Z")) == .absorbed)
        #expect(plan.absorber(of: key)?.isQuieting == true)
        let coming = Agenda(plan).upcoming(after: keeper.now, count: 5, ritual: "check-in")
        #expect(
            coming.map(\.key.start.date.description) == [
                "2026-02-25", "2026-02-26", "2026-03-01", "2026-03-02", "2026-03-03",
            ]
        )
        #expect(Tally([.done, .absorbed, .done]).streak == 2)
    }

    @Test func `where nothing is quieted, all is told`() throws {
        var keeper = try keeper(household(quiets: []))
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(
            told(keeper, from: "2026-02-26") == ["2026-02-26", "2026-02-27", "2026-02-28"]
        )
    }

    @Test func `a skipped getaway quiets nothing, and undone it does again`() throws {
        var keeper = try keeper()
        try keeper.say(.skipped, of: "getaway@2026-02-27T19:00")
        try keeper.run(until: "2026-02-28T12:00:00Z")
        try keeper.undo("getaway@2026-02-27T19:00")
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(told(keeper, from: "2026-02-27") == ["2026-02-27"])
    }

    @Test func `a moved getaway quiets the days of its new time`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-03-02T10:00")), of: "getaway@2026-02-27T19:00")
        try keeper.run(until: "2026-03-06T00:00:00Z")
        #expect(
            told(keeper, from: "2026-02-27") == [
                "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-04", "2026-03-05",
            ]
        )
    }

    @Test func `a getaway on hold quiets nothing`() throws {
        var keeper = try keeper()
        try keeper.hold("getaway", until: "2026-03-05T00:00:00Z")
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(told(keeper, from: "2026-02-27") == ["2026-02-27", "2026-02-28"])
    }
}
