import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct StandingTests {
    private let date = "date@2026-01-09T19:00"

    private func keeper() throws -> ModelKeeper {
        try ModelKeeper(
            couple(
                .utc,
                [
                    .of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
                        ritual.duration = try .of("3h")
                        ritual.absorbedBy = ["getaway"]
                        ritual.needs = .all
                    },
                    .of("getaway", .on("2026-01-16T17:00"), zone: .utc) {
                        $0.duration = try .of("2d")
                    },
                ]
            ),
            from: "2026-01-05T00:00:00Z"
        )
    }

    private func standing(_ keeper: ModelKeeper, _ key: String, at now: String) throws
        -> OccurrenceState
    {
        keeper.planner.plan.state(
            of: try #require(OccurrenceKey(parsing: key)),
            at: try instant(now)
        )
    }

    @Test(arguments: [
        ("2026-01-09T18:59:59Z", OccurrenceState.ahead), ("2026-01-09T19:00:00Z", .now),
        ("2026-01-09T21:59:59Z", .now), ("2026-01-09T22:00:00Z", .open),
        ("2026-01-16T18:59:59Z", .open), ("2026-01-16T19:00:00Z", .passed),
    ])
    func `it is ahead, then now, then open until the next begins`(
        _ now: String,
        _ expected: OccurrenceState
    ) throws {
        #expect(try standing(keeper(), date, at: now) == expected)
    }

    @Test func `what was put off is missed only after it was asked`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T23:00:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-17T10:00:00Z")), of: date, by: "sam")
        #expect(try standing(keeper, date, at: "2026-01-17T09:00:00Z") == .open)
        #expect(try standing(keeper, date, at: "2026-01-17T12:00:00Z") == .open)
        #expect(try standing(keeper, date, at: "2026-01-30T12:00:00Z") == .passed)
    }

    @Test func `what comes once stays open for thirty days`() throws {
        #expect(
            try standing(keeper(), "getaway@2026-01-16T17:00", at: "2026-02-17T16:59:59Z") == .open
        )
        #expect(
            try standing(keeper(), "getaway@2026-01-16T17:00", at: "2026-02-17T17:00:00Z")
                == .passed
        )
    }

    @Test func `words and bigger rituals count before the clock`() throws {
        var keeper = try keeper()
        #expect(
            try standing(keeper, "date@2026-01-16T19:00", at: "2026-01-05T00:00:00Z") == .absorbed
        )
        #expect(
            try standing(keeper, "nothing@2026-01-16T19:00", at: "2026-01-05T00:00:00Z") == .passed
        )
        try keeper.say(.done, of: date, by: "alex")
        #expect(try standing(keeper, date, at: "2026-01-05T00:00:00Z") == .ahead)
        try keeper.say(.done, of: date, by: "sam")
        #expect(try standing(keeper, date, at: "2026-01-05T00:00:00Z") == .done)
        try keeper.say(.skipped, of: "date@2026-01-23T19:00", by: "sam")
        #expect(
            try standing(keeper, "date@2026-01-23T19:00", at: "2026-01-05T00:00:00Z") == .skipped
        )
        try keeper.say(.moved(to: local("2026-02-01T12:00")), of: "date@2026-01-30T19:00")
        #expect(try standing(keeper, "date@2026-01-30T19:00", at: "2026-01-31T00:00:00Z") == .moved)
        #expect(try standing(keeper, "date@2026-01-30T19:00", at: "2026-02-01T12:00:00Z") == .now)
    }
}
