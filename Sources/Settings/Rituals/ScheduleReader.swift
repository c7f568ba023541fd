import CivilTime
import Household
import Recurrence

/// Reads `schedule = { … }`: one of `every`, `rrule`, `calendar` and `ics`, with what goes with it.
struct ScheduleReader {
    private(set) var table: TableReader
    let zones: ZoneLookup
    /// The household's zone.
    let zone: Zone
    /// The name for which varying times are drawn.
    var name = ""
    /// The time of day of a rule that names none, where none need be given.
    var usualTime: ClockTime?

    /// The keys that say what sort of schedule it is.
    static let kinds = ["every", "rrule", "calendar", "ics"]

    /// The schedule and the zone in which it is read.
    func read() -> (schedule: Schedule, zone: Zone)? {
        table.refuseKeys(notIn: KnownKeys.schedule)
        guard let (plain, isTogether) = TogetherReader(table: table).plain() else {
            return nil
        }
        var reader = self
        reader.table = plain
        return reader.readPlain().map { schedule, zone in
            (isTogether ? .together(SharedTime(schedule, outside: [])) : schedule, zone)
        }
    }

    private func readPlain() -> (schedule: Schedule, zone: Zone)? {
        let kinds = table.entries.filter { Self.kinds.contains($0.key) }
        guard let kind = kinds.first else {
            if !Self.kinds.contains(where: table.has) {
                table.error("does not say when: give 'every', 'rrule', 'calendar' or 'ics'")
            }
            return nil
        }
        if kinds.count > 1 {
            table.findings.error(
                "cannot stand beside '\(kind.key)'; a schedule has one of 'every', 'rrule', "
                    + "'calendar' and 'ics'",
                at: kinds[1].keyPosition,
                key: table.path(of: kinds[1].key)
            )
            return nil
        }
        switch kind.key {
        case "every":
            return StepReader(table: table, zone: zone, name: name).read().map { ($0, zone) }
        case "rrule":
            return rule().map { ($0, zone) }
        case "ics":
            return RecurrenceSetReader(schedule: self).read()
        default:
            return calendar()
        }
    }

    private func rule() -> Schedule? {
        refuse(
            ["on", "snap", "between"],
            beside: "rrule",
            because: "the rule itself names its days"
        )
        let from = table.date("from")
        let time = singleTime()
        guard let text = table.string("rrule", expecting: "a rule such as 'FREQ=DAILY'") else {
            return nil
        }
        let rule: RecurrenceRule
        do {
            rule = try RecurrenceRule(parsing: text.value)
        } catch {
            report(error, in: text)
            return nil
        }
        let needsFrom = rule.interval > 1 || rule.count != nil || !rule.namesDay
        if needsFrom, !table.has("from") {
            table.findings.error(
                "missing: the rule counts from a date, such as 'from = 2026-01-25'",
                at: text.position,
                key: table.path(of: "from")
            )
            return nil
        }
        if needsTime(rule), !table.has("at"), usualTime == nil {
            table.findings.error(
                "missing: the rule names no time of day, such as 'at = \"16:00\"'",
                at: text.position,
                key: table.path(of: "at")
            )
            return nil
        }
        let start = CivilDateTime(from ?? Self.earlyStart, time ?? .midnight)
        return .rule(RecurrenceSet(start: start, rule: rule))
    }

    /// Where a rule begins whose days do not depend on it.
    private static let earlyStart = CivilDate(epochDay: 0)

    private func needsTime(_ rule: RecurrenceRule) -> Bool {
        switch rule.frequency {
        case .secondly, .minutely: false
        case .hourly: rule.byMinute.isEmpty
        case .daily, .weekly, .monthly, .yearly: rule.byHour.isEmpty
        }
    }

    func singleTime() -> ClockTime? {
        guard let times = table.clockTimes("at") else {
            return nil
        }
        if times.count > 1, let node = table.node("at") {
            table.findings.error(
                "a rule has one time of day; name more of them with BYHOUR and BYMINUTE",
                at: node
            )
        }
        return times.first
    }

    private func calendar() -> (schedule: Schedule, zone: Zone)? {
        refuse(
            ["on", "at", "snap", "between"],
            beside: "calendar",
            because: "the expression itself names its days and times"
        )
        let from = table.date("from")
        let example = "an expression such as 'Sun *-*-* 10:00'"
        guard let text = table.string("calendar", expecting: example) else {
            return nil
        }
        let expression: CalendarExpression
        do {
            expression = try CalendarExpression(parsing: text.value)
        } catch {
            report(error, in: text)
            return nil
        }
        let schedule = Schedule.calendar(
            expression,
            notBefore: from.map { CivilDateTime($0, .midnight) }
        )
        guard let name = expression.zoneIdentifier else {
            return (schedule, zone)
        }
        let column =
            text.value.ranges(of: name).last.map {
                text.value.unicodeScalars[..<$0.lowerBound].count
            } ?? 0
        let named = zones.zone(named: name) { message in
            table.findings.error(message, at: text, character: column)
        }
        return named.map { (schedule, $0) }
    }

    func report(_ error: RecurrenceError, in text: Located<String>) {
        table.findings.error(
            "\(quoted(error.given)) in \(error.part) is not \(error.allowed)",
            at: text,
            character: error.offset
        )
    }

    func refuse(_ keys: [String], beside kind: String, because reason: String) {
        for entry in table.entries where keys.contains(entry.key) {
            table.findings.error(
                "does not go with '\(kind)': \(reason)",
                at: entry.keyPosition,
                key: table.path(of: entry.key)
            )
        }
    }
}
