import Household
import TestKit
import Testing

@Suite struct `A random household` {
    // A config with one id twice is refused, so no planner meets it.
    @Test(arguments: 1...UInt64(20))
    func `has each ritual once, however often it changes`(_ seed: UInt64) throws {
        var dice = try HouseholdDice(seed: seed)
        var household = try dice.household()
        for _ in 0..<200 {
            household = try dice.changed(household)
            #expect(Set(household.rituals.map(\.id)).count == household.rituals.count)
        }
    }
}
