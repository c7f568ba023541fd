import CivilTime
import Recurrence
import Household

/// Reads every `[[plan]]` into the rituals that it stands for.
struct PlanReader {
    let household: HouseholdSettings
    let catalogue: CatalogueReader

    func read(_ root: TableReader) -> [RitualDraft] {
        root.tables("plan", limit: ConfigLimits.names).flatMap(drafts)
    }

    private func drafts(_ unnamed: TableReader) -> [RitualDraft] {
        let use = use(unnamed)
        let id = unnamed.has("id") ? unnamed.identifier(naming: "plan") : use
        let table = unnamed.named("plan", id)
        table.refuseKeys(notIn: KnownKeys.plan)
        let from = table.date("from")
        let at = table.node("at").flatMap(table.clockTime)
        let snap = WeekdaysReader(table: table).snap("snap")
        let isEnabled = table.boolean("enabled") ?? true
        let rests = table.boolean("rests")
        let audience = Audience(reading: table)
        guard let use, let plan = catalogue.plan(named: use.value) else {
            return []
        }
        let leftOut = leftOut(table, of: plan)
        refuseKeys(of: plan, table)
        guard let origin = origin(of: plan, table, from: from) else {
            return []
        }
        let rituals: [Ritual]
        do {
            rituals = try plan.rituals(
                id: id?.value,
                from: origin,
                at: at,
                snap: snap,
                zone: household.zone,
                leavingOut: leftOut
            )
        } catch {
            table.error("cannot be used: \(error)")
            return []
        }
        let place = id ?? use
        if let long = rituals.first(where: { !Identifier.isValid($0.id) }),
            Identifier.isValid(place.value)
        {
            table.findings.error(
                "is too long: it makes \(quoted(long.id)), of more than "
                    + "\(ConfigLimits.idLength) characters",
                at: place
            )
        }
        let quiets = quiets(table, in: rituals)
        return rituals.enumerated().map { index, ritual in
            var draft = RitualDraft(
                ritual: ritual,
                place: place.position,
                path: table.path,
                schedulePlace: place.position
            )
            draft.ritual.isEnabled = isEnabled
            draft.ritual.rests = rests ?? draft.ritual.rests
            audience.apply(to: &draft.ritual)
            if ritual.kind == .getaway {
                draft.ritual.quiets = quiets.map(\.value)
                draft.quiets = quiets
            }
            // What a plan names is checked once, with its first ritual.
            draft.audience = index == 0 ? audience : Audience()
            return draft
        }
    }

    private func use(_ table: TableReader) -> Located<String>? {
        let names = catalogue.catalogue.names(.plans)
        guard table.has("use") else {
            let list = names.map { "'\($0)'" }.joined(separator: ", ")
            table.missing("use", "the name of a plan, one of \(list)")
            return nil
        }
        guard let name = table.string("use", expecting: "the name of a plan") else {
            return nil
        }
        guard names.contains(name.value) else {
            let near = Suggestion.phrase(for: name.value, amongAll: names)
            table.findings.error("there is no plan \(quoted(name.value))\(near)", at: name)
            return nil
        }
        return name
    }

    private func leftOut(_ table: TableReader, of plan: PlanTemplate) -> Set<String> {
        let parts = plan.parts.map(\.name)
        let names = table.names("leave_out", of: "parts of the plan") ?? []
        for name in names where !parts.contains(name.value) {
            let near = Suggestion.phrase(for: name.value, amongAll: parts)
            table.findings.error(
                "plan '\(plan.name)' has no part \(quoted(name.value))\(near)",
                at: name
            )
        }
        if names.count == parts.count, let node = table.node("leave_out") {
            table.findings.warning("leaves nothing of the plan", at: node)
        }
        return Set(names.map(\.value))
    }

    /// Refuses what the config gives and the plan has no use for.
    private func refuseKeys(of plan: PlanTemplate, _ table: TableReader) {
        let isOwn = plan.countsFrom == .from
        for key in (isOwn ? [] : ["from"]) + (plan.canSnap ? [] : ["snap"]) {
            guard let entry = table.entry(key) else {
                continue
            }
            let reason =
                isOwn
                ? "whose days follow one another" : "which counts from 'household.together_since'"
            table.findings.error(
                "does not go with plan '\(plan.name)', \(reason)",
                at: entry.keyPosition,
                key: table.path(of: key)
            )
        }
    }

    /// What is silent while a getaway or trip of the plan lasts.
    private func quiets(_ table: TableReader, in rituals: [Ritual]) -> [Located<String>] {
        let names = table.names("quiets", of: "ritual ids") ?? []
        if let entry = table.entry("quiets"), !rituals.contains(where: { $0.kind == .getaway }) {
            table.findings.error(
                "does not go with a plan that keeps no getaway or trip",
                at: entry.keyPosition,
                key: table.path(of: "quiets")
            )
            return []
        }
        return names
    }

    /// The date that the plan counts from; `nil` where there is none, which is then reported.
    private func origin(
        of plan: PlanTemplate,
        _ table: TableReader,
        from: CivilDate?
    ) -> CivilDate? {
        switch plan.countsFrom {
        case .from:
            if !table.has("from") {
                table.missing("from", "the date that the plan counts from, such as 2026-01-09")
            }
            return from
        case .togetherSince:
            if household.togetherSince == nil, !household.namesStart {
                table.error(
                    "needs 'together_since' in '[household]', such as 'together_since = 2026-01-17'"
                )
            }
            return household.togetherSince
        }
    }
}
