import CivilTime
import Household
import Recurrence

/// A rest as read, with the place of what says when it is.
struct RestDraft {
    var rest: Rest
    var place: Located<Void>
}

/// Reads every `[[rest]]`: by a rule, by a calendar expression, by dates, or by a calendar's file.
struct RestReader {
    let zones: ZoneLookup
    /// Where the zones of a calendar come from.
    let database: any ZoneProviding
    let household: HouseholdSettings
    let files: CalendarFiles

    private static let kinds = ["rrule", "calendar", "dates", "ics"]
    private static let labelLength = 60

    func read(_ root: TableReader) -> [RestDraft] {
        root.tables("rest", limit: ConfigLimits.rests).compactMap(draft)
    }

    private func draft(_ table: TableReader) -> RestDraft? {
        table.refuseKeys(notIn: KnownKeys.rest)
        let label = table.text("label", limit: Self.labelLength) ?? Rest.unnamed
        let kinds = table.entries.filter { Self.kinds.contains($0.key) }
        guard let kind = kinds.first else {
            table.error("does not say when: give 'rrule', 'calendar', 'dates' or 'ics'")
            return nil
        }
        if kinds.count > 1 {
            table.findings.error(
                "cannot stand beside '\(kind.key)'; a rest has one of 'rrule', "
                    + "'calendar', 'dates' and 'ics'",
                at: kinds[1].keyPosition,
                key: table.path(of: kinds[1].key)
            )
            return nil
        }
        let place = Located(
            value: (),
            position: kind.node.position,
            key: table.path(of: kind.key)
        )
        guard kind.key == "ics" else {
            return time(kind.key, table).map {
                RestDraft(rest: Rest(label: label, $0.time, in: $0.zone), place: place)
            }
        }
        refuseStart(table, beside: kind.key)
        let calendar = RestCalendarReader(
            table: table,
            zones: database,
            zone: household.zone,
            files: files
        )
        return calendar.read().map { spans in
            RestDraft(
                rest: Rest(label: label, spans: spans, in: household.zone),
                place: place
            )
        }
    }

    private func refuseStart(_ table: TableReader, beside kind: String) {
        guard let entry = table.entry("from") else {
            return
        }
        table.findings.error(
            "does not go with '\(kind)'",
            at: entry.keyPosition,
            key: table.path(of: "from")
        )
    }

    private func time(_ kind: String, _ table: TableReader) -> (time: Rest.Time, zone: Zone)? {
        guard kind == "dates" else {
            var rule = table
            rule.entries.removeAll { $0.key == "label" }
            return ScheduleReader(
                table: rule,
                zones: zones,
                zone: household.zone,
                usualTime: .midnight
            ).read().map { (.rule($0.schedule), $0.zone) }
        }
        refuseStart(table, beside: kind)
        return dates(table).map { (.dates($0), household.zone) }
    }

    private func dates(_ table: TableReader) -> Set<CivilDate>? {
        guard
            let nodes = table.list("dates", of: "dates", limit: ConfigLimits.restDates),
            let list = table.node("dates")
        else {
            return nil
        }
        if nodes.isEmpty {
            table.findings.warning("names none, so nothing rests", at: list)
        }
        var dates: Set<CivilDate> = []
        for node in nodes {
            guard let date = table.date(node) else {
                continue
            }
            if !dates.insert(date).inserted {
                table.findings.error("\(date) is listed twice", at: node)
            }
        }
        return dates
    }
}
