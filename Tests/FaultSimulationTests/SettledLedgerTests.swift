import CivilTime
import Ledger
import Household
import Planning
import TestKit
import Testing

@testable import FaultSimulation

/// Found by the simulation: a commit that was not synchronized yet was built upon, and then lost.
@Suite struct `A ledger whose last process died in a write` {
    /// The process dies at its `writes`-th write, and the power fails once the next one has started.
    @Test(arguments: 1...UInt64(48))
    func `keeps what the next process found, even when the power fails`(_ writes: UInt64) throws {
        let disk = FrailDisk()
        let folder = FrailDisks.add(disk, named: "settled-\(writes)")
        defer { FrailDisks.remove("settled-\(writes)") }
        let file = "\(folder)/ledger.sqlite"
        var dice = Dice(seed: writes)
        let key = try OccurrenceKey(
            ritual: "talk",
            start: CivilDateTime(parsing: "2026-01-09T19:00")
        )
        let said = Outcome(
            occurrence: key,
            kind: .done,
            said: try Instant(parsing: "2026-01-09T21:00:00Z")
        )
        var step = PlannerStep(through: said.said)
        step.outcomes = [said]

        var ledger: SQLiteLedger? = try SQLiteLedger(database: file)
        try ledger?.record(PlannerStep(through: said.said - .seconds(60)))
        disk.writesUntilDeath = Int(writes)
        try? ledger?.record(step)
        disk.die()
        ledger = nil

        disk.revive()
        ledger = try SQLiteLedger(database: file)
        let found = try ledger?.outcomes(of: key)
        disk.die()
        disk.losePower(&dice)
        ledger = nil

        disk.revive()
        #expect(try SQLiteLedger(database: file).outcomes(of: key) == found)
    }
}
