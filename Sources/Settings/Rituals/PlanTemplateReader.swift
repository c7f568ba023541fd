import CivilTime
import Recurrence
import Household

/// Reads a plan of the catalogue, with a `[[part]]` for each of its rituals.
struct PlanTemplateReader {
    let table: TableReader
    let catalogue: CatalogueReader

    func read(_ name: String) -> PlanTemplate? {
        table.refuseKeys(notIn: KnownKeys.planTemplate)
        let title = table.sentence("title", "what the plan is called", ConfigLimits.nudgeTitle)
        let what = table.sentence("what", "one sentence that says what it is")
        let why = table.sentence("why", "one sentence that says what it is good for")
        let origin: PlanTemplate.Origin = table.choice("counts_from") ?? .from
        let time = table.node("at").flatMap(table.clockTime)
        if !table.has("at") {
            table.missing("at", "the time of day, such as '19:00'")
        }
        let parts = table.tables("part", limit: ConfigLimits.rungs).compactMap(part)
        if !table.has("part") {
            table.missing("part", "a '[[part]]' for each of its rituals")
        }
        guard let title, let what, let why, let time else {
            return nil
        }
        return PlanTemplate(
            name: name,
            title: title,
            what: what,
            why: why,
            countsFrom: origin,
            time: time,
            canSnap: table.boolean("snap") ?? false,
            parts: parts
        )
    }

    private func part(_ unnamed: TableReader) -> PlanTemplate.Part? {
        let id = unnamed.identifier(naming: "part")
        let table = unnamed.named("part", id)
        table.refuseKeys(notIn: KnownKeys.part)
        if !table.has("id") {
            table.missing("id", "a short name such as 'date'")
        }
        var ritual = base(table)
        RitualFields(table: table, catalogue: catalogue).apply(to: &ritual)
        StageTextsReader(table: table).read(into: &ritual)
        ritual.countedTitle = countedTitle(table)
        if ritual.texts.start == nil, !table.has("text") {
            table.missing("text.start", "what it says at its start, in every tone")
        }
        if !table.has("practice"), !table.has("title") {
            table.missing("title", "what the nudge is called")
        }
        let counting = counting(table)
        guard let id, let counting else {
            return nil
        }
        return PlanTemplate.Part(
            name: id.value,
            ritual: ritual,
            counting: counting,
            begins: table.span("begins") ?? .zero,
            time: table.node("at").flatMap(table.clockTime),
            absorbedBy: table.names("absorbed_by", of: "parts of the plan")?.map(\.value) ?? [],
            afterKept: weeks(table)
        )
    }

    /// `after_kept = "4 weeks"`.
    private func weeks(_ table: TableReader) -> Int? {
        guard let span = table.span("after_kept") else {
            return nil
        }
        guard span.months == 0, span.seconds == 0, span.days > 0, span.days % 7 == 0 else {
            if let node = table.node("after_kept") {
                table.findings.error("counts whole weeks, such as '4 weeks'", at: node)
            }
            return nil
        }
        return span.days / 7
    }

    /// The ritual of the practice that the part names, or an empty one; the plan gives it its occasion.
    private func base(_ table: TableReader) -> Ritual {
        if let name = table.string("practice", expecting: "the name of a practice") {
            if let draft = catalogue.draft(named: name.value) {
                return draft.ritual(id: "")
            }
            table.findings.error("there is no practice \(quoted(name.value))", at: name)
        }
        return Ritual(id: "", title: "", occasion: .schedule(.dates([])), zone: catalogue.zone)
    }

    /// `counted_title = "{years} together"`.
    private func countedTitle(_ table: TableReader) -> String? {
        let title = table.text("counted_title", limit: ConfigLimits.nudgeTitle)
        if let title, !title.contains(Ritual.yearsPlaceholder),
            let node = table.node("counted_title")
        {
            let placeholder = Ritual.yearsPlaceholder
            table.findings.error("counts nothing: '\(placeholder)' is missing", at: node)
        }
        return title
    }

    private func counting(_ table: TableReader) -> PlanTemplate.Counting? {
        if table.has("every") == table.has("after") {
            table.error("does not say when: give one of 'every' and 'after'")
            return nil
        }
        if table.has("after") {
            return table.span("after").map { .once(after: $0) }
        }
        guard let text = table.string("every", expecting: "a step such as '7 weeks'") else {
            return nil
        }
        let first = table.integer("first", in: 0...1_000) ?? 0
        do {
            switch try StepLength(parsing: text.value) {
            case .days(let count): return .every(count, .days, first: first)
            case .weeks(let count): return .every(count, .weeks, first: first)
            case .months(let count): return .every(count, .months, first: first)
            case .years(let count): return .every(count, .years, first: first)
            case .elapsed:
                table.findings.error("parts of a plan count days, weeks, months or years", at: text)
            }
        } catch {
            table.findings.error(error.message, at: text)
        }
        return nil
    }
}
