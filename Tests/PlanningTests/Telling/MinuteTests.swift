import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// Two nudges to one partner in the same minute are one, also where some seconds lie between them.
@Suite struct MinuteTests {
    private let tea = "tea@2026-01-09T20:40"
    private let talk = "talk@2026-01-09T20:40:23"

    private func ritual(
        _ id: String,
        at time: String,
        _ change: (inout Ritual) throws -> Void = { _ in }
    ) throws -> Ritual {
        try .of(id, .daily(time), zone: .utc) { ritual in
            ritual.title = id
            ritual.sensitivity = .public
            try change(&ritual)
        }
    }

    private func household(
        quiet: String? = nil,
        _ change: (inout Ritual) throws -> Void = { _ in }
    ) throws -> Household {
        try .ofAlex(
            zone: .utc,
            quiet: quiet,
            [ritual("tea", at: "20:40"), ritual("talk", at: "20:40:23", change)]
        )
    }

    private func keeper(
        until end: String,
        _ household: Household? = nil
    ) throws -> ModelKeeper {
        var keeper = try ModelKeeper(
            household ?? self.household(),
            from: "2026-01-09T12:00:00Z"
        )
        try keeper.run(until: end)
        return keeper
    }

    private func check(_ keeper: ModelKeeper) {
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])
    }

    @Test(arguments: [false, true])
    func `the first tells of both, and the second is decided in its own time`(_ restarts: Bool)
        throws
    {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        let first = try #require(keeper.decision("start", of: tea))
        #expect(first.verdict == .fired)
        #expect(first.reason == "in time; one more told with it")
        #expect(first.nudge?.title == "tea and talk")
        #expect(first.nudge?.body == "tea: It is time.\ntalk: It is time.")
        #expect(first.nudge?.actions == [])
        #expect(keeper.decision("start", of: talk) == nil)
        if restarts {
            keeper.restart()
        }
        try keeper.run(until: "2026-01-09T21:00:00Z")
        let second = try #require(keeper.decision("start", of: talk))
        #expect(second.verdict == .coalesced)
        #expect(second.decided == (try instant("2026-01-09T20:40:23Z")))
        #expect(second.nudgeID == first.nudgeID)
        #expect(second.reason == "told with start of \(tea), 23 s before")
        #expect(keeper.told.count == 1)
        check(keeper)
    }

    @Test func `a process that was dead in between has told it all the same`() throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        keeper.restart()
        try keeper.wake(at: "2026-01-09T23:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .coalesced)
        #expect(keeper.told.count == 1)
        check(keeper)
    }

    @Test func `a minute is the clock's`() throws {
        let household = try Household.ofAlex(
            zone: .utc,
            [ritual("tea", at: "20:40:40"), ritual("talk", at: "20:41")]
        )
        let keeper = try keeper(until: "2026-01-09T21:00:00Z", household)
        #expect(keeper.told.count == 2)
    }

    @Test func `each partner has a minute of their own`() throws {
        var household = try household { $0.partners = ["sam"] }
        household.partners.append(Partner(id: "sam", name: "Sam", zone: .utc))
        household.rituals[0].partners = ["alex"]
        let keeper = try keeper(until: "2026-01-09T21:00:00Z", household)
        #expect(keeper.told.count == 2)
        check(keeper)
    }

    @Test(arguments: [Outcome.Kind.done, .skipped])
    func `what was answered in between is cancelled as ever`(_ kind: Outcome.Kind) throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        try keeper.say(kind, of: talk)
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .cancelled)
        #expect(keeper.told.count == 1)
        check(keeper)
    }

    @Test(arguments: [false, true])
    func `with the first answered its nudge is gone, and the second is told by itself`(
        _ restarts: Bool
    ) throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        try keeper.say(.done, of: tea)
        if restarts {
            keeper.restart()
        }
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .fired)
        #expect(keeper.told.count == 2)
        check(keeper)
    }

    @Test(arguments: [false, true])
    func `a hold that withdraws the first leaves the second its own nudge`(_ restarts: Bool) throws
    {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        try keeper.hold("tea", until: "2026-01-12T00:00:00Z")
        if restarts {
            keeper.restart()
        }
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .fired)
        check(keeper)
    }

    @Test func `what was said in between and could not be told is a nudge of its own`() throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T20:40:40Z")), of: talk)
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .held)
        #expect(keeper.told.last == "2026-01-09T20:40:40Z snooze:1 of \(talk) to alex")
        check(keeper)
    }

    @Test func `what was moved in between is told at its new time`() throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        try keeper.say(.moved(to: local("2026-01-09T20:40:50")), of: talk)
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.told.last == "2026-01-09T20:40:50Z start of \(talk) to alex")
        check(keeper)
    }

    @Test func `later until some seconds before another is told with it`() throws {
        var keeper = try keeper(
            until: "2026-01-09T18:00:17Z",
            .ofAlex(zone: .utc, [ritual("tea", at: "20:40:30"), ritual("walk", at: "18:00")])
        )
        let walk = "walk@2026-01-09T18:00"
        try keeper.say(.snoozed(until: instant("2026-01-09T20:40:17Z")), of: walk)
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.told.last == "2026-01-09T20:40:17Z snooze:1 of \(walk) to alex")
        #expect(keeper.decision("start", of: "tea@2026-01-09T20:40:30")?.verdict == .coalesced)
        check(keeper)
    }

    @Test func `a reload in between tells nothing twice, and nothing is lost`() throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        var changed = try household()
        changed.rituals.append(try ritual("walk", at: "20:40:40"))
        keeper.reload(changed)
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .coalesced)
        #expect(keeper.decision("start", of: "walk@2026-01-09T20:40:40")?.verdict == .fired)
        check(keeper)
    }

    @Test func `with the first ritual gone the second has its own nudge`() throws {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        var changed = try household()
        changed.rituals.removeFirst()
        keeper.reload(changed)
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .fired)
        check(keeper)
    }

    @Test func `what is urgent is not told by what waits for the morning`() throws {
        var household = try household(quiet: "20:00-07:00") { $0.isUrgent = true }
        household.rituals[0].lateWithin = try .of("1d")
        household.rituals[0].occasion = .schedule(try .daily("19:00"))
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.wake(at: "2026-01-09T20:40:05Z")
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-10T07:00:00Z start of tea@2026-01-09T19:00 to alex",
                "2026-01-09T20:40:23Z start of \(talk) to alex",
            ]
        )
        check(keeper)
    }

    @Test func `what waits for the morning is not told by what is urgent`() throws {
        var household = try household(quiet: "20:00-07:00")
        household.rituals[0].isUrgent = true
        household.rituals[1].lateWithin = try .of("1d")
        let keeper = try keeper(until: "2026-01-10T08:00:00Z", household)
        #expect(
            keeper.told == [
                "2026-01-09T20:40:00Z start of \(tea) to alex",
                "2026-01-10T07:00:00Z start of \(talk) to alex",
            ]
        )
    }

    @Test func `what is found late tells of the rest of its minute`() throws {
        var household = try household()
        household.rituals += try ["a", "b"].map { try ritual($0, at: "20:00") }
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.wake(at: "2026-01-09T20:40:00Z")
        let first = try #require(keeper.decision("start", of: tea)?.nudge)
        #expect(first.title == "tea, a and two more")
        var late = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try late.wake(at: "2026-01-09T20:39:50Z")
        #expect(late.ledger.told.map(\.key.stage) == [.digest])
        household.rituals[0].occasion = .schedule(try .daily("20:40:30"))
        var digest = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try digest.wake(at: "2026-01-09T20:40:05Z")
        try digest.run(until: "2026-01-09T21:00:00Z")
        #expect(
            digest.ledger.told.map { $0.nudge?.body } == [
                "a, today 20:00; b, today 20:00; talk, today 20:40:23; tea, today 20:40:30"
            ]
        )
        for keeper in [keeper, late, digest] {
            check(keeper)
        }
    }

    @Test func `rituals that come every other second have each of their nudges`() throws {
        let rituals = try [("tick", "12:00:00"), ("tock", "12:00:01")].map { id, time in
            let anchor = try instant("2026-01-09T\(time)Z")
            let step = try ElapsedStep(step: .seconds(2), anchor: anchor)
            return Ritual(id: id, title: id, occasion: .schedule(.elapsed(step)), zone: .utc)
        }
        let keeper = try keeper(
            until: "2026-01-09T12:01:00Z",
            .ofAlex(zone: .utc, rituals)
        )
        #expect(keeper.told.count == 60)
        #expect(keeper.ledger.decisions.values.allSatisfy { $0.verdict == .fired })
        check(keeper)
    }

    @Test func `a clock that was set back tells in its own time what a clock ahead had told of`()
        throws
    {
        var keeper = try keeper(until: "2026-01-09T20:40:10Z")
        try keeper.wake(at: "2026-01-09T18:00:00Z")
        keeper.restart()
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(keeper.decision("start", of: talk)?.verdict == .fired)
        check(keeper)
    }
}
