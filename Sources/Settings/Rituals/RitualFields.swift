import CivilTime
import Household

/// Reads what rituals, practices and parts of plans have in common: all but when they happen.
struct RitualFields {
    let table: TableReader
    let catalogue: CatalogueReader

    /// Changes `ritual` where the table says so; what it does not name stays.
    func apply(to ritual: inout Ritual) {
        ritual.kind = table.choice("kind") ?? ritual.kind
        ritual.title = table.text("title", limit: ConfigLimits.titleLength) ?? ritual.title
        if let body = table.text("body", limit: ConfigLimits.textLength, isMultiline: true) {
            ritual.body = body
            ritual.texts.start = nil
        }
        if let deck = deck() {
            ritual.deck = deck
            ritual.prompts = []
        }
        if let prompts = table.texts(
            "prompts",
            limit: ConfigLimits.prompts,
            each: ConfigLimits.textLength
        ) {
            ritual.prompts = prompts
            ritual.deck = nil
        }
        ritual.remembers = table.boolean("remember") ?? ritual.remembers
        ritual.tells = table.choices("tells", of: Ritual.Recap.self) ?? ritual.tells
        ritual.duration = table.span("duration") ?? ritual.duration
        LadderReader(table: table).read(into: &ritual.ladder)
        ritual.lateWithin = table.span("late_within") ?? ritual.lateWithin
        ritual.flex = table.span("flex") ?? ritual.flex
        ritual.needs = needs() ?? ritual.needs
        ritual.sensitivity =
            table.choice("sensitivity", of: Sensitivity.self) ?? ritual.sensitivity
        ritual.isUrgent = table.boolean("urgent") ?? ritual.isUrgent
        ritual.rests = table.boolean("rests") ?? ritual.rests
        ritual.isEnabled = table.boolean("enabled") ?? ritual.isEnabled
    }

    /// Who must say that it was done: a word, or a number of partners.
    private func needs() -> Needs? {
        if case .integer? = table.node("needs")?.value.value {
            return table.integer("needs", in: 1...ConfigLimits.partners).map { .some($0) }
        }
        let words = ["both", "all", "anyone"]
        return table.choice("needs", of: words, or: "a number of partners")
            .map { $0.value == "anyone" ? .anyone : .all }
    }

    /// `deck = "daily-questions"`, or `deck = { name = "love-map", each = 3 }`.
    private func deck() -> Deck? {
        guard let node = table.node("deck") else {
            return nil
        }
        if table.has("prompts"), let entry = table.entry("deck") {
            table.findings.error(
                "cannot stand beside 'prompts'; a ritual has one of them",
                at: entry.keyPosition,
                key: table.path(of: "deck")
            )
        }
        guard case .table = node.value.value else {
            return table.string(node, expecting: "the name of a deck").flatMap(deck)
        }
        let inner = table.table("deck")
        inner?.refuseKeys(notIn: KnownKeys.deck)
        guard let name = inner?.string("name", expecting: "the name of a deck") else {
            if inner?.has("name") == false {
                inner?.missing("name", "the name of a deck, such as 'daily-questions'")
            }
            return nil
        }
        var deck = deck(name)
        deck?.each = inner?.integer("each", in: 1...10) ?? 1
        return deck
    }

    private func deck(_ name: Located<String>) -> Deck? {
        guard catalogue.catalogue.has(name.value, in: .decks) else {
            let names = catalogue.catalogue.names(.decks)
            table.findings.error(
                "there is no deck \(quoted(name.value))"
                    + Suggestion.phrase(for: name.value, amongAll: names),
                at: name
            )
            return nil
        }
        return catalogue.deck(named: name.value)
    }
}
