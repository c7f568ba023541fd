import CivilTime
import Household
import Recurrence
import Settings
import SystemZones
import TestKit
import Testing

@Suite struct DeckTests {
    private static let least = [
        "daily-questions": 60, "closeness": 36, "love-map": 30, "stories": 24, "novelty": 24,
        "state-of-us": 16, "reconnecting": 12, "projects": 12, "appreciations": 16,
        "small-disclosures": 12, "look-back": 5,
    ]

    private static func deck(_ name: String, each: Int = 1) throws -> Deck {
        var deck = try #require(builtInCatalogue().deck(named: name))
        deck.each = each
        return deck
    }

    @Test func `every deck is as large as it is to be`() throws {
        #expect(Set(Catalogue.builtInNames(.decks)) == Set(Self.least.keys))
        for (name, count) in Self.least {
            #expect(try Self.deck(name).prompts.count >= count, "\(name)")
        }
    }

    @Test func `no prompt is in two decks, and each is short and has a theme`() throws {
        var seen: Set<String> = []
        for name in Self.least.keys {
            for prompt in try Self.deck(name).prompts {
                #expect(seen.insert(prompt.text.lowercased()).inserted, "\(prompt.text)")
                #expect(prompt.text.count <= 100, "\(prompt.text)")
                #expect(prompt.theme != nil, "\(prompt.text)")
            }
        }
    }

    /// A notification shows 240 characters of the text and the prompt below it.
    @Test(arguments: Tone.allCases)
    func `a prompt fits a notification with the text around it`(_ tone: Tone) throws {
        let catalogue = builtInCatalogue()
        for name in Catalogue.builtInNames(.practices) {
            let ritual = try #require(catalogue.practice(named: name)).ritual
            guard let deck = ritual.deck, let text = ritual.texts.start?[tone] else {
                continue
            }
            let filling = TextFilling(
                title: ritual.title,
                day: "on Wednesday",
                start: "19:00",
                end: "19:30",
                length: "30 min"
            )
            let longest = deck.prompts.map(\.text.count).max() ?? 0
            #expect(filling.fill(text).count + 1 + longest <= 240, "\(name)")
        }
    }

    @Test func `the closeness deck has three sets of twelve, with themes of their own`() throws {
        let prompts = try Self.deck("closeness").prompts
        #expect(prompts.count == 36)
        let sets = stride(from: 0, to: 36, by: 12).map { Set(prompts[$0..<($0 + 12)].map(\.theme)) }
        for (index, set) in sets.enumerated() {
            #expect(sets.indices.allSatisfy { $0 == index || sets[$0].isDisjoint(with: set) })
        }
    }

    /// What would leave somebody out, presume or press, each group with its reason.
    private static let unsuitable = [
        // Who the others are to each other is theirs to say.
        "husband", "wife", "boyfriend", "girlfriend", "spouse", "fiance", "bride", "groom",
        "marriage",
        "married", "marry", "wedding", "honeymoon", "vows",
        // There may be any two or more people, of any gender.
        "both of you", "the two of you", "both", "he", "she", "him", "her", "his", "hers", "man",
        "woman",
        "men", "women", "guys", "ladies",
        // Not everybody has or had these.
        "your mother", "your father", "your parents", "mum", "mom", "dad", "your family",
        "your children",
        "our children", "kids", "your boss", "your job", "your house", "your bed", "our bed", "bed",
        "sofa",
        "pregnant", "baby", "school friend",
        // Belief and closeness of the body are theirs too.
        "god", "pray", "prayer", "church", "bless", "christmas", "sex", "sexy", "kiss", "naked",
        "lust",
        // What presses, scolds or compares.
        "always", "never again", "should", "must", "have to", "ought", "why don't you",
        "your fault", "failed",
        "normal", "better than others", "everyone else", "try harder",
        // What not every body can do.
        "run", "jump", "dance", "look at me", "stand up", "see me",
    ]

    @Test(arguments: Catalogue.builtInNames(.decks))
    func `a deck has no word that would not suit everyone`(_ name: String) throws {
        for prompt in try Self.deck(name).prompts {
            let words =
                " \(prompt.text.lowercased().map { $0.isLetter || $0 == "'" ? $0 : " " }.map(String.init).joined()) "
            for bad in Self.unsuitable {
                #expect(!words.contains(" \(bad) "), "\(prompt.text)")
            }
        }
    }

    @Test(arguments: Catalogue.builtInNames(.decks), [1, 2, 3])
    func `nothing comes again in three rounds before the deck is used up`(
        _ name: String,
        _ each: Int
    ) throws {
        let deck = try Self.deck(name, each: each)
        let asked = (0..<(3 * deck.prompts.count)).flatMap { deck.prompts(at: $0) }
        for start in stride(from: 0, to: 3 * deck.prompts.count, by: deck.prompts.count) {
            let round = asked[start..<(start + deck.prompts.count)]
            #expect(Set(round.map(\.text)).count == deck.prompts.count)
        }
    }

    @Test(arguments: Catalogue.builtInNames(.decks))
    func `no two neighbours are of one theme, the last and the first included`(
        _ name: String
    ) throws {
        let prompts = try Self.deck(name).prompts
        for (one, next) in zip(prompts, prompts.dropFirst() + prompts.prefix(1)) {
            #expect(one.theme != next.theme, "\(one.text) / \(next.text)")
        }
    }

    @Test func `a deck that deepens keeps its order, and the others have one of their own`() throws
    {
        let closeness = try Self.deck("closeness", each: 3)
        #expect(closeness.isDeepening)
        #expect(closeness.prompts.first?.text.hasPrefix("If anyone in the world") == true)
        #expect(closeness.prompts.last?.text.hasPrefix("If this were our last evening") == true)
        #expect(closeness.prompts(at: 1).map(\.text) == closeness.prompts[3..<6].map(\.text))
        #expect(closeness.prompts(at: 12) == closeness.prompts(at: 0))
        #expect(closeness.prompts(at: -1) == closeness.prompts(at: 11))
        let daily = try Self.deck("daily-questions")
        #expect(!daily.isDeepening)
        #expect(daily.prompts.map(\.theme).prefix(3) == ["today", "fun", "us"])
    }

    @Test func `the themes of a deck that cannot be kept apart are shown all the same`() {
        let deck = Deck(
            name: "lopsided",
            prompts: ["a", "b", "c", "d"].map { Deck.Prompt(theme: "one", text: $0) }
        )
        #expect(deck.prompts.map(\.text) == ["a", "b", "c", "d"])
        #expect(Deck(name: "none", prompts: []).prompts(at: 3) == [])
    }

    struct Numbered: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let schedule: String
        let keys: [String]
        let numbers: [Int]
    }

    @Test(arguments: [
        Numbered(
            testDescription: "daily, from a date",
            schedule: #"{ every = "day", at = "20:00", from = 2026-01-05 }"#,
            keys: ["2026-01-05T20:00", "2026-01-06T20:00", "2026-03-29T20:00"],
            numbers: [0, 1, 83]
        ),
        Numbered(
            testDescription: "twice a day",
            schedule: #"{ every = "day", at = ["08:00", "20:00"], from = 2026-01-05 }"#,
            keys: ["2026-01-05T08:00", "2026-01-05T20:00", "2026-01-06T08:00"],
            numbers: [0, 1, 2]
        ),
        Numbered(
            testDescription: "weekly, from a date",
            schedule: #"{ every = "week", on = "fri", at = "20:00", from = 2026-01-05 }"#,
            keys: ["2026-01-09T20:00", "2026-01-16T20:00"],
            numbers: [0, 1]
        ),
        Numbered(
            testDescription: "weekly, from the first Monday of 2024",
            schedule: #"{ every = "week", on = "fri", at = "20:00" }"#,
            keys: ["2024-01-05T20:00", "2026-01-09T20:00"],
            numbers: [0, 105]
        ),
        Numbered(
            testDescription: "monthly by a rule",
            schedule: #"{ rrule = "FREQ=MONTHLY;BYDAY=1SU", at = "16:00", from = 2026-01-01 }"#,
            keys: ["2026-01-04T16:00", "2026-12-06T16:00"],
            numbers: [0, 11]
        ),
    ])
    func `the number of an occurrence counts from the start of its ritual`(_ one: Numbered) throws {
        let config = try readConfig(
            "[[ritual]]\nid = \"r\"\nschedule = \(one.schedule)" + ConfigCase.couple
        )
        let ritual = try #require(config.household?.ritual("r"), "\(config.diagnostics)")
        let numbers = try one.keys.map { key in
            ritual.number(of: OccurrenceKey(ritual: "r", start: try CivilDateTime(parsing: key)))
        }
        #expect(numbers == one.numbers)
    }
}

/// Reads the catalogue that the program brings.
func builtInCatalogue() -> CatalogueReader {
    CatalogueReader(catalogue: .builtIn, zones: SystemZoneDatabase(), zone: .utc)
}
