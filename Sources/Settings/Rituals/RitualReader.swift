import CivilTime
import Household

/// Reads every `[[ritual]]`.
struct RitualReader {
    let zones: ZoneLookup
    let household: HouseholdSettings

    /// The ritual that a digest of several late nudges is shown under.
    private static let reserved = "catch-up"

    func read(_ root: TableReader) -> [RitualDraft] {
        root.tables("ritual", limit: ConfigLimits.rituals).map(draft)
    }

    private func draft(_ unnamed: TableReader) -> RitualDraft {
        let template = template(unnamed)
        let id = unnamed.has("id") ? unnamed.identifier(naming: "ritual") : template
        if let id, id.value == Self.reserved {
            unnamed.findings.error("'\(Self.reserved)' is the name of the daemon's digest", at: id)
        }
        let table = unnamed.named("ritual", id)
        let strays = table.refuseRitualKeys()
        if id == nil, !table.has("id"), !table.has("template") {
            table.missing("id", "a short name such as 'date-night'")
        }
        let occasion = occasion(table, explained: strays)
        let isOpen = !table.has("schedule") && !table.has("trigger") && strays.isEmpty
        if isOpen, !table.has("template") {
            table.error("does not say when: give 'schedule', 'trigger' or 'template'")
        }
        var ritual = base(template, id: id?.value ?? "", table)
        if let (what, zone) = occasion {
            ritual.occasion = what
            ritual.zone = zone
        }
        apply(table, to: &ritual)
        let isTimed = occasion != nil || (isOpen && template != nil)
        RepeatReader(table: table).read(into: &ritual, isTimed: isTimed)
        let schedule = table.entry("schedule") ?? table.entry("template")
        var draft = RitualDraft(
            ritual: ritual,
            place: id?.position ?? table.position,
            path: table.path,
            schedulePlace: schedule?.node.position ?? table.position
        )
        draft.flexPlace = table.node("flex")?.position
        draft.isKindGiven = table.has("kind") || table.has("template")
        draft.isOnSignal =
            !table.has("schedule") && (table.has("trigger") || ritual.isOnSignal(template))
        reference(table, in: &draft)
        return draft
    }

    private func template(_ table: TableReader) -> Located<String>? {
        guard let name = table.string("template", expecting: "the name of a template") else {
            return nil
        }
        guard Catalogue.names.contains(name.value) else {
            let near = Suggestion.phrase(for: name.value, amongAll: Catalogue.names)
            let isPlan = Catalogue.planNames.contains(name.value)
            table.findings.error(
                "there is no template \(quoted(name.value))"
                    + (isPlan ? "; it is a plan: '[[plan]]' with 'use'" : near),
                at: name
            )
            return nil
        }
        return name
    }

    /// The template's ritual, or an empty one; its occasion is a stand-in where none was given.
    private func base(_ template: Located<String>?, id: String, _ table: TableReader) -> Ritual {
        if let template, let known = Catalogue.template(named: template.value) {
            do {
                return try known.ritual(id: id, zone: household.zone)
            } catch {
                table.findings.error("cannot be used: \(error)", at: template)
            }
        }
        return Ritual(
            id: id,
            title: Identifier.title(of: id),
            occasion: .signal(Trigger(signal: id)),
            zone: household.zone
        )
    }

    private func occasion(
        _ table: TableReader,
        explained strays: Set<String>
    ) -> (Occasion, Zone)? {
        if table.has("schedule"), let trigger = table.entry("trigger") {
            table.findings.error(
                "cannot stand beside 'schedule'; a ritual has one of them",
                at: trigger.keyPosition,
                key: table.path(of: "trigger")
            )
        }
        if table.has("schedule") {
            var schedule = table.table("schedule", expecting: "a table such as { every = 'day' }")
            schedule?.explained = strays
            return
                schedule
                .flatMap { ScheduleReader(table: $0, zones: zones, zone: household.zone).read() }
                .map { (.schedule($0.schedule), $0.zone) }
        }
        return table.table("trigger", expecting: "a table such as { signal = 'both-home' }")
            .flatMap { TriggerReader(table: $0).read() }
            .map { (.signal($0), household.zone) }
    }

    private func apply(_ table: TableReader, to ritual: inout Ritual) {
        ritual.kind = table.choice("kind") ?? ritual.kind
        ritual.title = table.text("title", limit: ConfigLimits.titleLength) ?? ritual.title
        ritual.body =
            table.text("body", limit: ConfigLimits.textLength, isMultiline: true) ?? ritual.body
        ritual.prompts =
            table.texts("prompts", limit: ConfigLimits.prompts, each: ConfigLimits.textLength)
            ?? ritual.prompts
        ritual.duration = table.span("duration") ?? ritual.duration
        LadderReader(table: table).read(into: &ritual.ladder)
        ritual.lateWithin = table.span("late_within") ?? ritual.lateWithin
        ritual.flex = table.span("flex") ?? ritual.flex
        ritual.needs = needs(table) ?? ritual.needs
        ritual.sensitivity =
            table.choice("sensitivity", of: Sensitivity.self) ?? ritual.sensitivity
        ritual.isUrgent = table.boolean("urgent") ?? ritual.isUrgent
        ritual.isEnabled = table.boolean("enabled") ?? ritual.isEnabled
    }

    /// Who must say that it was done: a word, or a number of partners.
    private func needs(_ table: TableReader) -> Needs? {
        if case .integer? = table.node("needs")?.value.value {
            return table.integer("needs", in: 1...ConfigLimits.partners).map { .some($0) }
        }
        let words = ["both", "all", "anyone"]
        return table.choice("needs", of: words, or: "a number of partners")
            .map { $0.value == "anyone" ? .anyone : .all }
    }

    private func reference(_ table: TableReader, in draft: inout RitualDraft) {
        if let names = table.names("absorbed_by", of: "ritual ids") {
            draft.absorbedBy = names
            draft.ritual.absorbedBy = names.map(\.value)
        }
        let audience = Audience(reading: table)
        audience.apply(to: &draft.ritual)
        draft.audience = audience
    }
}

extension Ritual {
    /// Whether a template brings a signal; without a template the occasion is a stand-in.
    fileprivate func isOnSignal(_ template: Located<String>?) -> Bool {
        template != nil && schedule == nil
    }
}

extension TableReader {
    /// Refuses every key that is not one of a ritual's; of one that belongs into a table below, it says so.
    ///
    /// - Returns: those that belong below, by the name that they have there.
    fileprivate func refuseRitualKeys() -> Set<String> {
        var strays: [String: String] = [:]
        for entry in entries where !KnownKeys.ritual.contains(entry.key) {
            let synonym = KnownKeys.synonyms[entry.key]
            for (home, keys) in [
                ("schedule", KnownKeys.schedule), ("trigger", KnownKeys.trigger),
            ] {
                guard
                    let name = [entry.key, synonym].compactMap(\.self).first(where: keys.contains)
                else {
                    continue
                }
                strays[entry.key] = name
                let example = Self.example(of: name, in: home)
                findings.error(
                    "unknown key here; it goes into '\(home)', such as \(home) = { \(example) }",
                    at: entry.keyPosition,
                    key: path(of: entry.key)
                )
                break
            }
        }
        var rest = self
        rest.entries.removeAll { strays[$0.key] != nil }
        rest.refuseKeys(notIn: KnownKeys.ritual)
        return Set(strays.values)
    }

    private static func example(of key: String, in home: String) -> String {
        switch key {
        case _ where home == "trigger": "signal = \"both-home\""
        case "on": "every = \"week\", on = \"fri\", at = \"19:00\""
        case "rrule": "rrule = \"FREQ=MONTHLY;BYDAY=-1SU\", at = \"16:00\""
        case "calendar": "calendar = \"Sun *-*-* 10:00\""
        case "from": "every = \"2 weeks\", at = \"19:00\", from = 2026-01-09"
        case "snap": "every = \"7 weeks\", at = \"19:00\", from = 2026-01-09, snap = \"fri\""
        default: "every = \"day\", at = \"19:00\""
        }
    }
}
