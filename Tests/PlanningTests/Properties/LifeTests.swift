import CivilTime
import Household
import Planning
import TestKit
import Testing

@Suite struct LifeTests {
    @Test(arguments: 1...UInt64(30))
    func `whatever happens, every stage is decided once, in its time and outside quiet hours`(
        _ seed: UInt64
    ) throws {
        var life = try RandomLife(
            seed: seed,
            [.words, .reloads, .restarts, .clockChanges, .downtime, .holds, .undos]
        )
        try life.live(25)
        #expect(life.faults == [])
    }

    // The last one once had ladders that begin out of order.
    @Test(arguments: Array(1001...UInt64(1010)) + [1020])
    func `without downtime nothing is late, and nobody is told at night`(_ seed: UInt64) throws {
        var life = try RandomLife(seed: seed, [.words, .restarts, .holds, .undos])
        try life.live(25)
        // What quiet hours keep back until it is over is not told, and that is not late.
        let late = life.keeper.ledger.decisions.values.filter {
            [.late, .expired].contains($0.verdict)
                && !($0.verdict == .expired && $0.reason.hasPrefix("would be shown at"))
        }
        #expect(life.faults == [])
        #expect(late.map { "\($0.key): \($0.due), \($0.reason)" } == [])
    }

    // The last ones once decided in the order in which occurrences had been opened.
    @Test(arguments: Array(2001...UInt64(2006)) + [2039, 2050, 2060, 2154])
    func `restarts change nothing`(_ seed: UInt64) throws {
        let events: RandomLife.Happenings = [.words, .clockChanges, .downtime, .holds, .undos]
        var calm = try RandomLife(seed: seed, events)
        var restless = try RandomLife(seed: seed, events.union(.restarts))
        try calm.live(25)
        try restless.live(25)
        #expect(calm.keeper.ledger.log == restless.keeper.ledger.log)
        #expect(calm.keeper.ledger.decisions == restless.keeper.ledger.decisions)
    }

    @Test(arguments: 3001...UInt64(3006))
    func `the same events give the same decisions`(_ seed: UInt64) throws {
        let events: RandomLife.Happenings = [
            .words, .reloads, .restarts, .clockChanges, .downtime, .holds, .undos,
        ]
        var first = try RandomLife(seed: seed, events)
        var second = try RandomLife(seed: seed, events)
        try first.live(25)
        try second.live(25)
        #expect(!first.keeper.ledger.log.isEmpty || first.keeper.planner.nextDue == nil)
        #expect(first.keeper.ledger.log == second.keeper.ledger.log)
    }

    @Test(arguments: 4001...UInt64(4015))
    func `every stage of every occurrence has a decision in the end`(_ seed: UInt64) throws {
        var life = try RandomLife(
            seed: seed,
            [.words, .restarts, .clockChanges, .downtime, .holds, .undos]
        )
        try life.live(25)
        // Where an answer moves what comes next there is another test.
        var household = life.keeper.planner.household
        household.rituals.removeAll { $0.repeats == .afterDone }
        let ladders = ExpectedLadders(household)
        let expected = ladders.stages(from: life.start, until: life.keeper.now - .seconds(86_400))
        let decided = life.keeper.ledger.decisions
        #expect(life.faults == [])
        // What was over before the first moment was never kept, so nobody asks how it was.
        let open = expected.filter { key, due in
            let ritual = household.ritual(key.occurrence.ritual)
            let end = ritual.map {
                $0.zone.instant($0.duration, after: $0.instant(of: key.occurrence))
            }
            return (end ?? due) > life.start && !life.keeper.isDecided(key, due: due)
        }
        #expect(open.keys.map(\.description).sorted() == [])
        let moved = Set(life.keeper.ledger.outcomes.filter(\.isMove).map(\.occurrence))
        let shifted = expected.filter { key, due in
            !moved.contains(key.occurrence) && decided[key].map { $0.due != due } ?? false
        }
        #expect(shifted.map { "\($0.key) at \($0.value)" }.sorted() == [])
    }
}

extension Outcome {
    fileprivate var isMove: Bool {
        if case .moved = kind { true } else { false }
    }
}
