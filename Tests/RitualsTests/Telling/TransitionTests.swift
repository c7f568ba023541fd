import CivilTime
import Foundation
import Recurrence
import Rituals
import TestKit
import Testing

/// Nights on which clocks change, against Python's zoneinfo; see `Oracles/transitions.py`.
@Suite struct TransitionTests {
    /// One line of the table.
    struct Night {
        var date: String
        var daily: String
        var lead: String
        var hours: String
        var partner: String
    }

    private func nights(_ zone: SettledZone) throws -> [Night] {
        let folder = try #require(Bundle.module.resourceURL)
        let table = folder.appendingPathComponent("Oracles/transitions.tsv")
        return try String(contentsOf: table, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t").map(String.init) }
            .filter { $0[0] == zone.rawValue }
            .map { Night(date: $0[1], daily: $0[2], lead: $0[3], hours: $0[4], partner: $0[5]) }
    }

    @Test(arguments: [
        SettledZone.newYork, .losAngeles, .stJohns, .london, .berlin, .helsinki, .sydney, .lordHowe,
        .auckland, .chatham,
    ])
    func `a daily ritual at 02-30 is told as zoneinfo says, at home and far away`(
        _ settled: SettledZone
    ) throws {
        let zone = try settled.zone
        let ritual = try Ritual.of("talk", .daily("02:30"), zone: zone) { ritual in
            ritual.ladder = try .of(["1d", "24h", "0m"])
        }
        let household = try couple(
            zone,
            quiet: "05:00-12:30",
            samIn: SettledZone.kolkata.zone,
            [ritual]
        )
        var keeper = try ModelKeeper(household, from: "2025-12-31T00:00:00Z")
        try keeper.run(until: "2031-01-01T00:00:00Z")
        let nights = try nights(settled)
        #expect(nights.count == 30)
        for night in nights {
            let key = "talk@\(night.date)T02:30"
            let due = ["start", "lead:1d", "lead:24h"].map {
                keeper.decision($0, of: key)?.due.description
            }
            #expect(
                due == [night.daily, night.lead, night.hours],
                "\(settled.rawValue) \(night.date)"
            )
            let far = keeper.decision("start", of: key, for: "sam")?.due.description
            #expect(far == night.partner, "\(settled.rawValue) \(night.date)")
        }
        let late = keeper.ledger.decisions.values.filter {
            ![.fired, .coalesced].contains($0.verdict)
        }
        #expect(late.map(\.key.description) == [])
        #expect(keeper.ledger.breaches == [])
    }
}
