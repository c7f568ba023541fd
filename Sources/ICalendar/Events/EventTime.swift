package import CivilTime

/// A time of an event: a date, a wall time, or an instant.
package enum EventTime: Hashable, Sendable {
    case date(CivilDate)
    /// A wall time of a zone, or of whatever zone its reader is in.
    case local(CivilDateTime, Zone?)
    case instant(Instant)

    /// The zone whose clocks the time is read by.
    package func zone(in home: Zone) -> Zone {
        switch self {
        case .date: home
        case .local(_, let zone): zone ?? home
        case .instant: .utc
        }
    }

    package func instant(in home: Zone) -> Instant {
        switch self {
        case .instant(let instant): instant
        case .local, .date: zone(in: home).instant(of: local)
        }
    }

    /// The wall time: a date's is its midnight, an instant's that of UTC.
    package var local: CivilDateTime {
        switch self {
        case .date(let date): CivilDateTime(date, .midnight)
        case .local(let local, _): local
        case .instant(let instant): Zone.utc.local(at: instant)
        }
    }

    package var isDate: Bool {
        if case .date = self { true } else { false }
    }
}

/// How long an event is.
package enum EventLength: Hashable, Sendable {
    /// Days by the calendar, then seconds by the clock: `DURATION`, and the dates of whole days.
    case nominal(days: Int, seconds: Int64)
    /// Elapsed time, as between a `DTSTART` and a `DTEND` (RFC 5545 section 3.8.2.2).
    case exact(seconds: Int64)

    /// The end of an occurrence that begins at a wall time.
    func end(of start: CivilDateTime, at instant: Instant, in zone: Zone) -> Instant {
        switch self {
        case .exact(let seconds): instant.advanced(bySeconds: seconds)
        case .nominal(0, let seconds): instant.advanced(bySeconds: seconds)
        case .nominal(let days, let seconds):
            zone.instant(of: start.adding(Span(days: days))).advanced(bySeconds: seconds)
        }
    }

    /// No occurrence of that length is longer.
    var mostSeconds: Int64 {
        switch self {
        case .exact(let seconds): seconds
        case .nominal(let days, let seconds):
            (Int64(clamping: days) + 1) * CalendarMath.secondsPerDay + seconds
        }
    }
}
