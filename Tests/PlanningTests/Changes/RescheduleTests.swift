import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// A ritual's time is changed, by a reload or while the daemon is down: one occurrence a local date.
@Suite struct RescheduleTests {
    private func household(
        _ schedule: Schedule,
        quiet: String? = nil,
        needs: Needs = .anyone
    ) throws -> Household {
        let ritual = try Ritual.of("talk", schedule, zone: .utc) { ritual in
            ritual.duration = try .of("30m")
            ritual.ladder = try .of(["1h", "0m"], followUp: "2h")
            ritual.needs = needs
        }
        return try .ofAlex(zone: .utc, quiet: quiet, [ritual])
    }

    private func keeper(_ time: String = "20:30", until now: String) throws -> ModelKeeper {
        var keeper = try ModelKeeper(household(.daily(time)), from: "2026-01-09T12:00:00Z")
        try keeper.run(until: now)
        return keeper
    }

    private func told(_ keeper: ModelKeeper) -> [String] {
        keeper.told.map { text in
            let words = text.split(separator: " ")
            return "\(words[0].dropFirst(8).prefix(8)) \(words[1]) of \(words[3].dropFirst(13))"
        }
    }

    private func change(_ keeper: inout ModelKeeper, _ schedule: Schedule, _ restarts: Bool) throws
    {
        let changed = try household(schedule)
        if restarts {
            keeper.restart(changed)
        } else {
            keeper.reload(changed)
            keeper.restart()
        }
    }

    private func standing(_ name: String, _ keeper: ModelKeeper) throws -> OccurrenceState {
        let key = try #require(OccurrenceKey(parsing: "talk@\(name)"))
        return keeper.planner.plan.state(of: key, at: keeper.now)
    }

    @Test(arguments: [false, true])
    func `what was done stays done, and the new time begins with the next date`(_ restarts: Bool)
        throws
    {
        var keeper = try keeper(until: "2026-01-09T20:40:00Z")
        try keeper.say(.done, of: "talk@2026-01-09T20:30")
        try change(&keeper, .daily("21:30"), restarts)
        #expect(try standing("2026-01-09T20:30", keeper) == .done)
        try keeper.run(until: "2026-01-10T22:00:00Z")
        #expect(
            told(keeper) == [
                "09T19:30 lead:1h of 09T20:30", "09T20:30 start of 09T20:30",
                "10T20:30 lead:1h of 10T21:30", "10T21:30 start of 10T21:30",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test(arguments: [false, true])
    func `what was done ahead of its start stays done`(_ restarts: Bool) throws {
        var keeper = try keeper(until: "2026-01-09T18:00:00Z")
        try keeper.say(.done, of: "talk@2026-01-09T20:30")
        try change(&keeper, .daily("19:15"), restarts)
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(told(keeper) == [])
    }

    @Test(arguments: [false, true])
    func `what is open stays open at its time`(_ restarts: Bool) throws {
        var keeper = try keeper(until: "2026-01-09T21:10:00Z")
        try change(&keeper, .daily("22:30"), restarts)
        #expect(try standing("2026-01-09T20:30", keeper) == .open)
        #expect(
            try keeper.planner.plan.occurrence(of: "talk", named: nil, at: keeper.now).start
                == local("2026-01-09T20:30")
        )
        #expect(
            throws: UnclearOccurrence.self,
            performing: {
                try keeper.planner.plan.occurrence(
                    of: "talk",
                    named: local("2026-01-09T22:30"),
                    at: keeper.now
                )
            }
        )
        try keeper.run(until: "2026-01-10T22:30:00Z")
        #expect(
            told(keeper) == [
                "09T19:30 lead:1h of 09T20:30", "09T20:30 start of 09T20:30",
                "09T23:00 follow_up of 09T20:30", "10T21:30 lead:1h of 10T22:30",
                "10T22:30 start of 10T22:30",
            ]
        )
        #expect(try standing("2026-01-09T20:30", keeper) == .passed)
        #expect(keeper.ledger.breaches == [])
    }

    @Test(arguments: [false, true])
    func `what is ahead moves, be it earlier or later`(_ restarts: Bool) throws {
        var later = try keeper(until: "2026-01-09T20:00:00Z")
        try change(&later, .daily("21:30"), restarts)
        try later.run(until: "2026-01-10T12:00:00Z")
        #expect(
            told(later) == [
                "09T19:30 lead:1h of 09T20:30", "09T20:30 lead:1h of 09T21:30",
                "09T21:30 start of 09T21:30", "10T00:00 follow_up of 09T21:30",
            ]
        )
        var earlier = try keeper("22:30", until: "2026-01-09T20:00:00Z")
        try change(&earlier, .daily("20:30"), restarts)
        try earlier.run(until: "2026-01-09T23:59:00Z")
        #expect(
            told(earlier).filter { !$0.contains("lead") } == [
                "09T20:30 start of 09T20:30", "09T23:00 follow_up of 09T20:30",
            ]
        )
    }

    /// In the zone of the new config the start that was told lies ahead.
    @Test(arguments: [false, true])
    func `what was told stands for its date in a zone further west`(_ restarts: Bool) throws {
        func household(_ time: String, _ zone: Zone) throws -> Household {
            let ritual = try Ritual.of("talk", .daily(time), zone: zone) {
                $0.duration = try .of("30m")
            }
            return try .ofAlex(zone: zone, [ritual])
        }
        let home = try SettledZone.kolkata.zone
        var keeper = try ModelKeeper(household("07:45", home), from: "2026-01-09T01:00:00Z")
        try keeper.run(until: "2026-01-09T03:00:00Z")
        let changed = try household("08:45", SettledZone.newYork.zone)
        if restarts {
            keeper.restart(changed)
        } else {
            keeper.reload(changed)
        }
        try keeper.run(until: "2026-01-10T14:00:00Z")
        #expect(
            told(keeper).filter { $0.contains("start") } == [
                "09T02:15 start of 09T07:45", "10T13:45 start of 10T08:45",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a start that waits for the morning stays, and nothing comes beside it`() throws {
        func household(_ time: String) throws -> Household {
            let ritual = try Ritual.of("talk", .daily(time), zone: .utc) {
                $0.duration = try .of("12h")
            }
            return try .ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        }
        var keeper = try ModelKeeper(household("22:30"), from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T22:40:00Z")
        keeper.reload(try household("23:30"))
        try keeper.run(until: "2026-01-10T12:00:00Z")
        keeper.restart()
        try keeper.run(until: "2026-01-10T20:00:00Z")
        #expect(told(keeper) == ["10T07:00 start of 09T22:30"])
    }

    @Test(arguments: [false, true])
    func `a weekly ritual keeps the one that has begun, its move too`(_ restarts: Bool) throws {
        var keeper = try ModelKeeper(
            household(.weekly(.friday, at: "19:00")),
            from: "2026-01-05T00:00:00Z"
        )
        try keeper.say(.moved(to: local("2026-01-18T19:00")), of: "talk@2026-01-16T19:00")
        try keeper.run(until: "2026-01-09T19:10:00Z")
        try change(&keeper, .weekly(.friday, .saturday, at: "20:00"), restarts)
        try keeper.run(until: "2026-01-18T20:00:00Z")
        #expect(
            told(keeper).filter { $0.contains("start") } == [
                "09T19:00 start of 09T19:00", "10T20:00 start of 10T20:00",
                "17T20:00 start of 17T20:00", "18T19:00 start of 16T19:00",
            ]
        )
    }

    @Test(arguments: [false, true])
    func `several times a day, each that has begun stands for the nearest`(_ restarts: Bool) throws
    {
        var keeper = try ModelKeeper(
            household(.daily("13:00", "18:00")),
            from: "2026-01-09T12:30:00Z"
        )
        try keeper.run(until: "2026-01-09T13:30:00Z")
        try change(&keeper, .daily("14:00", "19:00"), restarts)
        try keeper.run(until: "2026-01-09T23:00:00Z")
        #expect(
            told(keeper).filter { $0.contains("start") } == [
                "09T13:00 start of 09T13:00", "09T19:00 start of 09T19:00",
            ]
        )
    }

    @Test func `changed there and back, a date has its one`() throws {
        var keeper = try keeper(until: "2026-01-09T20:40:00Z")
        try change(&keeper, .daily("22:30"), false)
        try change(&keeper, .daily("20:30"), false)
        try change(&keeper, .daily("22:30"), false)
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(
            told(keeper).filter { $0.contains("start") } == ["09T20:30 start of 09T20:30"]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what was told ahead of its old time is withdrawn`() throws {
        var keeper = try keeper(until: "2026-01-09T20:00:00Z")
        let step = keeper.perform(.newHousehold(try household(.daily("21:30")), at: keeper.now))
        #expect(step.withdrawals.map(\.occurrence.description) == ["talk@2026-01-09T20:30"])
    }
}
