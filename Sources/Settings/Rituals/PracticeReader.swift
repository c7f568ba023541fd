import CivilTime
import Household

/// A practice as read, with the tables of its occasion: a config may change a part of them.
struct PracticeDraft {
    var practice: Practice
    var schedule: [TOMLEntry]
    var trigger: [TOMLEntry]

    /// The ritual as the practice proposes it, under an id of the household's choice.
    func ritual(id: String) -> Ritual {
        var ritual = practice.ritual
        ritual.id = id
        ritual.practice = practice.name
        ritual.occasion = ritual.occasion.named(id)
        return ritual
    }
}

/// Reads a practice of the catalogue: the keys of a ritual, and what it is, why, and what it says.
struct PracticeReader {
    let table: TableReader
    let catalogue: CatalogueReader

    func read(_ name: String) -> PracticeDraft? {
        table.refuseKeys(notIn: KnownKeys.practice)
        let what = table.sentence("what", "one sentence that says what it is")
        let why = table.sentence("why", "one sentence that says what it is good for")
        let title = table.sentence("title", "what the nudge is called", ConfigLimits.nudgeTitle)
        let occasion = OccasionReader(table: table, catalogue: catalogue, name: name).read()
        if occasion == nil, !table.has("schedule"), !table.has("trigger") {
            table.missing("schedule", "when it happens, such as { every = 'day', at = '20:30' }")
        }
        guard let (occasion, zone) = occasion, let what, let why, let title else {
            return nil
        }
        var ritual = Ritual(id: name, title: title, occasion: occasion, zone: zone)
        ritual.practice = name
        RitualFields(table: table, catalogue: catalogue).apply(to: &ritual)
        StageTextsReader(table: table).read(into: &ritual)
        if ritual.texts.start == nil, !table.has("text") {
            table.missing("text.start", "what it says at its start, in every tone")
        }
        let practice = Practice(
            name: name,
            what: what,
            why: why,
            ritual: ritual,
            session: SessionReader(table: table).read()
        )
        return PracticeDraft(
            practice: practice,
            schedule: table.table("schedule")?.entries ?? [],
            trigger: table.table("trigger")?.entries ?? []
        )
    }
}

extension TableReader {
    /// A text that has to be there.
    func sentence(
        _ key: String,
        _ what: String,
        _ limit: Int = ConfigLimits.nudgeBody
    ) -> String? {
        guard has(key) else {
            missing(key, what)
            return nil
        }
        return text(key, limit: limit)
    }
}

/// Reads the words that a practice has for its stages.
struct StageTextsReader {
    let table: TableReader

    func read(into ritual: inout Ritual) {
        guard let text = table.table("text") else {
            return
        }
        text.refuseKeys(notIn: KnownKeys.texts)
        ritual.texts.start = tones(text, "start") ?? ritual.texts.start
        ritual.texts.end = tones(text, "end") ?? ritual.texts.end
        ritual.texts.followUp = tones(text, "follow_up") ?? ritual.texts.followUp
        ritual.texts.pause = tones(text, "pause") ?? ritual.texts.pause
        ritual.body = ritual.texts.start?.plain ?? ritual.body
    }

    private func tones(_ text: TableReader, _ stage: String) -> ToneTexts? {
        guard let table = text.table(stage) else {
            return nil
        }
        table.refuseKeys(notIn: Tone.allCases.map(\.rawValue))
        var words: [Tone: String] = [:]
        for tone in Tone.allCases {
            words[tone] = table.sentence(tone.rawValue, "what it says in this tone")
        }
        for (tone, text) in words {
            let unknown = TextFilling.unknownNames(in: text)
            if let name = unknown.first, let node = table.node(tone.rawValue) {
                let known = TextFilling.names.map { "'{\($0)}'" }.joined(separator: ", ")
                table.findings.error(
                    "\(quoted(name)) stands for nothing; allowed: \(known)",
                    at: node
                )
            }
        }
        if let plain = words[.plain], stage == "start", plain.contains("{"),
            let node = table.node("plain")
        {
            table.findings.error("holds no placeholders: it is shown without a date too", at: node)
        }
        guard let plain = words[.plain], let reassuring = words[.reassuring],
            let spacious = words[.spacious], let literal = words[.literal]
        else {
            return nil
        }
        return ToneTexts(
            plain: plain,
            reassuring: reassuring,
            spacious: spacious,
            literal: literal
        )
    }
}

/// Reads `[session]`: how a guided session goes.
struct SessionReader {
    let table: TableReader

    func read() -> SessionScript? {
        guard let session = table.table("session") else {
            return nil
        }
        session.refuseKeys(notIn: KnownKeys.session)
        let turns = session.tables("turn", limit: ConfigLimits.rungs).compactMap(turn)
        if !session.has("turn") {
            session.missing("turn", "a '[[session.turn]]' for each turn")
        }
        return SessionScript(
            rounds: session.integer("rounds", in: 1...100) ?? 1,
            isSilent: session.boolean("silent") ?? false,
            turns: turns
        )
    }

    private func turn(_ table: TableReader) -> SessionScript.Turn? {
        table.refuseKeys(notIn: KnownKeys.turn)
        let topic = table.sentence("topic", "what this turn is for")
        if !table.has("length") {
            table.missing("length", "how long it is, such as '5m'")
        }
        guard let topic, let length = table.span("length", least: Span(seconds: 1)),
            length.months == 0, length.days == 0
        else {
            return nil
        }
        return SessionScript.Turn(
            speaks: table.choice("speaks") ?? .together,
            length: length,
            topic: topic,
            listener: table.text("listener", limit: ConfigLimits.nudgeBody)
        )
    }
}
