import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct ThreeSixNineTests {
    private func rituals(_ since: String, leavingOut: Set<String> = []) throws -> [Ritual] {
        try builtInPlan("3-6-9", from: since, leavingOut: leavingOut)
    }

    private func dates(_ ritual: Ritual, _ count: Int) throws -> [String] {
        try #require(ritual.schedule).occurrences(in: .utc, after: instant("2020-01-01T00:00:00Z"))
            .prefix(count).map { "\($0.local.date)" }
    }

    @Test(arguments: [
        ("2025-08-31", ["2025-11-30", "2026-02-28", "2026-05-31"]),
        ("2027-08-31", ["2027-11-30", "2028-02-29", "2028-05-31"]),
        ("2026-01-17", ["2026-04-17", "2026-07-17", "2026-10-17"]),
        ("2025-11-30", ["2026-02-28", "2026-05-30", "2026-08-30"]),
    ])
    func `milestones are 3, 6 and 9 months on, at most the month's last day`(
        _ since: String,
        _ expected: [String]
    ) throws {
        let milestones = try rituals(since).prefix(3)
        #expect(milestones.map(\.id) == ["3-6-9-month-3", "3-6-9-month-6", "3-6-9-month-9"])
        #expect(
            milestones.map(\.title) == [
                "Three months together", "Six months together", "Nine months together",
            ]
        )
        #expect(try milestones.flatMap { try dates($0, 9) } == expected)
    }

    @Test func `the anniversary comes every year, that of a leap day on the 28th between`() throws {
        let anniversary = try #require(try rituals("2024-02-29").last)
        #expect(anniversary.title == "Anniversary")
        #expect(
            try dates(anniversary, 4) == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
        )
    }

    @Test(arguments: [
        (2025, "One year together"), (2026, "Two years together"), (2036, "Twelve years together"),
        (2037, "13 years together"), (2074, "50 years together"),
    ])
    func `each anniversary is called by its years`(_ year: Int, _ title: String) throws {
        let anniversary = try #require(try rituals("2024-02-29").last)
        let zone = Zone.utc
        let start = zone.instant(of: try local("\(year)-01-01T00:00"))
        let next = try #require(anniversary.schedule?.next(in: zone, after: start))
        #expect(anniversary.title(of: anniversary.key(of: next)) == title)
        var keeper = ModelKeeper(try .ofAlex(zone: zone, [anniversary]), from: start)
        keeper.run(until: zone.instant(of: try local("\(year)-04-01T00:00")))
        let titles = Set(keeper.ledger.told.compactMap { $0.nudge?.title })
        #expect(titles == [title])
        let coming = Agenda(keeper.planner.plan).upcoming(after: start, count: 1)
        #expect(coming.map(\.title) == [title])
    }

    @Test func `parts can be left out`() throws {
        #expect(
            try rituals("2026-01-17", leavingOut: ["month-6", "anniversary"]).map(\.id)
                == ["3-6-9-month-3", "3-6-9-month-9"]
        )
    }

    @Test func `each milestone is announced two weeks and a day before`() throws {
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, rituals("2025-08-31")),
            from: "2025-09-01T00:00:00Z"
        )
        try keeper.run(until: "2025-12-01T00:00:00Z")
        #expect(
            keeper.ledger.told.compactMap(\.nudge).map { "\($0.due) \($0.body)" } == [
                "2025-11-16T19:00:00Z Three months soon: what was new, and what has stayed. "
                    + "It is on Sunday 30 November at 19:00.",
                "2025-11-29T19:00:00Z A quiet hour tomorrow would be good for it. "
                    + "It is tomorrow at 19:00.",
                "2025-11-30T19:00:00Z The first newness settles now. "
                    + "A good evening to look at what is real.",
            ]
        )
    }
}
