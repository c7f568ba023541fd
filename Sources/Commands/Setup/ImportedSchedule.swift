import CivilTime
import ICalendar
import Recurrence
import Settings

/// When an event is, as a config says it.
struct ImportedSchedule {
    /// What stands between the braces.
    private(set) var text = ""
    private(set) var losses: [String] = []

    /// When a whole day is told of.
    private static let morning = ClockTime(secondOfDay: 9 * 3_600)

    init(_ series: EventSeries, _ event: Event, in home: Zone) {
        let zone = event.start.zone(in: home)
        let morning = event.isAllDay ? Self.morning : nil
        let start = Self.local(event.start, zone, home, at: morning)
        var set = Parts(start: start, rule: event.rules.first)
        if morning != nil {
            losses.append("a whole day has no time: it is at \(Self.morning)")
        }
        for addition in event.additions {
            set.additions.insert(Self.local(addition.time, zone, home, at: morning))
        }
        if event.additions.contains(where: { $0.length != nil }) {
            losses.append("the lengths of single dates")
        }
        for time in event.exclusions {
            set.exclusions.insert(
                Self.local(time, zone, home, at: morning ?? Self.time(of: time, start))
            )
        }
        for override in series.overrides {
            take(override, of: event, zone, home, morning, start, &set)
        }
        write(set, zone, home)
    }

    private struct Parts {
        let start: CivilDateTime
        let rule: RecurrenceRule?
        var additions: Set<CivilDateTime> = []
        var exclusions: Set<CivilDateTime> = []
    }

    /// A date beside a start with a time means the occurrence of that date.
    private static func time(of time: EventTime, _ start: CivilDateTime) -> ClockTime? {
        time.isDate ? start.time : nil
    }

    /// A time by the clocks of the series.
    private static func local(
        _ time: EventTime,
        _ zone: Zone,
        _ home: Zone,
        at clock: ClockTime?
    ) -> CivilDateTime {
        var local =
            switch time {
            case .date, .local(_, nil): time.local
            case .local, .instant: zone.local(at: time.instant(in: home))
            }
        if let clock { local = CivilDateTime(local.date, clock) }
        return local
    }

    /// Takes what stands in the place of an occurrence: that one is left out, and the other comes.
    private mutating func take(
        _ override: Event,
        of event: Event,
        _ zone: Zone,
        _ home: Zone,
        _ morning: ClockTime?,
        _ start: CivilDateTime,
        _ set: inout Parts
    ) {
        guard let time = override.replaces else { return }
        let place = Self.local(time, zone, home, at: morning ?? Self.time(of: time, start))
        if override.movesLater { losses.append("that later dates move with \(place.date)") }
        let target = Self.local(override.start, zone, home, at: morning)
        if override.status == .cancelled {
            set.exclusions.insert(place)
        } else if target != place {
            set.exclusions.insert(place)
            set.additions.insert(target)
        }
        guard override.status != .cancelled else { return }
        if override.summary != event.summary {
            losses.append("that \(place.date) is called '\(override.summary)'")
        }
        if override.length != event.length { losses.append("another length on \(place.date)") }
    }

    private mutating func write(_ set: Parts, _ zone: Zone, _ home: Zone) {
        let isPlain = set.additions.isEmpty && set.exclusions.isEmpty
        let startMatches = set.rule.map { rule in
            Schedule.rule(RecurrenceSet(start: set.start, rule: rule)).next(
                in: zone,
                after: zone.instant(of: set.start).advanced(bySeconds: -1)
            )?.local == set.start
        }
        if isPlain, zone.identifier == home.identifier, startMatches != false,
            set.start.time.second == 0
        {
            // The plainest form that says the same, for people to read.
            let rule = set.rule.map { "\($0)" } ?? "FREQ=DAILY;COUNT=1"
            text = "rrule = \"\(rule)\", from = \(set.start.date), at = \"\(set.start.time)\""
            return
        }
        let isUTC = zone.identifier == "UTC"
        let mark = isUTC ? "" : ";TZID=\(zone.identifier)"
        let time = { (local: CivilDateTime) in CalendarMoments.text(local) + (isUTC ? "Z" : "") }
        var lines = ["DTSTART\(mark):\(time(set.start))"]
        if let rule = set.rule { lines.append("RRULE:\(rule)") }
        var dates = set.additions
        // A set has its start only where the rule has it, an event always.
        if startMatches == false { dates.insert(set.start) }
        for (name, times) in [("RDATE", dates), ("EXDATE", set.exclusions)] where !times.isEmpty {
            let list = times.sorted().map(time).joined(separator: ",")
            lines.append("\(name)\(mark):\(list)")
        }
        text = "ics = \(TOMLText.string(lines.joined(separator: "\n")))"
    }
}
