import CivilTime
import Foundation
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Nights on which clocks change, against Python's zoneinfo; see `Oracles/transitions.py`.
@Suite struct TransitionTests {
    /// One line of the table.
    struct Night: Equatable {
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
        let nights = try nights(settled)
        #expect(nights.count == 30)
        for group in stride(from: 0, to: nights.count, by: 3) {
            let nights = nights[group..<group + 3]
            let first = try instant(nights[group].daily)
            var keeper = ModelKeeper(household, from: first - .seconds(4 * 86_400))
            keeper.run(until: first + .seconds(4 * 86_400))
            for night in nights {
                #expect(dues(keeper, night) == night, "\(settled.rawValue)")
            }
            let verdicts = Set(keeper.ledger.decisions.values.map(\.verdict))
            #expect(verdicts.isSubset(of: [.fired, .coalesced]))
            #expect(keeper.ledger.breaches == [])
        }
    }

    /// What the planner decided of a night.
    private func dues(_ keeper: ModelKeeper, _ night: Night) -> Night {
        let due = { (stage: String, partner: String) in
            let key = "talk@\(night.date)T02:30"
            return keeper.decision(stage, of: key, for: partner)?.due.description ?? "nothing"
        }
        return Night(
            date: night.date,
            daily: due("start", "alex"),
            lead: due("lead:1d", "alex"),
            hours: due("lead:24h", "alex"),
            partner: due("start", "sam")
        )
    }
}
