import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// A milestone on Friday 9 January at 10:00, and a weekly date that is moved about.
@Suite struct MilestoneTests {
    private let milestone = "3-6-9-month-3@2026-01-09T10:00"

    private func keeper(_ day: Weekday, now: String) throws -> ModelKeeper {
        var rituals = try [
            Ritual.of("date-night", .weekly(day, at: "19:00"), zone: .utc) { ritual in
                ritual.kind = .date
                ritual.duration = try .of("3h")
            }
        ]
        rituals += try builtInPlan("3-6-9", from: "2025-10-09", at: "10:00")
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, rituals), from: "2026-01-06T00:00:00Z")
        try keeper.run(until: now)
        return keeper
    }

    /// When the milestone itself was decided, and how.
    private func outcome(_ keeper: ModelKeeper) -> String {
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])
        return keeper.decision("start", of: milestone).map { "\($0.decided) \($0.verdict)" }
            ?? "not at all"
    }

    @Test(arguments: [
        ("2026-01-09T20:00", "2026-01-09T20:00:00Z"), ("2026-01-09T08:00", "2026-01-09T08:00:00Z"),
    ])
    func `a date moved to the day of a milestone is told with it`(_ to: String, _ at: String)
        throws
    {
        for restarts in [false, true] {
            var keeper = try keeper(.thursday, now: "2026-01-07T12:00:00Z")
            try keeper.say(.moved(to: local(to)), of: "date-night@2026-01-08T19:00")
            if restarts {
                keeper.restart()
            }
            try keeper.run(until: "2026-01-10T00:00:00Z")
            #expect(outcome(keeper) == "\(at) coalesced")
            #expect(keeper.told.last == "\(at) start of date-night@2026-01-08T19:00 to alex")
        }
    }

    @Test(arguments: ["09:00", "10:00", "19:00"])
    func `it is listed, announced and meant at the time at which it is told`(_ date: String) throws
    {
        let trip = try Ritual.of("trip", .on("2026-01-09T\(date)"), zone: .utc) {
            $0.kind = .getaway
        }
        let wedding = try Ritual.of("wedding", .on("2026-01-09T10:00"), zone: .utc) {
            $0.kind = .milestone
            $0.ladder = try .of(["1d", "0m"])
        }
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, [trip, wedding]),
            from: "2026-01-08T00:00:00Z"
        )
        let key = try #require(OccurrenceKey(parsing: "wedding@2026-01-09T10:00"))
        let start = try instant("2026-01-09T\(date):00Z")
        #expect(keeper.planner.plan.shown(key)?.start.instant == start)
        for before in [start - .seconds(60), start - .seconds(3_600)] {
            let coming = Agenda(keeper.planner.plan).upcoming(after: before)
            #expect(coming.map(\.start.instant) == [start, start])
            #expect(keeper.planner.plan.state(of: key, at: before) == .ahead)
        }
        #expect(Agenda(keeper.planner.plan).upcoming(after: start) == [])
        try keeper.run(until: "2026-01-09T00:00:00Z")
        let lead = keeper.decision("lead:1d", of: key.description)?.nudge
        #expect(lead?.body == "It is tomorrow at \(date).")
        keeper.run(until: start)
        #expect(keeper.decision("start", of: key.description)?.decided == start)
        #expect(keeper.planner.plan.state(of: key, at: start) != .ahead)
        let meant = try keeper.planner.plan.occurrence(of: "wedding", named: nil, at: start)
        #expect(meant == key)
    }

    @Test(arguments: Ritual.Kind.allCases)
    func `a milestone is told with what is of a kind to be a date, whatever it is called`(
        _ kind: Ritual.Kind
    ) throws {
        let tea = try Ritual.of("up-to-date", .weekly(.friday, at: "19:00"), zone: .utc) {
            $0.kind = kind
            $0.absorbedBy = ["getaway"]
        }
        let wedding = try Ritual.of("wedding", .on("2026-01-09T10:00"), zone: .utc) {
            $0.kind = .milestone
        }
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, [tea, wedding]),
            from: "2026-01-09T00:00:00Z"
        )
        try keeper.run(until: "2026-01-10T00:00:00Z")
        let told = keeper.decision("start", of: "wedding@2026-01-09T10:00")?.decided
        let isDate = kind == .date || kind == .getaway
        #expect(told?.description == "2026-01-09T\(isDate ? 19 : 10):00:00Z")
    }

    @Test func `a date that is moved within the day takes the milestone along`() throws {
        var keeper = try keeper(.friday, now: "2026-01-09T12:00:00Z")
        try keeper.say(.moved(to: local("2026-01-09T21:00")), of: "date-night@2026-01-09T19:00")
        keeper.restart()
        try keeper.run(until: "2026-01-10T00:00:00Z")
        #expect(outcome(keeper) == "2026-01-09T21:00:00Z coalesced")
    }

    @Test func `moved after both were told, the milestone is not told again`() throws {
        var keeper = try keeper(.friday, now: "2026-01-09T19:05:00Z")
        try keeper.say(.moved(to: local("2026-01-09T21:00")), of: "date-night@2026-01-09T19:00")
        try keeper.run(until: "2026-01-10T00:00:00Z")
        #expect(outcome(keeper) == "2026-01-09T19:00:00Z coalesced")
        #expect(keeper.told.last?.contains("snooze:1 of date-night") == true)
    }

    @Test func `a date that is moved away leaves the milestone when it was to start`() throws {
        var keeper = try keeper(.friday, now: "2026-01-09T12:00:00Z")
        try keeper.say(.moved(to: local("2026-01-10T19:00")), of: "date-night@2026-01-09T19:00")
        keeper.restart()
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(outcome(keeper) == "2026-01-09T19:00:00Z fired")
    }

    @Test(arguments: [false, true])
    func `moved there and away again, the milestone is told at once`(_ isTakenBack: Bool) throws {
        let date = "date-night@2026-01-08T19:00"
        var keeper = try keeper(.thursday, now: "2026-01-07T12:00:00Z")
        try keeper.say(.moved(to: local("2026-01-09T20:00")), of: date)
        try keeper.run(until: "2026-01-09T12:00:00Z")
        #expect(outcome(keeper) == "not at all")
        if isTakenBack {
            try keeper.undo(date)
        } else {
            try keeper.say(.moved(to: local("2026-01-10T20:00")), of: date)
        }
        #expect(outcome(keeper) == "2026-01-09T12:00:00Z late")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(outcome(keeper) == "2026-01-09T12:00:00Z late")
    }

    @Test func `moved to a time that has passed, the milestone is told at once`() throws {
        var keeper = try keeper(.friday, now: "2026-01-09T18:00:00Z")
        try keeper.say(.moved(to: local("2026-01-09T17:30")), of: "date-night@2026-01-09T19:00")
        #expect(outcome(keeper) == "2026-01-09T18:00:00Z late")
    }
}
