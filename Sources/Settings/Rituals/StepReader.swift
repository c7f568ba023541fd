import CivilTime
import Recurrence
import Household

/// Reads a schedule of the kind `every`.
struct StepReader {
    let table: TableReader
    let zone: Zone
    /// The name for which varying times are drawn.
    let name: String

    func read() -> Schedule? {
        guard let text = table.string("every", expecting: "a step such as \(StepLength.example)")
        else {
            return nil
        }
        let length: StepLength
        do {
            length = try StepLength(parsing: text.value)
        } catch {
            table.findings.error(error.message, at: text)
            return nil
        }
        if case .elapsed(let seconds) = length {
            return ElapsedStepReader(table: table, zone: zone).read(seconds, every: text)
        }
        if table.has("between") {
            return varying(length)
        }
        return anchored(length, every: text)
    }

    /// Every day at a minute inside a window.
    private func varying(_ length: StepLength) -> Schedule? {
        let days = WeekdaysReader(table: table).days("on")
        let from = table.date("from")
        for key in ["at", "snap"] {
            if let entry = table.entry(key) {
                table.findings.error(
                    "cannot stand beside 'between', inside which the time varies",
                    at: entry.keyPosition,
                    key: table.path(of: key)
                )
            }
        }
        guard let node = table.node("between"), let window = table.window("between") else {
            return nil
        }
        guard length == .days(1) else {
            table.findings.error("goes with 'every = \"day\"'", at: node)
            return nil
        }
        guard window.start < window.end else {
            table.findings.error("crosses midnight; a time that varies stays on its date", at: node)
            return nil
        }
        return .varying(
            VaryingTime(
                name: name,
                between: window.start,
                and: window.end,
                on: days ?? [],
                from: from
            )
        )
    }

    private func anchored(_ length: StepLength, every: Located<String>) -> Schedule? {
        let days = WeekdaysReader(table: table).days("on")
        let snap = WeekdaysReader(table: table).snap("snap")
        let times = table.clockTimes("at")
        let from = table.date("from")
        checkSnap(of: length)
        guard checkDays(of: length, days) else {
            return nil
        }
        let isPhased = length.needsStart && !(length == .weeks(1) && table.has("on"))
        if isPhased, !table.has("from") {
            table.findings.error(
                "missing: \(quoted(every.value)) counts from a date, such as "
                    + "'from = 2026-01-09'",
                at: every.position,
                key: table.path(of: "from")
            )
        }
        if !table.has("at") {
            table.findings.error(
                "missing: the time of day, such as 'at = \"19:00\"'",
                at: table.position,
                key: table.path(of: "at")
            )
        }
        guard let times, from != nil || !isPhased, days != nil || !table.has("on") else {
            return nil
        }
        return step(length, from: from, on: days ?? [], at: times, snap: snap)
    }

    private func step(
        _ length: StepLength,
        from: CivilDate?,
        on days: [Weekday],
        at times: [ClockTime],
        snap: Snap?
    ) -> Schedule? {
        let (count, unit): (Int, AnchoredStep.Unit)
        switch length {
        case .days(let days): (count, unit) = (days, .days)
        case .weeks(let weeks): (count, unit) = (weeks, .weeks)
        case .months(let months): (count, unit) = (months, .months)
        case .years(let years): (count, unit) = (years, .years)
        case .elapsed: return nil
        }
        do {
            return .every(
                try AnchoredStep(
                    every: count,
                    unit,
                    from: from,
                    on: unit == .days || unit == .weeks ? days : [],
                    at: times,
                    snap: snap
                )
            )
        } catch {
            table.error("\(quoted(error.given)) in '\(error.part)' is not \(error.allowed)")
            return nil
        }
    }

    /// Weekdays go with weeks, and with every single day as a choice among them.
    private func checkDays(of length: StepLength, _ days: [Weekday]?) -> Bool {
        guard let entry = table.entry("on") else {
            return true
        }
        let day = days?.first ?? .friday
        let rule: (frequency: String, what: String, count: Int)
        switch length {
        case .weeks, .days(1): return true
        case .months(let count): rule = ("MONTHLY", "month", count)
        case .years(let count): rule = ("YEARLY", "year", count)
        case .days, .elapsed:
            table.findings.error(
                "weekdays go with weeks, or with 'every = \"day\"'",
                at: entry.keyPosition,
                key: table.path(of: "on")
            )
            return false
        }
        let code = day.abbreviation.prefix(2).uppercased()
        let interval = rule.count == 1 ? "" : "INTERVAL=\(rule.count);"
        let which = rule.count == 1 ? "each \(rule.what)" : "every \(rule.count) \(rule.what)s"
        table.findings.error(
            "weekdays go with weeks; the first \(day.name) of \(which) is "
                + "rrule = \"FREQ=\(rule.frequency);\(interval)BYDAY=1\(code)\" in place of 'every' "
                + "and 'on', the last one BYDAY=-1\(code)",
            at: entry.keyPosition,
            key: table.path(of: "on")
        )
        return false
    }

    /// Only a step of a week or more can be moved to a weekday without meeting the next one.
    private func checkSnap(of length: StepLength) {
        guard let entry = table.entry("snap") else {
            return
        }
        let reason: String? =
            if table.has("on") {
                "cannot stand beside 'on', which names the weekdays already"
            } else if case .days(let count) = length, count < 7 {
                "goes with steps of a week or more"
            } else {
                nil
            }
        if let reason {
            table.findings.error(reason, at: entry.keyPosition, key: table.path(of: "snap"))
        }
    }
}
