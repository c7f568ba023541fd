import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct OccurrenceResolutionTests {
    /// A couple that has kept its rituals for some weeks.
    private func keeper(from start: String) throws -> ModelKeeper {
        var keeper = try ModelKeeper(
            couple(
                .utc,
                [
                    .of("date", .weekly(.friday, at: "19:00"), zone: .utc) {
                        $0.ladder = try .of(["1d", "0m"])
                    },
                    .of("getaway", .on("2026-02-20T17:00"), zone: .utc) {
                        $0.flex = try .of("10d")
                    },
                    .of("ritual", .daily("20:30"), zone: .utc),
                ]
            ),
            from: "2025-12-01T00:00:00Z"
        )
        try keeper.wake(at: start)
        return keeper
    }

    private func meant(
        _ keeper: ModelKeeper,
        _ ritual: String,
        named start: String? = nil,
        saying kind: Outcome.Kind = .done
    ) -> String {
        do {
            let start = try start.map { try local($0) }
            return try keeper.planner.plan.occurrence(
                of: ritual,
                named: start,
                saying: kind,
                at: keeper.now
            ).description
        } catch {
            return "\(error)"
        }
    }

    @Test func `the latest that has started and was not answered is meant`() throws {
        var keeper = try keeper(from: "2026-01-11T12:00:00Z")
        #expect(meant(keeper, "date") == "date@2026-01-09T19:00")
        #expect(meant(keeper, "ritual") == "ritual@2026-01-10T20:30")
        try keeper.say(.done, of: "ritual@2026-01-10T20:30", by: "alex")
        // Answered: the next one is today's.
        #expect(meant(keeper, "ritual") == "ritual@2026-01-11T20:30")
    }

    @Test func `the next one is meant once its ladder has begun`() throws {
        var keeper = try keeper(from: "2026-01-11T12:00:00Z")
        try keeper.say(.done, of: "date@2026-01-09T19:00")
        try keeper.run(until: "2026-01-11T14:00:00Z")
        #expect(
            meant(keeper, "date")
                == "nothing of 'date' is open now; the next is 2026-01-16T19:00, name it with --occurrence"
        )
        try keeper.run(until: "2026-01-15T19:00:00Z")
        #expect(meant(keeper, "date") == "date@2026-01-16T19:00")
    }

    @Test func `what is said again within the hour means the same one`() throws {
        var keeper = try keeper(from: "2026-01-11T12:00:00Z")
        try keeper.say(.done, of: "date@2026-01-09T19:00")
        #expect(meant(keeper, "date") == "date@2026-01-09T19:00")
        try keeper.run(until: "2026-01-11T14:00:00Z")
        #expect(meant(keeper, "date").hasPrefix("nothing of 'date' is open now"))
    }

    @Test func `a move means the next one, however far ahead it is`() throws {
        var keeper = try keeper(from: "2026-01-11T12:00:00Z")
        try keeper.say(.done, of: "date@2026-01-09T19:00")
        let saturday = Outcome.Kind.moved(to: try CivilDateTime(parsing: "2026-01-17T18:00"))
        #expect(meant(keeper, "date", saying: saturday) == "date@2026-01-16T19:00")
        try keeper.say(saturday, of: "date@2026-01-16T19:00")
        #expect(meant(keeper, "date", saying: saturday) == "date@2026-01-16T19:00")
        try keeper.say(.skipped, of: "date@2026-01-16T19:00")
        #expect(meant(keeper, "date", saying: saturday) == "date@2026-01-23T19:00")
    }

    @Test func `with one unanswered and one announced, the nearer and the last told are meant`()
        throws
    {
        var keeper = try keeper(from: "2026-01-08T12:00:00Z")
        try keeper.run(until: "2026-01-12T20:00:00Z")
        #expect(meant(keeper, "date") == "date@2026-01-09T19:00")
        #expect(meant(keeper, "date", saying: .skipped) == "date@2026-01-09T19:00")
        try keeper.run(until: "2026-01-15T20:00:00Z")
        #expect(meant(keeper, "date") == "date@2026-01-16T19:00")
        #expect(meant(keeper, "date", saying: .skipped) == "date@2026-01-16T19:00")
    }

    @Test func `skipping in the morning means tonight, done means last night`() throws {
        let keeper = try keeper(from: "2026-01-11T12:00:00Z")
        #expect(meant(keeper, "ritual", saying: .skipped) == "ritual@2026-01-11T20:30")
        #expect(meant(keeper, "ritual") == "ritual@2026-01-10T20:30")
    }

    @Test func `one within its flex is meant early`() throws {
        var keeper = try keeper(from: "2026-02-09T17:00:00Z")
        #expect(
            meant(keeper, "getaway").hasPrefix(
                "nothing of 'getaway' is open now; the next is 2026-02-20"
            )
        )
        try keeper.run(until: "2026-02-10T17:00:00Z")
        #expect(meant(keeper, "getaway") == "getaway@2026-02-20T17:00")
    }

    @Test func `one that was moved is meant at its new time`() throws {
        var keeper = try keeper(from: "2026-01-08T12:00:00Z")
        try keeper.say(.moved(to: local("2026-01-17T19:00")), of: "date@2026-01-09T19:00")
        try keeper.run(until: "2026-01-17T20:00:00Z")
        #expect(meant(keeper, "date") == "date@2026-01-09T19:00")
        try keeper.say(.done, of: "date@2026-01-09T19:00")
        #expect(meant(keeper, "date") == "date@2026-01-16T19:00")
    }

    @Test func `one that was moved earlier is meant once it has begun`() throws {
        var keeper = try keeper(from: "2026-01-11T12:00:00Z")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: "date@2026-01-16T19:00")
        try keeper.run(until: "2026-01-12T21:00:00Z")
        #expect(meant(keeper, "date") == "date@2026-01-16T19:00")
    }

    @Test func `a name must be one that the schedule yields`() throws {
        let keeper = try keeper(from: "2026-01-11T12:00:00Z")
        #expect(meant(keeper, "date", named: "2026-03-06T19:00") == "date@2026-03-06T19:00")
        #expect(
            meant(keeper, "date", named: "2026-03-06T18:00")
                == "'date' does not fall on 2026-03-06T18:00; near it are 2026-03-06T19:00 and 2026-02-27T19:00"
        )
        #expect(
            meant(keeper, "getaway", named: "2026-05-01T17:00")
                == "'getaway' does not fall on 2026-05-01T17:00; near it is 2026-02-20T17:00"
        )
        #expect(
            meant(keeper, "ritual", named: "2026-01-09T20:31")
                == "'ritual' does not fall on 2026-01-09T20:31; "
                + "near it are 2026-01-09T20:30 and 2026-01-10T20:30"
        )
        #expect(
            meant(keeper, "dance")
                == "no ritual 'dance' is kept here; known are date, getaway, ritual"
        )
    }

    @Test func `when the schedule is over nothing is next`() throws {
        var keeper = try keeper(from: "2026-02-21T12:00:00Z")
        try keeper.say(.done, of: "getaway@2026-02-20T17:00")
        try keeper.run(until: "2026-02-21T14:00:00Z")
        #expect(meant(keeper, "getaway") == "nothing of 'getaway' is open now")
    }
}
