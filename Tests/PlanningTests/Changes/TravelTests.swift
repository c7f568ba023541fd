import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// The zone of the clock is changed by a reload, as a traveller does it.
@Suite struct TravelTests {
    private func household(_ zone: Zone, _ count: Int, at time: String = "20:30") throws
        -> Household
    {
        let rituals = try (1...count).map { number in
            try Ritual.of("talk-\(number)", .daily(time), zone: zone) {
                $0.duration = try .of("30m")
            }
        }
        return try .ofAlex(zone: zone, rituals)
    }

    private func travelled(_ count: Int) throws -> ModelKeeper {
        let home = try SettledZone.newYork.zone
        var keeper = try ModelKeeper(household(home, count), from: "2026-01-09T12:00:00Z")
        // It is 14:00 in New York and half past midnight of the next day in Kolkata.
        try keeper.run(until: "2026-01-09T19:00:00Z")
        keeper.reload(try household(SettledZone.kolkata.zone, count))
        return keeper
    }

    @Test func `what a moved clock makes late says so`() throws {
        let keeper = try travelled(1)
        let decision = try #require(keeper.ledger.told.first)
        #expect(decision.nudge?.body == "Your clock moved from New York to Kolkata: It is time.")
        #expect(decision.reason == "4 h late; the clock moved from New York to Kolkata")
    }

    @Test func `a digest says so too`() throws {
        let keeper = try travelled(2)
        #expect(
            keeper.ledger.told.map { $0.nudge?.title } == [
                "Your clock moved from New York to Kolkata"
            ]
        )
    }

    @Test func `what another change makes late does not blame the computer`() throws {
        func household(quiet: String?) throws -> Household {
            let ritual = try Ritual.of("walk", .on("2026-01-09T23:00"), zone: .utc)
            return try .ofAlex(zone: .utc, quiet: quiet, [ritual])
        }
        var keeper = try ModelKeeper(household(quiet: "22:00-07:00"), from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T23:05:00Z")
        keeper.reload(try household(quiet: nil))
        #expect(keeper.ledger.told.first?.nudge?.body == "Your plan has changed: It is time.")
    }

    @Test func `downtime is still downtime`() throws {
        var keeper = try travelled(1)
        try keeper.wake(at: "2026-01-10T17:00:00Z")
        #expect(
            keeper.ledger.told.last?.nudge?.body
                == "A little late, because this computer was away: It is time."
        )
    }
}
