import CivilTime
import Household

/// Reads every `[[ritual]]`.
struct RitualReader {
    let household: HouseholdSettings
    let catalogue: CatalogueReader

    /// The ritual that a digest of several late nudges is shown under.
    private static let reserved = "catch-up"

    func read(_ root: TableReader) -> [RitualDraft] {
        root.tables("ritual", limit: ConfigLimits.rituals).map(draft)
    }

    private func draft(_ unnamed: TableReader) -> RitualDraft {
        let template = template(unnamed)
        let known = template.flatMap { catalogue.draft(named: $0.value) }
        let id = unnamed.has("id") ? unnamed.identifier(naming: "ritual") : template
        if let id, id.value == Self.reserved {
            unnamed.findings.error("'\(Self.reserved)' is the name of the daemon's digest", at: id)
        }
        let table = unnamed.named("ritual", id)
        let strays = table.refuseRitualKeys()
        if id == nil, !table.has("id"), !table.has("template") {
            table.missing("id", "a short name such as 'date-night'")
        }
        let name = id?.value ?? ""
        let occasion = OccasionReader(
            table: table,
            catalogue: catalogue,
            name: name,
            template: known,
            explained: strays
        ).read()
        let isOpen = !table.has("schedule") && !table.has("trigger") && strays.isEmpty
        if isOpen, !table.has("template") {
            table.error("does not say when: give 'schedule', 'trigger' or 'template'")
        }
        var ritual =
            known?.ritual(id: name)
            ?? Ritual(
                id: name,
                title: Identifier.title(of: name),
                occasion: .signal(Trigger(signal: name)),
                zone: household.zone
            )
        if let (what, zone) = occasion {
            ritual.occasion = what
            ritual.zone = zone
        }
        RitualFields(table: table, catalogue: catalogue).apply(to: &ritual)
        let isTimed = occasion != nil || (isOpen && template != nil)
        RepeatReader(table: table).read(into: &ritual, isTimed: isTimed)
        let exceptions = ExceptionsReader(table: table).read(into: &ritual, isTimed: isTimed)
        let schedule = table.entry("schedule") ?? table.entry("template")
        var draft = RitualDraft(
            ritual: ritual,
            place: id?.position ?? table.position,
            path: table.path,
            schedulePlace: schedule?.node.position ?? table.position
        )
        draft.exceptions = exceptions
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
        guard catalogue.catalogue.has(name.value, in: .practices) else {
            let names = catalogue.catalogue.names(.practices)
            let near = Suggestion.phrase(for: name.value, among: names)
            let isPlan = catalogue.catalogue.has(name.value, in: .plans)
            let hint =
                isPlan
                ? "; it is a plan: '[[plan]]' with 'use'"
                : near.isEmpty ? "; 'ritualctl catalog' lists them" : near
            table.findings.error("there is no template \(quoted(name.value))\(hint)", at: name)
            return nil
        }
        return name
    }

    private func reference(_ table: TableReader, in draft: inout RitualDraft) {
        if let names = table.names("absorbed_by", of: "ritual ids") {
            draft.absorbedBy = names
            draft.ritual.absorbedBy = names.map(\.value)
        }
        if let names = table.names("quiets", of: "ritual ids") {
            draft.quiets = names
            draft.ritual.quiets = names.map(\.value)
        }
        var audience = Audience(reading: table)
        let (escalation, fallbacks) = EscalationReader(table: table).read()
        draft.ritual.escalation = escalation
        audience.fallbacks = fallbacks
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
