package import CivilTime
import Household
import ICalendar
package import Planning
import Recurrence

/// A calendar to import once: each ritual is one event with its rule, and what was moved has its own.
///
/// Where no rule of iCalendar says when a ritual is, the event has its dates.
package struct CalendarExport {
    /// The most dates of one ritual.
    package static let mostDates = 10_000
    /// How far dates go where nothing else is asked for.
    package static let usualYears = 2

    private let plan: Plan
    private let choice: CalendarChoice
    private let identity: CalendarIdentity
    private let from: Instant
    private let until: Instant

    package init(
        _ plan: Plan,
        _ choice: CalendarChoice,
        _ identity: CalendarIdentity,
        from: Instant,
        until: Instant
    ) {
        self.plan = plan
        self.choice = choice
        self.identity = identity
        self.from = from
        self.until = until
    }

    package func text() -> [UInt8] {
        let rituals = choice.rituals(of: plan.household)
        let zones = Set(rituals.map(\.zone)).sorted { $0.identifier < $1.identifier }
        var text = EventText(plan, choice, identity)
        text.begin(zones: zones, from: from, until: until, refreshes: false)
        for ritual in rituals {
            let entries = plan.calendar(
                of: ritual.id,
                from: from,
                until: until,
                limit: Self.mostDates
            )
            write(entries, ritual, in: &text)
        }
        text.writer.end("VCALENDAR")
        return text.writer.bytes
    }

    private func write(_ entries: [CalendarEntry], _ ritual: Ritual, in text: inout EventText) {
        let bySchedule = entries.sorted { ($0.scheduled, $0.key) < ($1.scheduled, $1.key) }
        // What was moved into the stretch from before it, and returns from a pause, are no part of it.
        let stretch = from..<until
        let scheduled = bySchedule.filter { stretch.contains($0.scheduled) }
        for entry in entries where !stretch.contains(entry.scheduled) && entry.takesPlace {
            single(entry, ritual, in: &text)
        }
        guard ritual.schedule != nil else { return }
        let found = scheduled.first.flatMap { rule(ritual, scheduled, $0) }
        // Dates need no exceptions, which some calendars take only beside a rule.
        let series = found == nil ? scheduled.filter(\.takesPlace) : scheduled
        guard let first = series.first else { return }
        let changes = series.reduce(0) { $0 + $1.changes }
        let uid = identity.uid(ritual.id, isShown: text.disclosure(of: ritual).namesRitual)
        master(uid, series, first, found, changes, ritual, in: &text)
        for entry in series where entry.takesPlace && isOther(entry, than: first, ritual, text) {
            text.writer.begin("VEVENT")
            text.writer.line("UID:\(uid)")
            text.stamp(entry.said, ritual)
            text.writer.line("SEQUENCE:\(changes)")
            text.writer.line("RECURRENCE-ID" + scheduledTime(entry, ritual))
            text.time("DTSTART", entry.start, in: ritual.zone)
            length(of: entry, ritual, in: &text)
            text.words(entry.key, ritual, length: entry.end - entry.start)
            text.alarms(of: entry, ritual)
            text.writer.end("VEVENT")
        }
    }

    /// Whether an occurrence is not what the series says of it.
    private func isOther(
        _ entry: CalendarEntry,
        than first: CalendarEntry,
        _ ritual: Ritual,
        _ text: EventText
    ) -> Bool {
        entry.start != entry.scheduled
            || text.title(of: entry.key, ritual) != text.title(of: first.key, ritual)
    }

    /// The rule that gives just the occurrences of the series, as far as they go.
    private func rule(
        _ ritual: Ritual,
        _ series: [CalendarEntry],
        _ first: CalendarEntry
    ) -> RuleSearch.Found? {
        let start = Occurrence(local: first.key.start, instant: first.scheduled)
        guard !first.key.isSecondOfFold,
            let found = RuleSearch(ritual, first: start)?.find()
        else { return nil }
        let set = Schedule.rule(RecurrenceSet(start: start.local, rule: found.rule))
        var given: Set<Instant> = Set(found.additions)
        for one in set.occurrences(in: ritual.zone, after: first.scheduled.advanced(bySeconds: -1))
        {
            guard one.instant < until, given.count <= Self.mostDates else { break }
            given.insert(one.instant)
        }
        given.subtract(found.exclusions)
        let known = Set(series.map(\.scheduled))
        let missing = known.subtracting(given)
        return missing.isEmpty && given.filter { $0 < until }.isSubset(of: known) ? found : nil
    }

    private func master(
        _ uid: String,
        _ series: [CalendarEntry],
        _ first: CalendarEntry,
        _ found: RuleSearch.Found?,
        _ changes: Int,
        _ ritual: Ritual,
        in text: inout EventText
    ) {
        text.writer.begin("VEVENT")
        text.writer.line("UID:\(uid)")
        text.stamp(series.lazy.compactMap(\.said).max(), ritual)
        text.writer.line("SEQUENCE:\(changes)")
        text.writer.line("DTSTART" + scheduledTime(first, ritual))
        length(of: first, ritual, in: &text)
        var dates: [String] = []
        if let found {
            text.writer.line("RRULE:\(found.rule)")
            dates = found.additions.map { EventText.time($0, in: ritual.zone) }
        } else if series.count > 1 || ritual.schedule?.isEndless == true {
            let last = ritual.zone.local(at: until).date
            text.writer.text("COMMENT", CalendarWords.noRule(until: last))
            dates = series.dropFirst().map { scheduledTime($0, ritual) }
        }
        for date in dates { text.writer.line("RDATE" + date) }
        for instant in found?.exclusions ?? [] {
            text.writer.line("EXDATE" + EventText.time(instant, in: ritual.zone))
        }
        for entry in series where !entry.takesPlace {
            text.writer.line("EXDATE" + scheduledTime(entry, ritual))
        }
        text.words(first.key, ritual, length: first.end - first.start)
        text.alarms(of: first, ritual)
        text.writer.end("VEVENT")
    }

    /// Writes an occurrence that no series has.
    private func single(_ entry: CalendarEntry, _ ritual: Ritual, in text: inout EventText) {
        let isShown = text.disclosure(of: ritual).namesRitual
        text.writer.begin("VEVENT")
        text.writer.line("UID:\(identity.uid("\(entry.key)", isShown: isShown))")
        text.stamp(entry.said, ritual)
        text.writer.line("SEQUENCE:\(entry.changes)")
        text.time("DTSTART", entry.start, in: ritual.zone)
        length(of: entry, ritual, in: &text)
        text.words(entry.key, ritual, length: entry.end - entry.start)
        text.alarms(of: entry, ritual)
        text.writer.end("VEVENT")
    }

    /// The wall time of the schedule, also where the clocks jump over it; in UTC where they show it twice.
    private func scheduledTime(_ entry: CalendarEntry, _ ritual: Ritual) -> String {
        guard ritual.zone.identifier != "UTC", !entry.key.isSecondOfFold else {
            return ":" + CalendarMoments.text(entry.scheduled)
        }
        return ";TZID=\(ritual.zone.identifier):" + CalendarMoments.text(entry.key.start)
    }

    private func length(of entry: CalendarEntry, _ ritual: Ritual, in text: inout EventText) {
        let length = ritual.duration
        guard text.disclosure(of: ritual).namesRitual, !length.isZero else { return }
        let days = Int64(length.days) * 86_400
        let seconds =
            length.months == 0
            ? days + length.seconds
            : entry.end.secondsSinceEpoch - entry.start.secondsSinceEpoch
        text.writer.line("DURATION:\(CalendarMoments.length(seconds: seconds))")
    }
}
