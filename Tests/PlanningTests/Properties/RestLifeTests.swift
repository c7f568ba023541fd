import CivilTime
import Household
import Planning
import TestKit
import Testing

/// Lives of households that rest on some weekday, and on some dates in a row.
@Suite struct RestLifeTests {
    @Test(arguments: 5001...UInt64(5020))
    func `every stage has a decision, and nothing is told on a rest day`(_ seed: UInt64) throws {
        var life = try RandomLife(seed: seed, [.rests, .words, .restarts, .holds, .undos])
        try life.live(25)
        #expect(life.faults == [])
        var household = life.keeper.planner.household
        household.rituals.removeAll { $0.repeats == .afterDone }
        let stages = ExpectedLadders(household)
            .stages(from: life.start, until: life.keeper.now - .seconds(10 * 86_400))
        // What was over before the first moment was never kept, so nobody asks how it was.
        let open = stages.filter { key, due in
            let ritual = household.ritual(key.occurrence.ritual)
            let end = ritual.map {
                $0.zone.instant($0.duration, after: $0.instant(of: key.occurrence))
            }
            return (end ?? due) > life.start && !life.keeper.isDecided(key, due: due)
        }
        #expect(open.map { "\($0.key) at \($0.value)" }.sorted() == [])
    }

    @Test(arguments: 6001...UInt64(6006))
    func `restarts change nothing`(_ seed: UInt64) throws {
        let events: RandomLife.Happenings = [
            .rests, .words, .clockChanges, .downtime, .holds, .undos,
        ]
        var calm = try RandomLife(seed: seed, events)
        var restless = try RandomLife(seed: seed, events.union(.restarts))
        try calm.live(25)
        try restless.live(25)
        #expect(calm.keeper.ledger.log == restless.keeper.ledger.log)
        #expect(calm.keeper.ledger.decisions == restless.keeper.ledger.decisions)
    }
}
