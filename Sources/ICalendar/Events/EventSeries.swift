package import CivilTime
import Recurrence

/// The events of one `UID`: a master, and what takes the place of its occurrences.
package struct EventSeries: Hashable, Sendable {
    package let uid: String
    package let master: Event?
    /// Those with a `RECURRENCE-ID`.
    package let overrides: [Event]

    /// Puts the events of one UID together; of two masters the one with the higher SEQUENCE counts.
    package init(uid: String, events: [Event]) {
        self.uid = uid
        var master: Event?
        for event in events where event.replaces == nil {
            if let known = master, known.sequence > event.sequence { continue }
            master = event
        }
        self.master = master
        overrides = events.filter { $0.replaces != nil }
    }

    /// Returns the occurrences that lie in a stretch, in part or whole, in order of their starts.
    ///
    /// Cancelled ones are among them. Dates and times without a zone are read by the clocks of
    /// `home`. There are `limit` at most.
    package func occurrences(
        from: Instant,
        until: Instant,
        in home: Zone,
        limit: Int = 100_000
    ) -> [EventOccurrence] {
        var expansion = Expansion(self, from: from, until: until, home: home, limit: limit)
        return expansion.run()
    }
}

/// One expansion of a series in a stretch of time.
private struct Expansion {
    let series: EventSeries
    let from: Instant
    let until: Instant
    let home: Zone
    let limit: Int
    private var replacing: [Instant: Event] = [:]
    private var replacingDates: [CivilDate: Event] = [:]
    private var laterMoves: [(id: Instant, event: Event)] = []
    private var excluded: Set<Instant> = []
    private var excludedDates: Set<CivilDate> = []
    private var ownLengths: [Instant: EventLength] = [:]
    private var used: Set<Event> = []
    private var result: [EventOccurrence] = []

    init(_ series: EventSeries, from: Instant, until: Instant, home: Zone, limit: Int) {
        self.series = series
        self.from = from
        self.until = until
        self.home = home
        self.limit = limit
        for event in series.overrides { index(event) }
        laterMoves.sort { $0.id < $1.id }
        guard let master = series.master else { return }
        for time in master.exclusions { exclude(time, of: master) }
        for addition in master.additions {
            guard let length = addition.length else { continue }
            ownLengths[instant(addition.time, of: master)] = length
        }
    }

    /// A time of a property beside the master's `DTSTART`: without a zone it is in the master's.
    private func instant(_ time: EventTime, of master: Event) -> Instant {
        switch time {
        case .instant(let instant): instant
        case .local(_, .some(let zone)): time.instant(in: zone)
        case .local(let local, nil): master.start.zone(in: home).instant(of: local)
        case .date(let date):
            master.start.zone(in: home).instant(
                of: CivilDateTime(date, master.isAllDay ? .midnight : master.start.local.time)
            )
        }
    }

    private mutating func index(_ event: Event) {
        guard let time = event.replaces else { return }
        let zone = (series.master ?? event).start.zone(in: home)
        let instant =
            if case .local(let local, nil) = time { zone.instant(of: local) } else {
                time.instant(in: home)
            }
        if case .date(let date) = time, series.master?.isAllDay == false {
            if let known = replacingDates[date], known.sequence > event.sequence { return }
            replacingDates[date] = event
        } else {
            if let known = replacing[instant], known.sequence > event.sequence { return }
            replacing[instant] = event
        }
        if event.movesLater { laterMoves.append((instant, event)) }
    }

    private mutating func exclude(_ time: EventTime, of master: Event) {
        if master.isAllDay || time.isDate {
            excludedDates.insert(time.local.date)
        } else {
            excluded.insert(instant(time, of: master))
        }
    }

    mutating func run() -> [EventOccurrence] {
        if let master = series.master { expand(master) }
        let left = Array(replacing.values) + Array(replacingDates.values)
        for event in left where !used.contains(event) {
            guard let time = event.replaces else { continue }
            let original =
                series.master.map { instant(time, of: $0) } ?? time.instant(in: home)
            if !excluded.contains(original) { add(event, original: original) }
        }
        result.sort { ($0.start, $0.original) < ($1.start, $1.original) }
        return result
    }

    private mutating func expand(_ master: Event) {
        let zone = master.start.zone(in: home)
        let shifts = laterMoves.map { move in
            abs(move.event.start.instant(in: home).secondsSinceEpoch - move.id.secondsSinceEpoch)
        }
        let lengths = [master.length] + laterMoves.map(\.event.length) + ownLengths.values
        let reach = (lengths.map(\.mostSeconds).max() ?? 0) + (shifts.max() ?? 0)
        let first = from.advanced(bySeconds: -reach - 2 * CalendarMath.secondsPerDay)
        let last = until.advanced(bySeconds: (shifts.max() ?? 0) + CalendarMath.secondsPerDay)
        var seen: Set<Instant> = []
        for set in sets(of: master) {
            for occurrence in Schedule.rule(set).occurrences(in: zone, after: first) {
                guard occurrence.instant < last, result.count < limit else { break }
                guard seen.insert(occurrence.instant).inserted,
                    !excluded.contains(occurrence.instant),
                    !excludedDates.contains(occurrence.local.date)
                else { continue }
                take(occurrence, of: master, in: zone)
            }
        }
    }

    /// The sets of a master: one for each rule, and one of its start and its dates.
    private func sets(of master: Event) -> [RecurrenceSet] {
        let start = master.start.local
        var sets = master.rules.map { RecurrenceSet(start: start, rule: $0) }
        var dates: [RecurrenceSet.Moment] = master.additions.map { addition in
            .instant(instant(addition.time, of: master))
        }
        // A series that was ended before its first occurrence has none.
        if master.rules.isEmpty || !sets.allSatisfy(endsBeforeStart) { dates.append(.local(start)) }
        guard let first = dates.first else { return sets }
        // A set without a rule has its start, so the start is one of the dates.
        let begin =
            switch first {
            case .local(let local): local
            case .instant(let instant): master.start.zone(in: home).local(at: instant)
            }
        sets.append(RecurrenceSet(start: begin, rule: nil, additions: dates))
        return sets
    }

    private func endsBeforeStart(_ set: RecurrenceSet) -> Bool {
        guard let master = series.master else { return false }
        switch set.rule?.until {
        case .date(let date): return date < set.start.date
        case .local(let local): return local < set.start
        case .instant(let instant): return instant < master.start.instant(in: home)
        case nil: return false
        }
    }

    private mutating func take(_ occurrence: Occurrence, of master: Event, in zone: Zone) {
        let original = occurrence.instant
        if let event = replacing[original] ?? replacingDates[occurrence.local.date] {
            if !used.contains(event) { add(event, original: original) }
            used.insert(event)
            return
        }
        guard let move = laterMoves.last(where: { $0.id < original }) else {
            let length = ownLengths[original] ?? master.length
            add(master, length, at: occurrence.local, original, in: zone, original: original)
            return
        }
        let id = move.event.replaces?.local ?? occurrence.local
        let shift = move.event.start.local.localSeconds - id.localSeconds
        let local = occurrence.local.adding(Span(seconds: shift))
        let start = zone.instant(of: local)
        add(move.event, move.event.length, at: local, start, in: zone, original: original)
    }

    private mutating func add(_ event: Event, original: Instant) {
        let zone = event.start.zone(in: home)
        let start = event.start.instant(in: home)
        add(event, event.length, at: event.start.local, start, in: zone, original: original)
    }

    private mutating func add(
        _ event: Event,
        _ length: EventLength,
        at local: CivilDateTime,
        _ start: Instant,
        in zone: Zone,
        original: Instant
    ) {
        let end = length.end(of: local, at: start, in: zone)
        guard start < until, end > from || start == end && start >= from, result.count < limit
        else { return }
        result.append(EventOccurrence(original: original, start: start, end: end, event: event))
    }
}
