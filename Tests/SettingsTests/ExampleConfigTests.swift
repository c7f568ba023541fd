import Foundation
import Household
import Settings
import TestKit
import Testing

@Suite struct ExampleConfigTests {
    static let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("config.example.toml")

    /// Quiet hours, outside which times are found that are for all.
    private static let night = "[household]\nquiet_hours = \"22:30-07:00\"\n"

    private static func lines() throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    @Test func `the example is valid and holds the four families`() throws {
        let config = try readConfig(try Self.lines().joined(separator: "\n"))
        #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        let household = try #require(config.household)
        #expect(household.partners.map(\.id) == ["alex", "sam"])
        #expect(household.channels.map(\.id) == ["stdout", "desktop"])
        #expect(
            household.rituals.map(\.id) == [
                "check-in", "date-night", "7-7-7-getaway", "7-7-7-trip", "3-6-9-month-3",
                "3-6-9-month-6", "3-6-9-month-9", "3-6-9-anniversary", "sunday-walk",
            ]
        )
        #expect(household.ritual("date-night")?.absorbedBy == ["7-7-7-getaway", "7-7-7-trip"])
    }

    /// The text of the tables of a kind, with what is commented out taken in.
    private static func section(_ header: String) throws -> String {
        var isInside = false
        var kept: [String] = []
        for line in try lines() {
            let isKey = line.hasPrefix("# ") && !line.hasPrefix("# ──")
            let bare = isKey ? String(line.dropFirst(2)) : line
            if bare.hasPrefix("[") {
                isInside = bare.hasPrefix(header)
            }
            if isInside {
                kept.append(bare)
            }
        }
        return kept.joined(separator: "\n")
    }

    @Test(
        arguments: [
            ("[machine]", KnownKeys.machine), ("[household]", KnownKeys.household),
            ("[[partner]]", KnownKeys.partner), ("[calendar]", KnownKeys.calendar),
            ("[[ritual]]", KnownKeys.ritual), ("[[ritual]]", KnownKeys.schedule),
            ("[[ritual]]", KnownKeys.trigger), ("[[ritual]]", KnownKeys.nag),
            ("[[ritual]]", KnownKeys.deck), ("[[ritual]]", KnownKeys.rung),
            ("[[rest]]", KnownKeys.rest), ("[[plan]]", KnownKeys.plan),
            ("[channel.", KnownKeys.secret),
            ("[channel.", KnownKeys.channels.flatMap(\.keys)),
        ]
    )
    func `every key that is known is shown`(_ header: String, _ keys: [String]) throws {
        let text = try Self.section(header)
        for key in keys {
            let pattern = try Regex("(^|[{,] ?|  )\(key) = ").anchorsMatchLineEndings()
            #expect(text.contains(pattern), "\(header) does not show \(key)")
        }
    }

    @Test(arguments: ChannelType.allCases)
    func `every type of channel is shown, and is right when it is switched on`(
        _ type: ChannelType
    ) throws {
        let text = try Self.section("[channel.")
            .components(separatedBy: "\n").filter { !$0.hasPrefix(" ") && !$0.hasPrefix("#") }
            .joined(separator: "\n")
        let rest = text.components(separatedBy: "\n[").map { $0.hasPrefix("[") ? $0 : "[" + $0 }
        let channels = rest.filter { $0.contains("type = \"\(type.rawValue)\"") }
        #expect(!channels.isEmpty)
        for channel in channels {
            let config = try readConfig(channel + "\n" + ConfigCase.couple)
            #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
            #expect(config.household?.channels.map(\.type) == [type])
        }
    }

    @Test func `the other ways to say when, shown in comments, are right`() throws {
        let schedules = try Self.lines().filter { $0.hasPrefix("#   schedule = ") }
        #expect(schedules.count == 8)
        for line in schedules + [
            try #require(try Self.lines().first { $0.hasPrefix("#   trigger") })
        ] {
            let config = try readConfig(
                Self.night + "[[ritual]]\nid = \"r\"\n\(line.dropFirst(4))" + ConfigCase.couple
            )
            #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        }
    }

    @Test func `the page about the config names every key, and its schedules are right`() throws {
        let page = try String(
            contentsOf: Self.file.deletingLastPathComponent()
                .appendingPathComponent("docs/configuration.md"),
            encoding: .utf8
        )
        let keys = [
            KnownKeys.machine, KnownKeys.household, KnownKeys.partner, KnownKeys.secret,
            KnownKeys.ritual, KnownKeys.rest, KnownKeys.calendar,
            KnownKeys.schedule, KnownKeys.trigger, KnownKeys.nag, KnownKeys.plan,
            KnownKeys.channels.flatMap(\.keys),
        ]
        for key in keys.joined() {
            #expect(page.contains("`\(key)`") || page.contains("\(key) = "), "no word on \(key)")
        }
        let schedules = page.components(separatedBy: "\n").filter { $0.hasPrefix("schedule = ") }
        #expect(schedules.count == 8)
        for schedule in schedules {
            let config = try readConfig(
                Self.night + "[[ritual]]\nid = \"r\"\n\(schedule)\n" + ConfigCase.couple
            )
            #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        }
    }

    @Test func `a default that the example shows is the default`() throws {
        let text = try Self.lines().joined(separator: "\n")
            .replaced("# tone = ", by: "tone = ")
            .replaced("# channels = [", by: "channels = [")
        let changed = try #require(readConfig(text).household)
        let plain = try #require(readConfig(Self.lines().joined(separator: "\n")).household)
        #expect(changed.partners.map(\.tone) == plain.partners.map(\.tone))
        #expect(
            changed.rituals.flatMap { ritual in
                changed.partners.map { changed.channels(of: ritual, for: $0) }
            }
                == plain.rituals.flatMap { ritual in
                    plain.partners.map { plain.channels(of: ritual, for: $0) }
                }
        )
    }
}
