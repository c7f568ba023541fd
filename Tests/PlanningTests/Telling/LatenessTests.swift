import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct LatenessTests {
    /// When Alex, away from before the first occurrence on, comes back, what becomes of its start.
    private func verdict(
        _ schedule: Schedule,
        quiet: String? = nil,
        lateWithin: String? = nil,
        of occurrence: String,
        backAt: String
    ) throws -> Verdict? {
        let ritual = try Ritual.of("ritual", schedule, zone: .utc) { ritual in
            ritual.lateWithin = try lateWithin.map { try Span.of($0) }
        }
        let household = try Household.ofAlex(zone: .utc, quiet: quiet, [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-01T00:00:00Z")
        let first = try #require(OccurrenceKey(parsing: occurrence))
        keeper.run(until: Instant(secondsSinceEpoch: first.start.localSeconds) - .seconds(1))
        try keeper.wake(at: backAt)
        return keeper.decision("start", of: occurrence)?.verdict
    }

    @Test func `a weekly ritual may be told for half a week`() throws {
        let weekly = try Schedule.weekly(.friday, at: "19:00")
        let key = "ritual@2026-01-09T19:00"
        #expect(try verdict(weekly, of: key, backAt: "2026-01-13T07:00:00Z") == .late)
        #expect(try verdict(weekly, of: key, backAt: "2026-01-13T07:00:01Z") == .expired)
    }

    @Test func `a monthly ritual may be told for seven days and no longer`() throws {
        let step = try AnchoredStep(
            every: 1,
            .months,
            from: CivilDate(parsing: "2026-01-09"),
            at: [ClockTime(parsing: "19:00")]
        )
        let key = "ritual@2026-01-09T19:00"
        #expect(try verdict(.every(step), of: key, backAt: "2026-01-16T19:00:00Z") == .late)
        #expect(try verdict(.every(step), of: key, backAt: "2026-01-16T19:00:01Z") == .expired)
    }

    @Test func `a daily ritual may be told until the quiet hours begin`() throws {
        let daily = try Schedule.daily("10:00")
        let key = "ritual@2026-01-09T10:00"
        let quiet = "22:30-07:00"
        #expect(try verdict(daily, quiet: quiet, of: key, backAt: "2026-01-09T22:29:59Z") == .late)
        #expect(
            try verdict(daily, quiet: quiet, of: key, backAt: "2026-01-09T22:30:00Z") == .expired
        )
    }

    @Test func `a daily ritual without quiet hours may be told for half a day`() throws {
        let daily = try Schedule.daily("10:00")
        let key = "ritual@2026-01-09T10:00"
        #expect(try verdict(daily, of: key, backAt: "2026-01-09T22:00:00Z") == .late)
        #expect(try verdict(daily, of: key, backAt: "2026-01-09T22:00:01Z") == .expired)
    }

    @Test func `what comes once may be told for three days`() throws {
        let key = "ritual@2026-01-09T10:00"
        let once = try Schedule.on("2026-01-09T10:00")
        #expect(try verdict(once, of: key, backAt: "2026-01-12T10:00:00Z") == .late)
        #expect(try verdict(once, of: key, backAt: "2026-01-12T10:00:01Z") == .expired)
    }

    @Test(arguments: [("2026-01-09T12:00:00Z", Verdict.late), ("2026-01-09T12:00:01Z", .expired)])
    func `a ritual's own late_within counts before all else`(_ back: String, _ verdict: Verdict)
        throws
    {
        let daily = try Schedule.daily("10:00")
        let key = "ritual@2026-01-09T10:00"
        #expect(try self.verdict(daily, lateWithin: "2h", of: key, backAt: back) == verdict)
    }

    @Test(arguments: [("2026-01-09T10:00:59Z", Verdict.fired), ("2026-01-09T10:01:01Z", .expired)])
    func `within a minute is in time even where nothing may be late`(
        _ back: String,
        _ verdict: Verdict
    ) throws {
        let daily = try Schedule.daily("10:00")
        let key = "ritual@2026-01-09T10:00"
        #expect(try self.verdict(daily, lateWithin: "0m", of: key, backAt: back) == verdict)
    }

    @Test func `a lead is not told after the start`() throws {
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["2h"])
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-09T00:00:00Z")
        try keeper.wake(at: "2026-01-09T19:30:00Z")
        #expect(
            keeper.decision("lead:2h", of: "date@2026-01-09T19:00")?.reason
                == "2 h 30 min late, and it could be told until 2026-01-09T19:00"
        )
    }

    @Test func `what is late of several rituals is told as one digest, with its last stages`()
        throws
    {
        let household = try couple(
            .utc,
            [
                .of("walk", .daily("10:00"), zone: .utc) { $0.title = "Walk" },
                .of("date", .on("2026-01-09T11:00"), zone: .utc) { ritual in
                    ritual.title = "Date"
                    ritual.ladder = try .of(["2h", "0m"])
                },
            ]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-09T08:00:00Z")
        try keeper.wake(at: "2026-01-09T12:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-09T12:00:00Z digest of catch-up@2026-01-09T12:00 to alex",
                "2026-01-09T12:00:00Z digest of catch-up@2026-01-09T12:00 to sam",
            ]
        )
        let digest = try #require(keeper.decision("digest", of: "catch-up@2026-01-09T12:00"))
        #expect(digest.verdict == .late)
        #expect(digest.reason == "2 nudges were late together")
        #expect(digest.nudge?.title == "While this computer was away")
        #expect(digest.nudge?.body == "Walk, today 10:00; Date, today 11:00")
        #expect(digest.nudge?.late == .seconds(2 * 3_600))
        let lines = ["lead:2h", "start"].map { keeper.decision($0, of: "date@2026-01-09T11:00") }
        #expect(lines.map(\.?.verdict) == [.expired, .coalesced])
        #expect(lines.map(\.?.nudgeID) == [nil, digest.nudge?.id])
        #expect(keeper.ledger.dangling == [])
    }

    @Test func `several late occurrences of one ritual are told as the last`() throws {
        let ritual = try Ritual.of("tea", .daily("08:00", "09:00", "10:00"), zone: .utc) { ritual in
            ritual.lateWithin = try .of("1d")
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-09T07:00:00Z")
        try keeper.wake(at: "2026-01-09T10:30:00Z")
        #expect(keeper.told == ["2026-01-09T10:30:00Z start of tea@2026-01-09T10:00 to alex"])
        let last = keeper.decision("start", of: "tea@2026-01-09T10:00")
        #expect(last?.nudge?.body == "A little late, because this computer was away: It is time.")
        #expect(
            keeper.decision("start", of: "tea@2026-01-09T08:00")?.nudgeID == last?.nudge?.id
        )
    }

    @Test func `what is told instead of a stage is told itself`() throws {
        // At ten the lead of the second is late, its start in time; the first start is late.
        let ritual = try Ritual.of("tea", .daily("08:00", "10:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["1h", "0m"])
            ritual.lateWithin = try .of("1d")
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-09T06:00:00Z")
        try keeper.wake(at: "2026-01-09T10:00:00Z")
        #expect(keeper.told == ["2026-01-09T10:00:00Z start of tea@2026-01-09T10:00 to alex"])
        #expect(keeper.ledger.dangling == [])
        #expect(keeper.ledger.decisions.count == 4)
    }

    @Test func `ten years away are one digest, and everything older is given up`() throws {
        let household = try couple(
            .utc,
            [
                .of("walk", .daily("10:00"), zone: .utc), .of("talk", .daily("20:00"), zone: .utc),
            ]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-01T00:00:00Z")
        try keeper.wake(at: "2036-01-01T21:00:00Z")
        #expect(keeper.told.count == 2)
        // What lies between is two spans; the ends of them are decided one by one.
        #expect(keeper.ledger.lapses.map(\.ritual) == ["walk", "talk"])
        #expect(keeper.ledger.decisions.count < 100)
        let stages = keeper.stages(from: "2026-01-01T00:00:00Z")
        #expect(stages.count == 2 * 2 * 3653)
        #expect(stages.filter { !keeper.isDecided($0.key, due: $0.value) }.isEmpty)
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.planner.nextDue == (try instant("2036-01-02T10:00:00Z")))
    }
}
