import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// Random evenings with rituals that fall some seconds apart.
@Suite struct CrowdedMinuteTests {
    /// Rituals that fall some seconds apart, for two partners with quiet hours that end among them.
    private func crowd(_ dice: inout Dice) throws -> Household {
        func time() throws -> String {
            let second = dice.roll(0...59)
            return "20:4\(dice.roll(0...2)):\(second < 10 ? "0" : "")\(second)"
        }
        let rituals = try (1...dice.roll(2...4)).map { number in
            try Ritual.of("ritual-\(number)", .daily(time()), zone: .utc) { ritual in
                ritual.isUrgent = dice.chance(30)
                ritual.partners = dice.chance(20) ? ["sam"] : nil
                ritual.ladder = try .of(dice.chance(30) ? ["1m", "0m"] : ["0m"])
            }
        }
        var household = try Household.ofAlex(zone: .utc, rituals)
        household.partners.append(
            Partner(
                id: "sam",
                name: "Sam",
                zone: .utc,
                quietHours: try .of("18:00-20:41")
            )
        )
        return household
    }

    @Test(arguments: 1...UInt64(40))
    func `whatever the seconds, a minute has one nudge that names all of it`(_ seed: UInt64) throws
    {
        var dice = Dice(seed: seed)
        let household = try crowd(&dice)
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        while let due = keeper.planner.nextDue, due < (try instant("2026-01-11T00:00:00Z")) {
            keeper.wake(at: due + .seconds(dice.chance(20) ? dice.roll(0...5) : 0))
            if dice.chance(30) {
                keeper.restart()
            }
        }
        #expect(keeper.ledger.breaches == [])
        let told = Dictionary(grouping: keeper.ledger.told) { decision in
            "\(decision.key.partner) \(decision.decided.secondsSinceEpoch / 60)"
        }
        #expect(told.filter { $0.value.count > 1 }.keys.sorted() == [])
        let nudges = keeper.ledger.told.compactMap(\.nudge)
        let bodies = Dictionary(nudges.map { ($0.id, $0) }) { first, _ in first }
        for decision in keeper.ledger.decisions.values where decision.verdict == .coalesced {
            let nudge = bodies[decision.nudgeID ?? ""]
            let ritual = decision.key.occurrence.ritual
            #expect(
                nudge?.ritual == ritual || nudge?.body.contains("\(ritual): ") == true,
                "\(decision)"
            )
        }
        // What is over when quiet hours end is not told.
        let verdicts = Set(
            keeper.ledger.decisions.values.filter { !$0.reason.hasPrefix("would be shown at") }
                .map(\.verdict)
        )
        #expect(verdicts.isSubset(of: [.fired, .coalesced]))
    }

    /// A word about one of the evening's occurrences, or a hold.
    private func speak(_ keeper: inout ModelKeeper, _ dice: inout Dice) throws -> PlannerStep {
        let ritual = dice.pick(keeper.planner.household.rituals)
        let before = keeper.now - .seconds(7_200)
        let key = try #require(ritual.schedule?.next(in: .utc, after: before).map(ritual.key(of:)))
        let soon = keeper.now + .seconds(dice.roll(1...150))
        switch dice.roll(0...6) {
        case 0, 1: return keeper.say(.done, of: key, by: dice.pick([nil, "alex", "sam"]))
        case 2: return keeper.say(.skipped, of: key)
        case 3: return keeper.say(.moved(to: Zone.utc.local(at: soon)), of: key)
        case 4:
            let hold = Hold(ritual: ritual.id, from: keeper.now, until: soon)
            return keeper.perform(.hold(hold, at: keeper.now))
        default:
            return keeper.say(.snoozed(until: soon), of: key, by: dice.pick([nil, "alex", "sam"]))
        }
    }

    @Test(arguments: 1...UInt64(150))
    func `whatever is said in between, nothing is told by a nudge that was withdrawn`(
        _ seed: UInt64
    ) throws {
        var dice = Dice(seed: seed &+ 10_000)
        var keeper = try ModelKeeper(crowd(&dice), from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T20:39:30Z")
        var steps: [PlannerStep] = []
        for _ in 0..<dice.roll(3...15) {
            keeper.run(until: keeper.now + .seconds(dice.roll(0...30)))
            steps.append(try speak(&keeper, &dice))
            if dice.chance(30) {
                keeper.restart()
            }
        }
        try keeper.run(until: "2026-01-11T12:00:00Z")
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])

        let tellers = Dictionary(grouping: keeper.ledger.decisions.values) { $0.nudgeID ?? "" }
        for decision in keeper.ledger.decisions.values where decision.verdict == .coalesced {
            let told = tellers[decision.nudgeID ?? "", default: []]
                .filter { $0.decided < decision.decided && $0.key.stage != .digest }
            let standing = told.filter { first in
                !steps.contains { step in
                    step.through >= first.decided && step.through < decision.decided
                        && step.withdraws(first.key)
                }
            }
            let isTogether = told.isEmpty
            #expect(isTogether || !standing.isEmpty, "\(decision)")
        }
        let undecided = keeper.stages(from: "2026-01-09T12:00:00Z").filter { key, due in
            due < keeper.now && keeper.ledger.decisions[key] == nil
        }
        #expect(undecided.keys.map(\.description).sorted() == [])
    }
}

extension PlannerStep {
    /// Whether it withdraws what was told of a stage.
    fileprivate func withdraws(_ key: StageKey) -> Bool {
        withdrawnRituals.contains(key.occurrence.ritual)
            || withdrawals.contains {
                $0.occurrence == key.occurrence && ($0.partner ?? key.partner) == key.partner
            }
    }
}
