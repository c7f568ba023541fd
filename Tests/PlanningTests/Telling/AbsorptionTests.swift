import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct AbsorptionTests {
    /// A date on Fridays, a getaway over one of them, a trip over the getaway.
    private func household(trip: String = "2026-01-16T17:00") throws -> Household {
        try .ofAlex(
            zone: .utc,
            [
                .of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
                    ritual.duration = try .of("3h")
                    ritual.absorbedBy = ["getaway", "trip"]
                },
                .of("getaway", .on("2026-01-16T17:00"), zone: .utc) { ritual in
                    ritual.duration = try .of("2d")
                    ritual.absorbedBy = ["trip"]
                },
                .of("trip", .on(trip), zone: .utc) { $0.duration = try .of("7d") },
            ]
        )
    }

    @Test func `a bigger ritual takes the place of a smaller one that it touches`() throws {
        var keeper = try ModelKeeper(
            household(trip: "2026-06-01T17:00"),
            from: "2026-01-01T00:00:00Z"
        )
        try keeper.run(until: "2026-01-24T00:00:00Z")
        #expect(keeper.verdicts("date@2026-01-09T19:00") == ["start alex: fired"])
        #expect(keeper.verdicts("date@2026-01-16T19:00") == ["start alex: absorbed"])
        #expect(keeper.verdicts("date@2026-01-23T19:00") == ["start alex: fired"])
        #expect(
            keeper.decision("start", of: "date@2026-01-16T19:00")?.reason
                == "getaway@2026-01-16T17:00 takes its place"
        )
    }

    @Test func `what is absorbed itself absorbs nothing; the trip takes both places`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.run(until: "2026-02-01T00:00:00Z")
        #expect(keeper.verdicts("getaway@2026-01-16T17:00") == ["start alex: absorbed"])
        #expect(
            keeper.decision("start", of: "date@2026-01-16T19:00")?.reason
                == "trip@2026-01-16T17:00 takes its place"
        )
        // A week from 17:00 on ends before the date of the next Friday begins.
        #expect(keeper.verdicts("date@2026-01-23T19:00") == ["start alex: fired"])
    }

    @Test func `a skipped getaway gives the date its place back`() throws {
        var keeper = try ModelKeeper(
            household(trip: "2026-06-01T17:00"),
            from: "2026-01-01T00:00:00Z"
        )
        try keeper.say(.skipped, of: "getaway@2026-01-16T17:00")
        try keeper.run(until: "2026-01-17T00:00:00Z")
        #expect(keeper.verdicts("date@2026-01-16T19:00") == ["start alex: fired"])
    }

    @Test func `a skipped trip lets the getaway absorb again`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-01T00:00:00Z")
        try keeper.say(.skipped, of: "trip@2026-01-16T17:00")
        try keeper.run(until: "2026-01-17T00:00:00Z")
        #expect(keeper.verdicts("getaway@2026-01-16T17:00") == ["start alex: fired"])
        #expect(keeper.verdicts("date@2026-01-16T19:00") == ["start alex: absorbed"])
    }

    @Test func `a getaway that was moved absorbs where it is now`() throws {
        var keeper = try ModelKeeper(
            household(trip: "2026-06-01T17:00"),
            from: "2026-01-01T00:00:00Z"
        )
        try keeper.say(.moved(to: local("2026-01-23T17:00")), of: "getaway@2026-01-16T17:00")
        try keeper.run(until: "2026-01-24T00:00:00Z")
        #expect(keeper.verdicts("date@2026-01-16T19:00") == ["start alex: fired"])
        #expect(keeper.verdicts("date@2026-01-23T19:00") == ["start alex: absorbed"])
    }

    @Test func `one that ends as the other begins does not touch it`() throws {
        let household = try Household.ofAlex(
            zone: .utc,
            [
                .of("date", .on("2026-01-09T19:00"), zone: .utc) { $0.absorbedBy = ["show"] },
                .of("show", .on("2026-01-09T16:00"), zone: .utc) { $0.duration = try .of("3h") },
            ]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-10T00:00:00Z")
        #expect(keeper.verdicts("date@2026-01-09T19:00") == ["start alex: fired"])
    }
}
