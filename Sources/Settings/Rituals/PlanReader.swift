import CivilTime
import Recurrence
import Household

/// Reads every `[[plan]]` into the rituals that it stands for.
struct PlanReader {
    let household: HouseholdSettings

    func read(_ root: TableReader) -> [RitualDraft] {
        root.tables("plan", limit: ConfigLimits.names).flatMap(drafts)
    }

    private static let eveningTime = ClockTime(secondOfDay: 19 * 3_600)

    private func drafts(_ unnamed: TableReader) -> [RitualDraft] {
        let use = use(unnamed)
        let id = unnamed.has("id") ? unnamed.identifier(naming: "plan") : use
        let table = unnamed.named("plan", id)
        table.refuseKeys(notIn: KnownKeys.plan)
        let from = table.date("from")
        let at = time(table)
        let snap = WeekdaysReader(table: table).snap("snap")
        let isEnabled = table.boolean("enabled") ?? true
        let audience = Audience(reading: table)
        guard let use else {
            return []
        }
        let leftOut = leftOut(table, of: use.value)
        let rituals: [Ritual]
        do {
            if use.value == SevenSevenSeven.name {
                rituals = try sevens(table, id?.value, from, at, snap, leftOut)
            } else {
                rituals = try milestones(table, id?.value, at, leftOut)
            }
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
        return rituals.enumerated().map { index, ritual in
            var draft = RitualDraft(
                ritual: ritual,
                place: place.position,
                path: table.path,
                schedulePlace: place.position
            )
            draft.ritual.isEnabled = isEnabled
            audience.apply(to: &draft.ritual)
            // What a plan names is checked once, with its first ritual.
            draft.audience = index == 0 ? audience : Audience()
            return draft
        }
    }

    private func use(_ table: TableReader) -> Located<String>? {
        let names = Catalogue.planNames
        guard table.has("use") else {
            let list = names.map { "'\($0)'" }.joined(separator: " or ")
            table.missing("use", "the name of a plan, \(list)")
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

    private func time(_ table: TableReader) -> ClockTime {
        guard let node = table.node("at"), let time = table.clockTime(node) else {
            return Self.eveningTime
        }
        return time
    }

    private func leftOut(_ table: TableReader, of plan: String) -> Set<String> {
        let parts = plan == SevenSevenSeven.name ? SevenSevenSeven.parts : ThreeSixNine.parts
        let names = table.names("leave_out", of: "parts of the plan") ?? []
        for name in names where !parts.contains(name.value) {
            let near = Suggestion.phrase(for: name.value, amongAll: parts)
            table.findings.error(
                "plan '\(plan)' has no part \(quoted(name.value))\(near)",
                at: name
            )
        }
        if names.count == parts.count, let node = table.node("leave_out") {
            table.findings.warning("leaves nothing of the plan", at: node)
        }
        return Set(names.map(\.value))
    }

    private func sevens(
        _ table: TableReader,
        _ id: String?,
        _ from: CivilDate?,
        _ at: ClockTime,
        _ snap: Snap?,
        _ leftOut: Set<String>
    ) throws(RecurrenceError) -> [Ritual] {
        guard let from else {
            if !table.has("from") {
                table.missing("from", "the date that the plan counts from, such as 2026-01-09")
            }
            return []
        }
        return try SevenSevenSeven.rituals(
            id: id ?? SevenSevenSeven.name,
            from: from,
            at: at,
            snap: snap,
            zone: household.zone,
            leavingOut: leftOut
        )
    }

    private func milestones(
        _ table: TableReader,
        _ id: String?,
        _ at: ClockTime,
        _ leftOut: Set<String>
    ) throws(RecurrenceError) -> [Ritual] {
        for key in ["from", "snap"] {
            if let entry = table.entry(key) {
                table.findings.error(
                    "does not go with plan '\(ThreeSixNine.name)', which counts from "
                        + "'household.together_since'",
                    at: entry.keyPosition,
                    key: table.path(of: key)
                )
            }
        }
        guard let since = household.togetherSince else {
            if !household.namesStart {
                table.error(
                    "needs 'together_since' in '[household]', such as 'together_since = 2026-01-17'"
                )
            }
            return []
        }
        return try ThreeSixNine.rituals(
            id: id ?? ThreeSixNine.name,
            togetherSince: since,
            at: at,
            zone: household.zone,
            leavingOut: leftOut
        )
    }
}
