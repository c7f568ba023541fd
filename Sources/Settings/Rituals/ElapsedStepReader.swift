import CivilTime
import Recurrence
import Household

/// Reads a schedule whose step is elapsed time: `every = "6 hours"`.
struct ElapsedStepReader {
    let table: TableReader
    let zone: Zone

    func read(_ seconds: Int64, every: Located<String>) -> Schedule? {
        for key in ["on", "snap", "between"] {
            if let entry = table.entry(key) {
                table.findings.error(
                    "does not go with hours and minutes",
                    at: entry.keyPosition,
                    key: table.path(of: key)
                )
            }
        }
        guard table.has("from") else {
            table.findings.error(
                "missing: \(quoted(every.value)) counts from a time, such as "
                    + "'from = 2026-01-09T08:00:00'",
                at: every.position,
                key: table.path(of: "from")
            )
            return nil
        }
        guard let anchor = anchor() else {
            return nil
        }
        do {
            return .elapsed(try ElapsedStep(step: .seconds(seconds), anchor: anchor))
        } catch {
            table.findings.error("\(quoted(every.value)) is not \(error.allowed)", at: every)
            return nil
        }
    }

    /// A date with `at`, or a date with its own time, with or without an offset.
    private func anchor() -> Instant? {
        guard let node = table.node("from") else {
            return nil
        }
        guard case .moment(let moment) = node.value.value, let date = moment.date else {
            table.expectedDate(not: node)
            return nil
        }
        guard let day = table.civilDate(date, of: node) else {
            return nil
        }
        guard let time = moment.time else {
            return startTime().map { zone.instant(of: CivilDateTime(day, $0)) }
        }
        if let entry = table.entry("at") {
            table.findings.error(
                "cannot stand beside a 'from' that has its own time",
                at: entry.keyPosition,
                key: table.path(of: "at")
            )
        }
        guard let clock = table.clockTime(time, of: node) else {
            return nil
        }
        let local = CivilDateTime(day, clock)
        return moment.offsetMinutes.map { minutes in
            Instant(secondsSinceEpoch: local.localSeconds - Int64(minutes) * 60)
        } ?? zone.instant(of: local)
    }

    private func startTime() -> ClockTime? {
        guard let node = table.node("at") else {
            return .midnight
        }
        guard let times = table.clockTimes("at") else {
            return nil
        }
        if times.count > 1 {
            table.findings.error("a step of hours or minutes has one time to begin at", at: node)
        }
        return times.first
    }
}
