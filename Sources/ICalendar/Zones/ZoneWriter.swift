package import CivilTime

extension ContentWriter {
    /// Writes the `VTIMEZONE` of a zone for a stretch of time, made from the zone's own changes.
    ///
    /// Changes that come each year for ever are written as rules; those before, and those of zones
    /// whose changes follow no yearly rule, as dates up to the end of the stretch.
    package mutating func zone(_ zone: Zone, from: Instant, until: Instant) {
        begin("VTIMEZONE")
        line("TZID:\(zone.identifier)")
        for observance in ZoneObservances(zone, from: from, until: until).all { write(observance) }
        end("VTIMEZONE")
    }

    private mutating func write(_ observance: ZoneObservances.Observance) {
        let kind = observance.after > observance.before ? "DAYLIGHT" : "STANDARD"
        begin(kind)
        line("DTSTART:\(CalendarMoments.text(observance.onsets[0]))")
        line("TZOFFSETFROM:\(Self.offset(observance.before))")
        line("TZOFFSETTO:\(Self.offset(observance.after))")
        line("TZNAME:\(observance.name)")
        if let rule = observance.rule { line("RRULE:\(rule)") }
        for onset in observance.onsets.dropFirst() {
            line("RDATE:\(CalendarMoments.text(onset))")
        }
        end(kind)
    }

    /// `+0100`, with seconds where the zone has them.
    private static func offset(_ offset: UTCOffset) -> String {
        offset.description.filter { $0 != ":" }
    }
}

/// The changes of a zone in a stretch of time, those with one effect together.
struct ZoneObservances {
    struct Observance {
        let before: UTCOffset
        let after: UTCOffset
        let name: String
        /// Wall times by the offset before the change, in order.
        var onsets: [CivilDateTime]
        /// What a yearly change is as a rule; it then has one onset.
        var rule: String?
    }

    private struct Change {
        let instant: Instant
        let before: UTCOffset
        let after: UTCOffset
    }

    private(set) var all: [Observance] = []
    private let zone: Zone
    /// Tables of zones reach to 2037 and yearly rules hold from there on.
    private static let tableEnd = Instant(secondsSinceEpoch: 2_145_916_800)

    init(_ zone: Zone, from: Instant, until: Instant) {
        self.zone = zone
        let yearly = zone.yearlyChanges.filter { Self.rule($0) != nil }
        let isYearly = yearly.count == 2
        var changes = Self.changes(
            of: zone,
            from: from,
            until: isYearly ? max(until, Self.tableEnd) : until
        )
        var tail: [Change] = []
        if isYearly {
            let plain = changes.reversed().prefix { change in
                yearly.contains { Self.is(change, $0) }
            }
            tail = Array(plain.reversed().prefix(2))
            changes.removeLast(plain.count)
        }
        for change in changes { add(change, rule: nil) }
        for change in tail {
            add(change, rule: yearly.first { Self.is(change, $0) }.flatMap(Self.rule))
        }
    }

    private mutating func add(_ change: Change, rule: String?) {
        let local = Zone(identifier: "", fixed: change.before).local(at: change.instant)
        let name = zone.abbreviation(at: change.instant)
        if rule == nil,
            let index = all.firstIndex(where: { one in
                one.rule == nil && one.before == change.before && one.after == change.after
                    && one.name == name
            })
        {
            all[index].onsets.append(local)
            return
        }
        all.append(
            Observance(
                before: change.before,
                after: change.after,
                name: name,
                onsets: [local],
                rule: rule
            )
        )
    }

    /// The change that began the offset at `from`, and those after it.
    private static func changes(of zone: Zone, from: Instant, until: Instant) -> [Change] {
        var span = zone.span(at: from)
        while span.start != .min, span.previousOffset == span.offset {
            span = zone.span(at: Instant(secondsSinceEpoch: span.start - 1))
        }
        let offset = zone.offset(at: from)
        var changes = [
            Change(
                // Where nothing is before, the offset has held since the epoch at the least.
                instant: Instant(secondsSinceEpoch: span.start == .min ? 0 : span.start),
                before: span.start == .min ? offset : UTCOffset(seconds: Int(span.previousOffset)),
                after: offset
            )
        ]
        var instant = from
        var before = offset
        while let next = zone.nextTransition(after: instant), next < until {
            let after = zone.offset(at: next)
            if after != before {
                changes.append(Change(instant: next, before: before, after: after))
                before = after
            }
            instant = next
        }
        return changes
    }

    private static func `is`(_ change: Change, _ yearly: YearlyChange) -> Bool {
        guard change.before == yearly.offsetBefore, change.after == yearly.offsetAfter else {
            return false
        }
        let year = Zone.utc.local(at: change.instant).date.year
        return (year - 1...year + 1).contains { yearly.instant(in: $0) == change.instant }
    }

    /// The rule of a yearly change, or `nil` where its days may lie in two months.
    static func rule(_ change: YearlyChange) -> String? {
        let day = CalendarMath.floorDivide(change.secondOfDay, Int(CalendarMath.secondsPerDay))
        let weekday = Weekday(index: CalendarMath.floorModulo(change.weekday.index + day, 7))
        let name = String(weekday.abbreviation.prefix(2)).asciiUppercased
        let start = "FREQ=YEARLY;BYMONTH=\(change.month);"
        if day == 0 { return start + "BYDAY=\(change.week == 5 ? -1 : change.week)\(name)" }
        let days =
            change.week == 5
            ? -7 + day...(-1 + day) : 7 * change.week - 6 + day...(7 * change.week + day)
        guard change.week == 5 ? days.upperBound < 0 : days.lowerBound > 0 && days.upperBound <= 28
        else { return nil }
        let list = days.map(String.init).joined(separator: ",")
        return start + "BYMONTHDAY=\(list);BYDAY=\(name)"
    }
}
