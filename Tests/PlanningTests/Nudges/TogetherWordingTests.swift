import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// What nudges say of the other's clock where a ritual is at a time at which all are awake.
@Suite struct TogetherWordingTests {
    private func household(_ there: Zone? = nil) throws -> Household {
        let newYork = try SettledZone.newYork.zone
        let there = try there ?? SettledZone.berlin.zone
        let fridays = try Schedule.weekly(.friday, at: "20:30")
        let quiet = [
            SharedTime.Quiet(
                from: try ClockTime(parsing: "23:00"),
                to: try ClockTime(parsing: "07:00"),
                in: there
            )
        ]
        let ritual = try Ritual.of(
            "call",
            .together(SharedTime(fridays, outside: quiet)),
            zone: newYork
        ) { ritual in
            ritual.ladder = try .of(["1d", "0m"], followUp: "12h")
        }
        return try couple(newYork, quiet: "23:00-07:00", samIn: there, [ritual])
    }

    private func bodies(_ keeper: ModelKeeper, of stage: Stage, to partner: String) -> [String] {
        keeper.ledger.told.filter { $0.key.stage == stage && $0.key.partner == partner }
            .sorted { $0.due < $1.due }.compactMap { $0.nudge?.body }
    }

    @Test func `each nudge says the other's time, and a changed distance is told once, ahead`()
        throws
    {
        var keeper = try ModelKeeper(household(), from: "2026-02-24T00:00:00Z")
        try keeper.run(until: "2026-04-12T00:00:00Z")
        #expect(
            bodies(keeper, of: .start, to: "alex") == [
                "It is time. For Sam it is 22:59.",
                "It is time. For Sam it is 22:59. From Sunday 8 March to Saturday 28 March Sam's clock "
                    + "is 5 h ahead of yours; usually it is 6 h ahead.",
                "It is time. For Sam it is 22:59.", "It is time. For Sam it is 22:59.",
                "It is time. For Sam it is 22:59.", "It is time. For Sam it is 22:59.",
                "It is time. For Sam it is 22:59.",
            ]
        )
        let sam = bodies(keeper, of: .start, to: "sam")
        #expect(
            sam[1]
                == "It is time. For Alex it is 16:59. From Sunday 8 March to Sunday 29 March Alex's "
                + "clock is 5 h behind yours; usually it is 6 h behind."
        )
        #expect(sam[2] == "It is time. For Alex it is 17:59.")
        #expect(
            bodies(keeper, of: .lead(try .of("1d")), to: "alex").first
                == "It is tomorrow at 16:59. For Sam it is 22:59."
        )
        #expect(bodies(keeper, of: .followUp, to: "alex").allSatisfy { !$0.contains("Sam") })
    }

    @Test func `it is told with the last one before that takes place`() throws {
        var household = try household()
        let dates = Set([try CivilDate(parsing: "2026-03-06")])
        household.rests = Rests([Rest(.dates(dates), in: household.zone)])
        var keeper = try ModelKeeper(household, from: "2026-02-24T00:00:00Z")
        try keeper.run(until: "2026-04-12T00:00:00Z")
        let told = bodies(keeper, of: .start, to: "alex")
        #expect(told.map { $0.contains("usually") } == [true] + told.dropFirst().map { _ in false })
    }

    @Test func `where the distance changes for half a year, the shorter half is told of`() throws {
        var keeper = try ModelKeeper(
            household(Zone("America/Phoenix", rule: "MST7")),
            from: "2026-02-24T00:00:00Z"
        )
        try keeper.run(until: "2026-12-12T00:00:00Z")
        let told = bodies(keeper, of: .start, to: "alex").filter { $0.contains("usually") }
        #expect(told.count == 1)
        #expect(
            told.first?.contains(
                "From Sunday 1 November to Sunday 14 March Sam's clock is 2 h behind yours; usually "
                    + "it is 3 h behind."
            ) == true
        )
    }

    @Test func `upcoming has everyone's clock`() throws {
        let now = try instant("2026-02-24T00:00:00Z")
        let next = Agenda(try household(), now: now).upcoming(after: now, count: 1)
        #expect(
            next.first?.clocks.map { "\($0.partner) \($0.start)" } == [
                "alex 2026-02-27T16:59:00-05:00[America/New_York]",
                "sam 2026-02-27T22:59:00+01:00[Europe/Berlin]",
            ]
        )
    }
}
