import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// What falls due in one minute, and at one instant of it.
@Suite struct MinuteTests {
    private func ritual(_ id: String, at time: String) throws -> Ritual {
        try .of(id, .daily(time), zone: .utc) { $0.title = id }
    }

    @Test func `what falls some seconds apart is a nudge each, in its own time`() throws {
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, [ritual("tea", at: "20:40"), ritual("talk", at: "20:40:23")]),
            from: "2026-01-09T12:00:00Z"
        )
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-09T20:40:00Z start of tea@2026-01-09T20:40 to alex",
                "2026-01-09T20:40:23Z start of talk@2026-01-09T20:40:23 to alex",
            ]
        )
    }

    @Test(arguments: [
        ("2026-01-09T20:39:01Z", "2026-01-09T20:40:00Z"),
        ("2026-01-09T20:39:59Z", "2026-01-09T20:40:00Z"),
        ("2026-01-09T20:40:00Z", "2026-01-09T20:40:00Z"),
        ("1969-12-31T23:58:20Z", "1969-12-31T23:59:00Z"),
    ])
    func `later is until a whole minute`(_ asked: String, _ until: String) throws {
        #expect(
            Outcome.Kind.later(until: try instant(asked)) == .snoozed(until: try instant(until))
        )
    }

    @Test func `later until a minute is told with what is due in that minute`() throws {
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, [ritual("tea", at: "20:40"), ritual("walk", at: "18:00")]),
            from: "2026-01-09T12:00:00Z"
        )
        try keeper.run(until: "2026-01-09T20:19:17Z")
        try keeper.say(.later(until: keeper.now + .seconds(1_200)), of: "walk@2026-01-09T18:00")
        try keeper.run(until: "2026-01-09T21:00:00Z")
        let nudge = try #require(keeper.decision("start", of: "tea@2026-01-09T20:40")?.nudge)
        #expect(nudge.title == "tea and walk")
        #expect(
            keeper.decision("snooze:1", of: "walk@2026-01-09T18:00")?.nudgeID == nudge.id
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test(arguments: 1...UInt64(60))
    func `by whole minutes a partner has one nudge a minute, whatever is put off`(
        _ seed: UInt64
    ) throws {
        var dice = Dice(seed: seed)
        let rituals = try (1...dice.roll(2...5)).map { number in
            try Ritual.of("ritual-\(number)", .daily("20:4\(dice.roll(0...3))"), zone: .utc) {
                $0.isUrgent = dice.chance(30)
                $0.partners = dice.chance(20) ? ["sam"] : nil
                $0.ladder = try .of(dice.chance(30) ? ["1m", "0m"] : ["0m"])
            }
        }
        let household = try couple(.utc, quiet: "18:00-20:41", rituals)
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T20:39:30Z")
        for _ in 0..<dice.roll(3...15) {
            keeper.run(until: keeper.now + .seconds(dice.roll(0...40)))
            let ritual = dice.pick(rituals)
            let kind = dice.pick([
                Outcome.Kind.done, .later(until: keeper.now + .seconds(dice.roll(1...150))),
            ])
            let start = try instant("2026-01-09T12:00:00Z")
            let next = ritual.schedule?.next(in: .utc, after: start)
            let key = try #require(next.map(ritual.key(of:)))
            keeper.say(kind, of: key, by: dice.pick([nil, "alex", "sam"]))
            if dice.chance(30) {
                keeper.restart()
            }
        }
        try keeper.run(until: "2026-01-11T12:00:00Z")
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])
        let told = Dictionary(grouping: keeper.ledger.told) { decision in
            "\(decision.key.partner) \(decision.decided.secondsSinceEpoch / 60)"
        }
        #expect(told.filter { $0.value.count > 1 }.keys.sorted() == [])
    }
}
