import CivilTime
import Household
import Recurrence

/// Reads `ics = "DTSTART…"`: a whole recurrence set of RFC 5545.
///
/// The set is read in the zone that its start names, else in the household's. A set of dates alone needs the
/// time of day beside it.
struct RecurrenceSetReader {
    let schedule: ScheduleReader

    private var table: TableReader { schedule.table }

    func read() -> (schedule: Schedule, zone: Zone)? {
        schedule.refuse(
            ["on", "snap", "between", "from"],
            beside: "ics",
            because: "the set itself names its start and its days"
        )
        let time = schedule.singleTime()
        let example = "lines of iCalendar such as 'DTSTART:20260109T190000'"
        guard let text = table.string("ics", expecting: example) else {
            return nil
        }
        let set: RecurrenceSet
        do {
            set = try RecurrenceSet(parsing: text.value)
        } catch {
            schedule.report(error, in: text)
            return nil
        }
        guard let whole = timed(set, time, text) else {
            return nil
        }
        guard let name = set.zoneIdentifier else {
            return (.rule(whole), schedule.zone)
        }
        let place = text.value.unicodeScalars.firstRange(of: name.unicodeScalars)
        let character = place.map {
            text.value.unicodeScalars.distance(
                from: text.value.unicodeScalars.startIndex,
                to: $0.lowerBound
            )
        }
        let zone = schedule.zones.zone(named: name) { message in
            table.findings.error(message, at: text, character: character ?? 0)
        }
        return zone.map { (.rule(whole), $0) }
    }

    /// The set at the time of day that stands beside it, where it has dates alone.
    private func timed(
        _ set: RecurrenceSet,
        _ time: ClockTime?,
        _ text: Located<String>
    ) -> RecurrenceSet? {
        guard set.isAllDay else {
            schedule.refuse(["at"], beside: "ics", because: "the set has times of its own")
            return set
        }
        guard let time else {
            if !table.has("at") {
                table.findings.error(
                    "missing: the set has dates alone, so give a time, such as 'at = \"16:00\"'",
                    at: text.position,
                    key: table.path(of: "at")
                )
            }
            return nil
        }
        return set.at(time)
    }
}
