import CivilTime
import Household
import Planning
import Recurrence
import Settings
import TestKit
import Testing

/// Every practice of the catalogue, kept for a year by partners of all four tones, in two zones.
@Suite struct CatalogueYearTests {
    /// What a practice is to be: how often it comes in 2026, how long it is, and its steps.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let times: Int
        let length: String
        var steps = "start"
        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "check-in", times: 365, length: "10m"),
        Row(name: "unwind-talk", times: 365, length: "20m"),
        Row(name: "small-disclosure", times: 365, length: "2m"),
        Row(name: "deep-check-in", times: 104, length: "15m"),
        Row(name: "meaningful-question", times: 365, length: "10m"),
        Row(name: "closeness-questions", times: 52, length: "30m"),
        Row(name: "appreciation", times: 365, length: "5m"),
        Row(name: "temperature-reading", times: 52, length: "30m"),
        Row(name: "love-map", times: 53, length: "20m"),
        Row(name: "state-of-us", times: 52, length: "30m", steps: "start follow_up"),
        Row(name: "story-swap", times: 52, length: "20m"),
        Row(name: "long-hug", times: 365, length: "20s"),
        Row(name: "eye-gazing", times: 52, length: "4m"),
        Row(name: "touch", times: 365, length: "0m"),
        Row(name: "coffee", times: 365, length: "15m"),
        Row(name: "goodbye-hello", times: 730, length: "1m"),
        Row(name: "walk", times: 365, length: "30m"),
        Row(name: "shared-reading", times: 365, length: "20m"),
        Row(name: "caring-message", times: 365, length: "0m"),
        Row(name: "note", times: 53, length: "0m"),
        Row(name: "unplugged-evening", times: 52, length: "4h", steps: "start end"),
        Row(name: "phone-free", times: 730, length: "45m", steps: "start end"),
        Row(name: "date", times: 52, length: "3h", steps: "lead:3d lead:2h start follow_up"),
        Row(
            name: "novelty-date",
            times: 12,
            length: "4h",
            steps: "lead:10d lead:1w lead:2h start follow_up"
        ),
        Row(
            name: "new-activity",
            times: 4,
            length: "2h",
            steps: "lead:4w lead:3w lead:2w lead:1w start follow_up"
        ),
        Row(name: "connection-time", times: 52, length: "1h"),
        Row(name: "money-talk", times: 12, length: "45m", steps: "lead:2d start follow_up"),
        Row(name: "home-rules", times: 4, length: "45m", steps: "lead:3d start"),
        Row(name: "heart-to-heart", times: 52, length: "20m"),
        Row(name: "ground-rules", times: 2, length: "30m", steps: "lead:3d start"),
        Row(
            name: "shared-project",
            times: 4,
            length: "1h",
            steps: "lead:1w start follow_up "
                + (1...11).map { "nag:\($0)" }.joined(separator: " ")
        ),
        Row(name: "look-back", times: 4, length: "20m", steps: "lead:2d start"),
        Row(name: "digest", times: 52, length: "0m"),
    ]

    @Test func `the rows are all practices but those on a signal`() throws {
        let catalogue = builtInCatalogue()
        let scheduled = Catalogue.builtInNames(.practices).filter { name in
            catalogue.practice(named: name)?.ritual.schedule != nil
        }
        #expect(Set(scheduled) == Set(Self.rows.map(\.name)))
        let signals = Set(Catalogue.builtInNames(.practices)).subtracting(scheduled)
        #expect(signals == ["home-again", "timeout", "repair", "good-moments"])
    }

    /// The decisions of the year for one partner of each tone.
    private func year(_ ritual: Ritual) throws -> [Decision] {
        let partners = Tone.allCases.map {
            Partner(id: $0.rawValue, name: $0.rawValue, zone: ritual.zone, tone: $0)
        }
        let start = ritual.zone.instant(of: try local("2025-11-20T00:00"))
        let end = ritual.zone.instant(of: try local("2027-04-15T00:00"))
        let household = Household.of(zone: ritual.zone, partners: partners, [ritual])
        return Simulation(household, from: start, until: end)
            .filter { $0.key.occurrence.start.date.year == 2026 }
    }

    @Test(arguments: rows, [SettledZone.newYork, .kolkata])
    func `a year of it is as the catalogue says`(_ row: Row, _ settled: SettledZone) throws {
        let catalogue = builtInCatalogue(zone: try settled.zone)
        let practice = try #require(catalogue.practice(named: row.name))
        let ritual = practice.ritual
        #expect(ritual.duration == (try Span(parsing: row.length)))
        #expect(Rhythm(of: ritual).perYear == row.times)
        let year = try year(ritual)
        let stages = Dictionary(grouping: year) { $0.key.partner }
        let plain = stages["plain"] ?? []
        let occurrences = Dictionary(grouping: plain) { $0.key.occurrence }
        #expect(occurrences.count == row.times)
        let expected = Set(row.steps.split(separator: " ").map(String.init))
        for (key, decisions) in occurrences {
            #expect(Set(decisions.map(\.key.stage.description)) == expected, "\(key)")
        }
        try checkTones(stages, ritual)
        try checkTexts(year)
        try checkPrompts(stages, practice)
    }

    /// The steps that each tone has beside those of the practice.
    private func checkTones(_ stages: [String: [Decision]], _ ritual: Ritual) throws {
        let steps = stages.mapValues { Set($0.map(\.key.stage.description)) }
        let plain = try #require(steps["plain"])
        let isDaily = Rhythm(of: ritual).perYear.map { $0 >= 365 } ?? false
        let takesTenMinutes = ritual.duration.seconds >= 600
        #expect(
            steps["literal"] == (ritual.duration.isZero ? plain : plain.union(["lead:10m"]))
        )
        #expect(
            steps["reassuring"]
                == (takesTenMinutes ? plain.union([isDaily ? "lead:1h" : "lead:1d"]) : plain)
        )
        // Two hours or days before the next one are nearer to the last one.
        let isFrequent = ["deep-check-in", "phone-free"].contains(ritual.id)
        let isAnnounced = isFrequent || ritual.ladder.rungs.contains { $0.before.days >= 2 }
        // Nothing is asked twice: neither how it went, nor a step.
        let nags = plain.filter { $0.hasPrefix("nag") }
        let again = ritual.id == "new-activity" ? ["lead:3w", "lead:1w"] : []
        #expect(
            steps["spacious"]
                == plain.subtracting(nags).subtracting(again)
                .union(takesTenMinutes && !isAnnounced ? [isDaily ? "lead:2h" : "lead:2d"] : [])
        )
        for tone in Tone.allCases {
            let starts = stages[tone.rawValue]?.filter { $0.key.stage == .start }
                .map(\.key.occurrence.start)
            let plainly = stages["plain"]?.filter { $0.key.stage == .start }
                .map(\.key.occurrence.start)
            #expect(starts == plainly, "\(tone)")
        }
    }

    private func checkTexts(_ year: [Decision]) throws {
        for nudge in year.compactMap(\.nudge) {
            #expect(nudge.title.count <= 60)
            #expect(nudge.body.count <= 240, "\(nudge.body)")
            for bad in ["{", "both of you", "the two of you", "you two"] {
                #expect(!nudge.body.contains(bad) && !nudge.title.contains(bad), "\(nudge.body)")
            }
        }
    }

    private func checkPrompts(_ stages: [String: [Decision]], _ practice: Practice) throws {
        let prompts = stages.mapValues { decisions in
            decisions.filter { $0.key.stage == .start }.map { $0.nudge?.prompt }
        }
        for tone in Tone.allCases {
            #expect(prompts[tone.rawValue] == prompts["plain"], "\(tone)")
        }
        guard let deck = practice.ritual.deck else {
            #expect(practice.ritual.prompts.isEmpty || prompts["plain"]?.contains(nil) == false)
            return
        }
        let asked = try #require(prompts["plain"]).compactMap(\.self)
            .flatMap { $0.split(separator: "\n") }
        let all = deck.prompts.count
        for start in stride(from: 0, to: asked.count - all + 1, by: 1) {
            #expect(Set(asked[start..<(start + all)]).count == all)
        }
        if asked.count < all {
            #expect(Set(asked).count == asked.count)
        }
    }

    @Test(arguments: ["first-month", "tonight", "rebuilding"])
    func `a plan begins its parts one after the other, and they stay on`(_ name: String) throws {
        let rituals = try builtInPlan(name, from: "2026-01-09", at: "20:30")
        let household = try Household.ofAlex(zone: .utc, rituals)
        let start = try instant("2026-01-01T00:00:00Z")
        let starts = Simulation(household, from: start, until: try instant("2026-06-01T00:00:00Z"))
            .filter { $0.key.stage == .start }.map(\.key.occurrence)
        let byRitual = Dictionary(grouping: starts, by: \.ritual)
        let found = byRitual.mapValues { keys in
            "\(keys.map(\.start).min()?.short ?? "") \(keys.count)"
        }
        let expected = [
            "first-month": [
                "first-month-talk": "2026-01-09T20:30 1",
                "first-month-hug": "2026-01-10T18:00 142",
                "first-month-question": "2026-01-11T19:00 141",
                "first-month-check-in": "2026-01-16T20:30 20",
            ],
            "tonight": [
                "tonight-ten-minutes": "2026-01-09T20:30 1",
                "tonight-activity": "2026-02-09T20:30 1",
                "tonight-help": "2026-04-09T20:30 1",
            ],
            "rebuilding": [
                "rebuilding-five-minutes": "2026-01-09T20:30 143",
                "rebuilding-walk": "2026-01-12T17:00 20",
                "rebuilding-week": "2026-01-15T20:30 20",
            ],
        ]
        #expect(found == expected[name])
    }
}
