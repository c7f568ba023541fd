import CivilTime
import Household
import Settings
import TestKit
import Testing

@testable import Planning

/// The practices of the catalogue that a signal begins, and what leads through the return of a pause.
@Suite struct SignalPracticeTests {
    @Test func `a repair is the short way, at once and without a return`() throws {
        let ritual = try #require(builtInCatalogue().practice(named: "repair")).ritual
        var keeper = try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-09T19:00:00Z")
        keeper.perform(.signal("repair", at: keeper.now))
        try keeper.run(until: "2026-02-09T19:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-09T19:00:00Z start of repair@2026-01-09T19:00 to alex",
                "2026-01-09T19:00:00Z start of repair@2026-01-09T19:00 to sam",
            ]
        )
        let nudge = try #require(keeper.decision("start", of: "repair@2026-01-09T19:00")?.nudge)
        #expect(nudge.prompt?.isEmpty == false, "a small way to reconnect, from the deck")
    }

    @Test func `home again is told once a day, inside its window`() throws {
        let ritual = try #require(builtInCatalogue().practice(named: "home-again")).ritual
        var keeper = try ModelKeeper(couple(.utc, [ritual]), from: "2026-01-09T00:00:00Z")
        for time in [
            "09T15:59:59", "09T16:00:00", "09T18:00:00", "09T20:59:59", "10T20:59:00",
            "10T20:59:30", "11T21:00:00",
        ] {
            keeper.perform(.signal("both-home", at: try instant("2026-01-\(time)Z")))
        }
        try keeper.run(until: "2026-01-15T00:00:00Z")
        #expect(
            keeper.told.filter { $0.hasSuffix("alex") } == [
                "2026-01-09T16:00:00Z start of home-again@2026-01-09T16:00 to alex",
                "2026-01-10T20:59:00Z start of home-again@2026-01-10T20:59 to alex",
            ]
        )
    }

    @Test func `the script of the return has its parts`() throws {
        let practice = try #require(builtInCatalogue().practice(named: "timeout"))
        let turns = try #require(practice.session).turns
        #expect(turns.map(\.speaks) == [.each, .each, .together])
        #expect(
            turns.map(\.length) == [.init(seconds: 60), .init(seconds: 120), .init(seconds: 300)]
        )
        #expect(practice.ritual.deck?.name == "reconnecting")
    }
}
