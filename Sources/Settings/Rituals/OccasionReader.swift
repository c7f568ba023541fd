import CivilTime
import Recurrence
import Household

/// Reads what makes a ritual happen: its `schedule` or its `trigger`.
///
/// Where a template brings the same, a table without `every`, `rrule`, `calendar`, `ics` or `signal` changes a part
/// of it: `schedule = { at = "21:00" }`.
struct OccasionReader {
    let table: TableReader
    let catalogue: CatalogueReader
    /// The name for which varying times are drawn.
    let name: String
    var template: PracticeDraft?
    /// Keys of the table below that were refused one level too high, and so are not missing.
    var explained: Set<String> = []

    func read() -> (Occasion, Zone)? {
        if table.has("schedule"), let trigger = table.entry("trigger") {
            table.findings.error(
                "cannot stand beside 'schedule'; a ritual has one of them",
                at: trigger.keyPosition,
                key: table.path(of: "trigger")
            )
        }
        let (zones, zone) = (catalogue.zones, catalogue.zone)
        if table.has("schedule") {
            var schedule = table.table("schedule", expecting: "a table such as { every = 'day' }")
            schedule?.explained = explained
            return
                schedule
                .map { merged($0, ScheduleReader.kinds, template?.schedule ?? []) }
                .flatMap { ScheduleReader(table: $0, zones: zones, zone: zone, name: name).read() }
                .map { (.schedule($0.schedule), $0.zone) }
        }
        return table.table("trigger", expecting: "a table such as { signal = 'both-home' }")
            .map { merged($0, ["signal"], template?.trigger ?? []) }
            .flatMap { TriggerReader(table: $0).read() }
            .map { (.signal($0), zone) }
    }

    /// Keys that stand in for one another.
    private static let twins = ["at": "between", "between": "at"]

    private func merged(
        _ table: TableReader,
        _ kinds: [String],
        _ entries: [TOMLEntry]
    ) -> TableReader {
        guard !kinds.contains(where: table.has), !table.entries.isEmpty else {
            return table
        }
        let kept = entries.filter { entry in
            let isReplaced = Self.twins[entry.key].map(table.has) ?? false
            return !table.has(entry.key) && (!isReplaced || kinds == ["signal"])
        }
        var merged = table
        merged.entries += kept.map { entry in
            // What the template's own file gives has no place in this one.
            var entry = entry
            entry.keyPosition = table.position
            entry.node.position = table.position
            return entry
        }
        return merged
    }
}

extension Occasion {
    /// The same occasion, its varying times drawn for that name.
    func named(_ name: String) -> Occasion {
        guard case .schedule(.varying(let time)) = self else {
            return self
        }
        return .schedule(
            .varying(
                VaryingTime(
                    name: name,
                    between: time.start,
                    and: time.end,
                    on: time.weekdays,
                    from: time.from
                )
            )
        )
    }
}
