import CivilTime
import Recurrence

/// What a `VTIMEZONE` says about a zone: its changes, by rules and dates (RFC 5545 section 3.6.5).
struct ZoneDescription {
    private struct Observance {
        let before: UTCOffset
        let after: UTCOffset
        let onsets: [RecurrenceSet]
    }

    struct Change: Hashable {
        let instant: Instant
        let offset: UTCOffset
    }

    private let observances: [Observance]

    init(_ component: Component) throws(CalendarError) {
        var observances: [Observance] = []
        for part in component.components where part.name == "STANDARD" || part.name == "DAYLIGHT" {
            observances.append(try Self.observance(part))
        }
        guard !observances.isEmpty else {
            throw CalendarError(
                line: component.line,
                part: "VTIMEZONE",
                given: "",
                allowed: "a zone with STANDARD or DAYLIGHT"
            )
        }
        self.observances = observances
    }

    private static func observance(_ part: Component) throws(CalendarError) -> Observance {
        guard let from = part.first("TZOFFSETFROM"), let to = part.first("TZOFFSETTO"),
            let start = part.first("DTSTART")
        else {
            throw CalendarError(
                line: part.line,
                part: part.name,
                given: "",
                allowed: "a part with DTSTART, TZOFFSETFROM and TZOFFSETTO"
            )
        }
        do {
            let begin = try CalendarText.moment(start.piece, "DTSTART", "a time").local
            var sets: [RecurrenceSet] = []
            for rule in part.all("RRULE") {
                let read = try RecurrenceRule(piece: rule.piece)
                sets.append(RecurrenceSet(start: begin, rule: read, additions: [.local(begin)]))
            }
            var dates: [RecurrenceSet.Moment] = [.local(begin)]
            for property in part.all("RDATE") {
                for piece in property.piece.split(",") {
                    let begin = piece.cut("/")?.0 ?? piece
                    dates.append(.local(try CalendarText.moment(begin, "RDATE", "a time").local))
                }
            }
            sets.append(RecurrenceSet(start: begin, rule: nil, additions: dates))
            return Observance(before: try offset(from), after: try offset(to), onsets: sets)
        } catch let error as RecurrenceError {
            throw start.error(error)
        } catch let error as CalendarError {
            throw error
        } catch {
            throw start.error("read")
        }
    }

    /// Reads `+0100`, `-0330` or `+005328`.
    private static func offset(_ property: Property) throws(CalendarError) -> UTCOffset {
        var reader = TextReader(property.value)
        let isWest = reader.take("-")
        if !isWest { _ = reader.take("+") }
        guard let hours = reader.digits(2), let minutes = reader.digits(2), hours < 24, minutes < 60
        else { throw property.error("an offset like '+0100'") }
        let seconds = reader.digits(2) ?? 0
        let size = hours * 3600 + minutes * 60 + seconds
        return UTCOffset(seconds: isWest ? -size : size)
    }

    /// The offset at an instant, and the changes after it until another.
    func changes(from: Instant, until: Instant) -> (offset: UTCOffset, changes: [Change]) {
        var all: [(instant: Instant, before: UTCOffset, after: UTCOffset)] = []
        for observance in observances {
            let zone = Zone(identifier: "UTC", fixed: observance.before)
            for set in observance.onsets {
                // The last change before the stretch is at most some years back, or the first one.
                let early = from.advanced(bySeconds: -8 * 366 * CalendarMath.secondsPerDay)
                let first = zone.instant(of: set.start)
                all.append((first, observance.before, observance.after))
                for onset in Schedule.rule(set).occurrences(in: zone, after: early) {
                    guard onset.instant < until, all.count < 10_000 else { break }
                    all.append((onset.instant, observance.before, observance.after))
                }
            }
        }
        all.sort { $0.instant < $1.instant }
        let known = all.last { $0.instant <= from }?.after ?? all.first?.before
        var offset = known ?? UTCOffset(seconds: 0)
        let first = offset
        var changes: [Change] = []
        for change in all
        where change.instant > from && change.instant < until && change.after != offset {
            offset = change.after
            changes.append(Change(instant: change.instant, offset: offset))
        }
        return (first, changes)
    }

    /// The zone that has the same offsets from a year before an instant to four years after it.
    func match(in zones: any ZoneProviding, first: Zone, around: Instant) -> Zone? {
        let year = 366 * CalendarMath.secondsPerDay
        let from = around.advanced(bySeconds: -year)
        let until = around.advanced(bySeconds: 4 * year)
        let (offset, wanted) = changes(from: from, until: until)
        let candidates = [first.identifier] + WindowsZones.names
        for name in candidates {
            guard let zone = try? zones.zone(named: name), zone.offset(at: from) == offset else {
                continue
            }
            if Self.changes(of: zone, from: from, until: until) == wanted { return zone }
        }
        return nil
    }

    private static func changes(of zone: Zone, from: Instant, until: Instant) -> [Change] {
        var changes: [Change] = []
        var offset = zone.offset(at: from)
        var instant = from
        while let next = zone.nextTransition(after: instant), next < until {
            let after = zone.offset(at: next)
            if after != offset {
                changes.append(Change(instant: next, offset: after))
                offset = after
            }
            instant = next
        }
        return changes
    }
}

extension RecurrenceRule.Until {
    /// The wall time; an instant's is that of UTC.
    var local: CivilDateTime {
        switch self {
        case .date(let date): CivilDateTime(date, .midnight)
        case .local(let local): local
        case .instant(let instant): Zone.utc.local(at: instant)
        }
    }
}
