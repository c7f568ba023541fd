import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct LadderTests {
    @Test func `days before a start keep the wall time, and hours elapse`() throws {
        let zone = try SettledZone.newYork.zone
        // The clocks go from 02:00 to 03:00 on 8 March.
        let ritual = try Ritual.of("date", .on("2026-03-08T19:00"), zone: zone) { ritual in
            ritual.ladder = try .of(["1d", "24h", "0m"])
        }
        var keeper = try ModelKeeper(.ofAlex(zone: zone, [ritual]), from: "2026-03-01T00:00:00Z")
        try keeper.run(until: "2026-03-10T00:00:00Z")
        #expect(
            keeper.told == [
                "2026-03-07T23:00:00Z lead:24h of date@2026-03-08T19:00 to alex",
                "2026-03-08T00:00:00Z lead:1d of date@2026-03-08T19:00 to alex",
                "2026-03-08T23:00:00Z start of date@2026-03-08T19:00 to alex",
            ]
        )
    }

    @Test func `a month before the 31st is the last day of the month`() throws {
        let ritual = try Ritual.of("trip", .on("2026-03-31T09:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["1 month"])
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-01T00:00:00Z")
        try keeper.run(until: "2026-04-01T00:00:00Z")
        #expect(
            keeper.told == ["2026-02-28T09:00:00Z lead:1 month of trip@2026-03-31T09:00 to alex"]
        )
    }

    @Test func `the question follows the end, and each nag counts from the question`() throws {
        let zone = try SettledZone.berlin.zone
        // The clocks jump over 02:30 on 29 March; the nag after it is at 02:30 again.
        let ritual = try Ritual.of("walk", .on("2026-03-27T22:30"), zone: zone) { ritual in
            ritual.duration = try .of("3h")
            ritual.ladder = try .of(["0m"], followUp: "1h", nag: ("1d", 2))
        }
        var keeper = try ModelKeeper(.ofAlex(zone: zone, [ritual]), from: "2026-03-27T00:00:00Z")
        try keeper.run(until: "2026-04-02T00:00:00Z")
        #expect(
            keeper.told == [
                "2026-03-27T21:30:00Z start of walk@2026-03-27T22:30 to alex",
                "2026-03-28T01:30:00Z follow_up of walk@2026-03-27T22:30 to alex",
                "2026-03-29T01:30:00Z nag:1 of walk@2026-03-27T22:30 to alex",
                "2026-03-30T00:30:00Z nag:2 of walk@2026-03-27T22:30 to alex",
            ]
        )
    }

    @Test func `nobody who asked for space is nagged`() throws {
        let ritual = try Ritual.of("walk", .on("2026-03-01T10:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["0m"], followUp: "1h", nag: ("1d", 2))
        }
        let household = try Household.ofAlex(zone: .utc, tone: .spacious, [ritual])
        var keeper = try ModelKeeper(household, from: "2026-03-01T00:00:00Z")
        try keeper.run(until: "2026-03-20T00:00:00Z")
        #expect(
            keeper.verdicts("walk@2026-03-01T10:00") == [
                "start alex: fired", "follow_up alex: fired",
            ]
        )
    }

    @Test func `a ladder may begin before that of an earlier occurrence`() throws {
        // A month before both is 30 September, on which ten in the morning comes first.
        let schedule = Schedule.dates([
            try local("2026-10-30T19:00"), try local("2026-10-31T10:00"),
        ])
        let ritual = try Ritual.of("visit", schedule, zone: .utc) {
            $0.ladder = try .of(["1 month"])
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-09-01T00:00:00Z")
        try keeper.run(until: "2026-10-05T00:00:00Z")
        #expect(
            keeper.told == [
                "2026-09-30T10:00:00Z lead:1 month of visit@2026-10-31T10:00 to alex",
                "2026-09-30T19:00:00Z lead:1 month of visit@2026-10-30T19:00 to alex",
            ]
        )
    }

    @Test func `a ritual without a ladder tells nothing and ends nowhere`() throws {
        let ritual = try Ritual.of("silent", .daily("10:00"), zone: .utc) {
            $0.ladder = try .of([])
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-03-01T00:00:00Z")
        #expect(keeper.planner.nextDue == nil)
        try keeper.run(until: "2027-03-01T00:00:00Z")
        #expect(keeper.told == [])
    }

    /// Two hours without phones in the evening, whose end is told too.
    private func phonesAway(quiet: String? = nil) throws -> ModelKeeper {
        let ritual = try Ritual.of("away", .daily("19:00"), zone: .utc) { ritual in
            ritual.duration = try .of("2h")
            ritual.ladder.tellsEnd = true
        }
        return try ModelKeeper(
            .ofAlex(zone: .utc, quiet: quiet, [ritual]),
            from: "2026-03-02T00:00:00Z"
        )
    }

    @Test func `an end is told when it comes, after a move too, and not once it is done`() throws {
        var keeper = try phonesAway()
        try keeper.say(.moved(to: local("2026-03-02T20:00")), of: "away@2026-03-02T19:00")
        try keeper.run(until: "2026-03-03T19:30:00Z")
        try keeper.say(.done, of: "away@2026-03-03T19:00")
        try keeper.run(until: "2026-03-04T12:00:00Z")
        #expect(
            keeper.told == [
                "2026-03-02T20:00:00Z start of away@2026-03-02T19:00 to alex",
                "2026-03-02T22:00:00Z end of away@2026-03-02T19:00 to alex",
                "2026-03-03T19:00:00Z start of away@2026-03-03T19:00 to alex",
            ]
        )
        #expect(keeper.decision("end", of: "away@2026-03-03T19:00")?.verdict == .cancelled)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `an end in quiet hours is not told the next morning`() throws {
        var keeper = try phonesAway(quiet: "20:30-07:00")
        try keeper.run(until: "2026-03-03T12:00:00Z")
        #expect(keeper.told == ["2026-03-02T19:00:00Z start of away@2026-03-02T19:00 to alex"])
        #expect(keeper.decision("end", of: "away@2026-03-02T19:00")?.verdict == .expired)
    }

    @Test func `what comes often, or takes no time, is not announced by a tone`() throws {
        for (period, length) in [("3h", "10m"), ("1d", "0m")] {
            let step = try ElapsedStep(
                step: .seconds(Span.of(period).days * 86_400 + Int(Span.of(period).seconds)),
                anchor: "2026-03-01T00:00:00Z"
            )
            let ritual = try Ritual.of("r", .elapsed(step), zone: .utc) {
                $0.duration = try .of(length)
            }
            var keeper = try ModelKeeper(
                .ofAlex(zone: .utc, tone: .spacious, [ritual]),
                from: "2026-03-02T01:00:00Z"
            )
            try keeper.run(until: "2026-03-04T00:00:00Z")
            #expect(!keeper.told.contains { $0.contains("lead") }, "\(keeper.told)")
        }
    }

    @Test func `a nudge without a channel says so`() throws {
        var household = try Household.ofAlex(zone: .utc, [.of("walk", .daily("10:00"), zone: .utc)])
        household.partners[0].channels = []
        var keeper = try ModelKeeper(household, from: "2026-03-01T00:00:00Z")
        try keeper.run(until: "2026-03-01T12:00:00Z")
        let decision = keeper.decision("start", of: "walk@2026-03-01T10:00")
        #expect(decision?.verdict == .fired)
        #expect(decision?.channels == [])
        #expect(decision?.reason == "in time; no channel reaches alex")
    }
}
