package import CivilTime

/// A date, a local time or an instant: `2026-01-16`, `2026-01-16T18:00`, `2026-01-17T01:00:00Z`.
package enum TimePoint: TextCoded {
    case date(CivilDate)
    case local(CivilDateTime)
    case instant(Instant)

    package static func read(_ text: String) throws(UnreadableText) -> TimePoint {
        if let instant = try? Instant(parsing: text) {
            return .instant(instant)
        }
        let read = try DateOrTime.read(text)
        return read.time == nil ? .date(read.date) : .local(read.local)
    }

    package var description: String {
        switch self {
        case .date(let date): "\(date)"
        case .local(let local): local.short
        case .instant(let instant): "\(instant)"
        }
    }

    /// The instant by a zone's clock; a date is read at `time`, by default midnight.
    package func instant(in zone: Zone, at time: ClockTime = .midnight) -> Instant {
        switch self {
        case .date(let date): zone.instant(of: CivilDateTime(date, time))
        case .local(let local): zone.instant(of: local)
        case .instant(let instant): instant
        }
    }

    /// The reading of a zone's clock then; a date is read at `time`, by default midnight.
    package func local(in zone: Zone, at time: ClockTime = .midnight) -> CivilDateTime {
        switch self {
        case .date(let date): CivilDateTime(date, time)
        case .local(let local): local
        case .instant(let instant): zone.local(at: instant)
        }
    }

    /// The date alone, or the local time by a zone's clock.
    package func dateOrTime(in zone: Zone) -> DateOrTime {
        if case .date(let date) = self {
            return DateOrTime(date)
        }
        let local = local(in: zone)
        return DateOrTime(local.date, local.time)
    }

    /// The date by a zone's calendar.
    package func date(in zone: Zone) -> CivilDate {
        if case .date(let date) = self { date } else { local(in: zone).date }
    }
}
