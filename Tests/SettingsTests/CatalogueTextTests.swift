import CivilTime
import Household
import Settings
import Testing

/// The words of every practice and of every part of a plan, side by side.
@Suite struct CatalogueTextTests {
    /// One text that somebody reads.
    struct Line: Sendable {
        let place: String
        let text: String
    }

    private static func rituals() throws -> [(name: String, ritual: Ritual)] {
        let catalogue = builtInCatalogue()
        let practices = try Catalogue.builtInNames(.practices).map { name in
            (name, try #require(catalogue.practice(named: name), "\(catalogue.diagnostics)").ritual)
        }
        let plans = try Catalogue.builtInNames(.plans).flatMap { name in
            try #require(catalogue.plan(named: name), "\(catalogue.diagnostics)").parts.map {
                ("\(name)/\($0.name)", $0.ritual)
            }
        }
        return practices + plans
    }

    /// The longest that the placeholders stand for.
    private static let filling = TextFilling(
        title: String(repeating: "m", count: 30),
        day: "on Wednesday 30 September 2026",
        start: "19:00",
        end: "on Wednesday 30 September 19:00",
        length: "23 h 45 min"
    )

    private static func lines() throws -> [Line] {
        try rituals().flatMap { name, ritual in
            let stages = [
                ("start", ritual.texts.start), ("end", ritual.texts.end),
                ("follow_up", ritual.texts.followUp), ("pause", ritual.texts.pause),
            ]
            let texts = stages.flatMap { stage, texts in
                Tone.allCases.compactMap { tone in
                    texts.map { Line(place: "\(name) \(stage) \(tone)", text: $0[tone]) }
                }
            }
            let tasks = ritual.ladder.rungs.compactMap { rung in
                rung.task.map { Line(place: "\(name) \(rung.before)", text: $0) }
            }
            return texts + tasks + ritual.prompts.map { Line(place: "\(name) prompt", text: $0) }
        }
    }

    @Test func `every practice is there, and each without a fault`() throws {
        let catalogue = builtInCatalogue()
        for name in Catalogue.builtInNames(.practices) {
            #expect(catalogue.practice(named: name) != nil, "\(name)")
        }
        for name in Catalogue.builtInNames(.plans) {
            #expect(catalogue.plan(named: name) != nil, "\(name)")
        }
        #expect(catalogue.diagnostics.isEmpty, "\(catalogue.diagnostics)")
        #expect(
            Catalogue.builtInNames(.practices) == [
                "appreciation", "caring-message", "check-in", "closeness-questions", "coffee",
                "connection-time", "date", "deep-check-in", "digest", "eye-gazing", "good-moments",
                "goodbye-hello", "ground-rules", "heart-to-heart", "home-again", "home-rules",
                "long-hug", "look-back", "love-map", "meaningful-question", "money-talk",
                "new-activity", "note", "novelty-date", "phone-free", "repair", "shared-project",
                "shared-reading", "small-disclosure", "state-of-us", "story-swap",
                "temperature-reading", "timeout", "touch", "unplugged-evening", "unwind-talk",
                "walk",
            ]
        )
    }

    @Test func `every start is said in every tone, and a notification shows all of it`() throws {
        for (name, ritual) in try Self.rituals() {
            #expect(ritual.texts.start != nil, "\(name)")
            #expect(ritual.title.count <= 60 && !ritual.title.isEmpty, "\(name)")
        }
        for line in try Self.lines() {
            let text = Self.filling.fill(line.text)
            #expect(text.count <= 240, "\(line.place): \(text.count) characters")
            #expect(!text.contains("{"), "\(line.place)")
        }
    }

    /// Words that no text has, each with what is wrong with it.
    private static let unwanted = [
        ("must", "presses"), ("should", "presses"), ("have to", "presses"),
        ("need to", "presses"), ("ought", "presses"), ("at last", "scolds for the time before"),
        ("finally", "scolds for the time before"), ("don't forget", "takes for forgetful"),
        ("do not forget", "takes for forgetful"), ("remember to", "takes for forgetful"),
        ("never forget", "takes for forgetful"), ("you forgot", "scolds"), ("failed", "scolds"),
        ("missed", "scolds"), ("overdue", "scolds"), ("late again", "scolds"),
        ("you never", "accuses"), ("you always", "accuses"), ("why did you", "accuses"),
        ("obviously", "presumes"), ("of course", "presumes"), ("as you know", "presumes"),
        ("simply", "presumes that it is easy"), ("just do", "presumes that it is easy"),
        ("both of you", "leaves a third out"), ("the two of you", "leaves a third out"),
        ("you two", "leaves a third out"), ("your other half", "leaves a third out"),
        ("husband", "presumes who it is"), ("wife", "presumes who it is"),
        ("boyfriend", "presumes who it is"), ("girlfriend", "presumes who it is"),
    ]

    @Test func `none scolds, presses, presumes or leaves somebody out`() throws {
        for line in try Self.lines() {
            let quoteless = line.text.split(separator: "\"", omittingEmptySubsequences: false)
                .enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            let words = Self.words(quoteless.joined(separator: " "))
            for (bad, reason) in Self.unwanted {
                #expect(!words.contains(" \(bad) "), "\(line.place) \(reason): \(line.text)")
            }
        }
    }

    /// Verbs with which an order would begin.
    private static let orders: Set<String> = [
        "arrange", "ask", "be", "begin", "book", "bring", "call", "choose", "close", "come",
        "decide",
        "do", "find", "forget", "get", "give", "go", "hold", "keep", "leave", "let", "listen",
        "look",
        "make", "mark", "pack", "pick", "plan", "put", "say", "send", "set", "sit", "start", "stop",
        "take",
        "talk", "tell", "think", "try", "turn", "write",
    ]

    @Test func `no sentence is an order`() throws {
        for line in try Self.lines() {
            for sentence in line.text.split(whereSeparator: { ".:;!?".contains($0) }) {
                let first = sentence.split(separator: " ").first.map { $0.lowercased() } ?? ""
                // A question begins with "do" as well.
                let isQuestion = line.text.contains("?") && first == "do"
                #expect(!Self.orders.contains(first) || isQuestion, "\(line.place): \(line.text)")
            }
        }
    }

    @Test func `literal says what and when, and how it ends`() throws {
        for (name, ritual) in try Self.rituals() {
            let text = try #require(ritual.texts.start).literal
            #expect(text.hasPrefix("{title}"), "\(name)")
            #expect(text.contains("end") || text.contains("later"), "\(name): \(text)")
            // A pause that somebody asks for is as long as the text says.
            let isMeasured =
                ritual.duration.isZero || ritual.schedule == nil || text.contains("{length}")
                || text.contains("seconds")
            #expect(isMeasured, "\(name) does not say how long: \(text)")
            #expect(text.contains("{start}") || text.contains("{day}"), "\(name): \(text)")
        }
    }

    @Test func `spacious is the shortest of them, and reassuring names a day or a time`() throws {
        for (name, ritual) in try Self.rituals() {
            let texts = try #require(ritual.texts.start)
            #expect(texts.spacious.count < texts.reassuring.count, "\(name)")
            #expect(texts.spacious.count <= texts.literal.count, "\(name)")
            let moment = ["{day}", "{start}", "{end}"].contains { texts.reassuring.contains($0) }
            // What takes no time is for the day, and what a signal begins, begins now.
            let isNow = ritual.duration.isZero || ritual.schedule == nil
            #expect(moment || isNow, "\(name): \(texts.reassuring)")
        }
    }

    @Test func `intimate practices are private or secret`() throws {
        let shown = Dictionary(
            uniqueKeysWithValues: try Self.rituals().map { ($0.name, $0.ritual.sensitivity) }
        )
        for name in [
            "long-hug", "eye-gazing", "touch", "money-talk", "heart-to-heart", "timeout", "repair",
        ] {
            #expect(shown[name] == .private, "\(name)")
        }
        #expect(shown["connection-time"] == .secret)
    }

    private static func words(_ text: String) -> String {
        let folded = text.lowercased().map { $0.isLetter || $0 == "'" ? String($0) : " " }
        return " \(folded.joined().split(separator: " ").joined(separator: " ")) "
    }
}
