import CivilTime
import Foundation
import Household
import Recurrence
import Settings
import SystemZones
import TestKit
import Testing

/// Practices, plans and decks of a household's own, and templates that a config changes in part.
@Suite struct OwnCatalogueTests {
    /// Reads a config beside a folder of own files, named by their paths in it.
    private func read(
        _ config: String,
        own files: [String: String],
        body: (ReadConfig, CatalogueReader, String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("rituald-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try Data(text.utf8).write(to: file)
        }
        let catalogue = Catalogue(folder: folder.path)
        let zones = SystemZoneDatabase()
        let config = ConfigReader(zones: zones, systemZone: .utc, catalogue: catalogue)
            .read(config + ConfigCase.couple, file: "c.toml")
        let reader = CatalogueReader(catalogue: catalogue, zones: zones, zone: .utc)
        try body(config, reader, folder.path)
    }

    private static let tea = """
        title = "Tea"
        what = "A pot of tea."
        why = "It is warm."
        kind = "talk"
        schedule = { every = "day", at = "16:00" }
        duration = "20m"
        deck = "drives"

        [text.start]
        plain = "Tea is ready."
        reassuring = "Tea is ready, {day} at {start}."
        spacious = "Tea, or later."
        literal = "{title}: {start} to {end}, {length}. It ends at {end}."
        """

    private static let drives = """
        # Questions for long drives.
        music | Which song would you play on repeat?
        places | Where would we turn off without a plan?
        """

    @Test func `a file makes a practice, with a deck of its own`() throws {
        let files = ["catalogue/tea.toml": Self.tea, "decks/drives.txt": Self.drives]
        try read("[[ritual]]\ntemplate = \"tea\"\n", own: files) { config, reader, _ in
            let ritual = try #require(config.household?.ritual("tea"), "\(config.diagnostics)")
            #expect(ritual.title == "Tea" && ritual.kind == .talk && ritual.practice == "tea")
            #expect(ritual.deck?.prompts.count == 2)
            #expect(ritual.texts.start?.spacious == "Tea, or later.")
            #expect(reader.catalogue.names(.practices).contains("tea"))
            #expect(reader.checkOwn().isEmpty)
        }
    }

    @Test func `a file with the name of a practice takes its place`() throws {
        let own = try Self.tea.replaced(#"deck = "drives""#, by: "")
        let files = ["catalogue/check-in.toml": own]
        try read("[[ritual]]\ntemplate = \"check-in\"\n", own: files) { config, _, _ in
            #expect(config.household?.ritual("check-in")?.title == "Tea")
        }
    }

    @Test func `a fault of a file has its place, and counts only where the file is named`() throws {
        let broken = try Self.tea.replaced("kind = \"talk\"", by: "kind = \"tlk\"")
            .replaced("{day}", by: "{dai}").replaced("deck = \"drives\"", by: "dek = 1")
        let files = ["catalogue/tea.toml": broken]
        try read("[[ritual]]\ntemplate = \"tea\"\n", own: files) { config, _, folder in
            #expect(config.household == nil)
            let found = config.diagnostics.map { $0.description.replacing(folder, with: "DIR") }
            #expect(
                found == [
                    "DIR/catalogue/tea.toml:4:8: error: kind: expected one of 'date', 'talk', 'touch', "
                        + "'getaway', 'milestone', 'step', 'other', not 'tlk'; did you mean 'talk'?",
                    "DIR/catalogue/tea.toml:7:1: error: dek: unknown key; did you mean 'deck'?",
                    "DIR/catalogue/tea.toml:11:14: error: text.start.reassuring: 'dai' stands for "
                        + "nothing; allowed: '{title}', '{day}', '{start}', '{end}', '{length}'",
                ],
                "\(found.joined(separator: "\n"))"
            )
        }
        try read("[[ritual]]\ntemplate = \"date\"\n", own: files) { config, reader, _ in
            #expect(config.household != nil && config.diagnostics.isEmpty)
            #expect(reader.checkOwn().count == 3)
        }
    }

    @Test func `what is wrong with a deck is said line by line`() throws {
        let text = """
            home | Where is home?
            Home Alone | Who is home?
            home | where is home?
            tab | One\u{7}two
            long | \(String(repeating: "x", count: 201))
            bare |
              other |   who is home?
            """
        try read("", own: ["decks/bad.txt": text, "decks/empty.txt": "# none\n"]) {
            _,
            reader,
            folder in
            let found = reader.checkOwn().map { $0.description.replacing(folder, with: "DIR") }
            #expect(
                found == [
                    "DIR/decks/bad.txt:2:1: error: the theme 'Home Alone' is not made of lowercase "
                        + "letters, digits and hyphens",
                    "DIR/decks/bad.txt:3:8: error: is the prompt of line 1 again",
                    "DIR/decks/bad.txt:4:10: error: holds a control character",
                    "DIR/decks/bad.txt:5:8: error: 201 characters are more than 200",
                    "DIR/decks/bad.txt:6:1: error: has a theme and no prompt",
                    "DIR/decks/empty.txt:1:1: error: has no prompt; give one a line",
                ],
                "\(found.joined(separator: "\n"))"
            )
        }
    }

    @Test func `a byte order mark and the line ends of other systems are no part of a deck`() throws
    {
        let text = "\u{FEFF}[in order]\r\nmusic | Which song?\r\n\r\nWhich road?\r\n"
        try read(
            "[[ritual]]\ntemplate = \"tea\"\n",
            own: [
                "catalogue/tea.toml": Self.tea, "decks/drives.txt": text,
            ]
        ) { config, reader, _ in
            let deck = try #require(config.household?.ritual("tea")?.deck, "\(config.diagnostics)")
            #expect(deck.isDeepening)
            #expect(
                deck.prompts == [
                    Deck.Prompt(theme: "music", text: "Which song?"),
                    Deck.Prompt(text: "Which road?"),
                ]
            )
            // That it has no beginning is said of the config, not of the file.
            #expect(reader.checkOwn().isEmpty)
        }
    }

    @Test func `a deck that is not UTF-8 is refused with its place`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("rituald-\(UUID().uuidString)/decks")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        try Data([0x61, 0x0A, 0x62, 0xFF]).write(to: folder.appendingPathComponent("odd.txt"))
        let reader = CatalogueReader(
            catalogue: Catalogue(folder: folder.deletingLastPathComponent().path),
            zones: SystemZoneDatabase(),
            zone: .utc
        )
        let path = folder.appendingPathComponent("odd.txt").path
        #expect(reader.checkOwn().map(\.description) == ["\(path):2:2: error: is not UTF-8 here"])
    }

    @Test func `a config changes a part of a template's schedule or signal`() throws {
        let config = try readConfig(
            """
            [[ritual]]
            template = "date"
            schedule = { at = "20:15" }
            [[ritual]]
            template = "closeness-questions"
            schedule = { from = 2026-01-09 }
            [[ritual]]
            template = "caring-message"
            schedule = { at = "12:00" }
            [[ritual]]
            template = "home-again"
            trigger = { between = "17:00-19:00" }
            """ + ConfigCase.couple
        )
        let household = try #require(config.household, "\(config.diagnostics)")
        #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        let date = try #require(household.ritual("date"))
        #expect(
            date.schedule
                == .every(
                    try AnchoredStep(
                        every: 1,
                        .weeks,
                        on: [.friday],
                        at: [try ClockTime(parsing: "20:15")]
                    )
                )
        )
        #expect(
            household.ritual("closeness-questions")?.start == (try CivilDate(parsing: "2026-01-09"))
        )
        guard case .every? = household.ritual("caring-message")?.schedule else {
            Issue.record("a fixed time does not vary")
            return
        }
        let window = try ClockWindow.of("17:00-19:00")
        #expect(
            household.ritual("home-again")?.occasion
                == .signal(Trigger(signal: "both-home", between: window, atMostPerDay: 1))
        )
    }

    static let cases = [
        ConfigCase(
            "a deck that deepens and has no beginning",
            "[[ritual]]\ntemplate = \"closeness-questions\"\n",
            "2:12: warning: ritual[closeness-questions].schedule: the deck 'closeness' goes deeper "
                + "from prompt to prompt; 'schedule = { from = 2026-01-09 }' says when it begins with "
                + "its first"
        ),
        ConfigCase(
            "decks that are not there, or stand beside prompts",
            "[[ritual]]\ntemplate = \"date\"\ndeck = \"storys\"\n"
                + "[[ritual]]\ntemplate = \"check-in\"\nprompts = [\"One?\"]\ndeck = { name = \"stories\", each = 0 }\n",
            "3:8: error: ritual[date].deck: there is no deck 'storys'; did you mean 'stories'?",
            "7:1: error: ritual[check-in].deck: cannot stand beside 'prompts'; a ritual has one of them",
            "7:35: error: ritual[check-in].deck.each: 0 is not between 1 and 10"
        ),
        ConfigCase(
            "a window in which a time cannot vary",
            "[[ritual]]\nid = \"r\"\nschedule = { every = \"week\", on = \"fri\", between = \"10:00-12:00\" }\n"
                + "[[ritual]]\nid = \"s\"\nschedule = { every = \"day\", at = \"10:00\", between = \"22:00-02:00\" }\n",
            "3:52: error: ritual[r].schedule.between: goes with 'every = \"day\"'",
            "6:29: error: ritual[s].schedule.at: cannot stand beside 'between', inside which the time "
                + "varies",
            "6:53: error: ritual[s].schedule.between: crosses midnight; a time that varies stays on its "
                + "date"
        ),
        ConfigCase(
            "steps of a ladder that are not right",
            "[[ritual]]\ntemplate = \"date\"\nremind = [{ step = \"book\" }, { before = \"2d\", stp = \"x\" }]\n",
            "3:11: error: ritual[date].remind.before: missing: how long before the start, such as '2w'",
            "3:47: error: ritual[date].remind.stp: unknown key; did you mean 'step'?"
        ),
        ConfigCase(
            "a template that is like none",
            "[[ritual]]\ntemplate = \"parachuting\"\n",
            "2:12: error: ritual[#1].template: there is no template 'parachuting'; "
                + "'ritualctl catalog' lists them"
        ),
    ]

    @Test(arguments: cases) func `what is wrong is said exactly`(_ one: ConfigCase) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }
}
