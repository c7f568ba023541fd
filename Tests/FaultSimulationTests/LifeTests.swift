import FaultSimulation
import Testing

@Suite struct `A life full of faults` {
    @Test(arguments: 1...UInt64(3))
    func `one seed has one log, byte for byte`(_ seed: UInt64) throws {
        let first = try Life(seed: seed, days: 400, keepsLog: true)
        let second = try Life(seed: seed, days: 400, keepsLog: true)
        try first.live()
        try second.live()
        #expect(!first.log.lines.isEmpty)
        #expect(first.log.lines == second.log.lines)
        #expect(first.log.hash == second.log.hash)
        #expect(first.breaches == [])
    }

    /// Many times a day, for a short while.
    @Test(arguments: 1...UInt64(3))
    func `a busy household loses nothing and hears nothing twice`(_ seed: UInt64) throws {
        let life = try Life(seed: seed, days: 30, isDense: true)
        try life.live()
        #expect(life.log.count > 0)
        #expect(life.breaches == [])
    }
}
