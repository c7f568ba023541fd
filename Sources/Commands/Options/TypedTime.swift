import CivilTime
import ControlAPI
import Planning

/// A time as a person types it, before it is known by which clock it is read.
///
/// `tomorrow`, `fri 19:00`, `14:00`, `in 20m`, `3d`, `next week`, `5 dec`, `2026-12-05`, an instant.
struct TypedTime: Hashable {
    enum Day: Hashable {
        case date(CivilDate)
        /// So many days from today.
        case days(Int)
        /// A weekday: `next` and `last` are never today, else the leaning of the command chooses.
        case weekday(Weekday, Leaning?)
        case monthDay(month: Int, day: Int)
    }

    enum Reading: Hashable {
        case now
        case day(Day, ClockTime?)
        case clock(ClockTime)
        /// A length from now; in the direction of the command, where none is said.
        case length(Span, Leaning?)
        /// `next week`: so much after now, or after what is spoken of.
        case next(Span)
        case local(CivilDateTime)
        case instant(ExtendedTime)
    }

    /// Where a time lies that a word leaves open.
    enum Leaning: Hashable {
        case ahead, behind, nearest
    }

    let reading: Reading

    /// What was typed, where it is a length from now on: `20m`, `in 2 hours`.
    var lengthAhead: Span? {
        switch reading {
        case .length(let span, let direction) where direction != .behind: span
        case .next(let span): span
        default: nil
        }
    }

    /// The time by the clock of `zone` at `now`.
    func resolved(at now: Instant, in zone: Zone, leaning: Leaning) -> TimePoint {
        let clock = Clock(now: now, local: zone.local(at: now), leaning: leaning)
        switch reading {
        case .now: return .instant(now)
        case .instant(let time): return .instant(time.instant)
        case .local(let local): return .local(local)
        case .clock(let time): return .local(CivilDateTime(clock.date(of: time), time))
        case .day(let day, let time):
            let date = clock.date(of: day, at: time)
            return time.map { .local(CivilDateTime(date, $0)) } ?? .date(date)
        case .next(let span):
            return .date(clock.local.date.adding(months: span.months).adding(days: span.days))
        case .length(let length, let direction):
            let span = (direction ?? leaning) == .behind ? length.negated : length
            guard span.seconds == 0 else {
                return .instant(zone.instant(span, after: now))
            }
            return .date(clock.local.date.adding(months: span.months).adding(days: span.days))
        }
    }
}

/// Which date is meant by a word that names none, as a clock stands.
private struct Clock {
    let now: Instant
    let local: CivilDateTime
    let leaning: TypedTime.Leaning

    private var today: CivilDate { local.date }

    func date(of time: ClockTime) -> CivilDate {
        switch leaning {
        case .ahead: time > local.time ? today : today.adding(days: 1)
        case .behind: time <= local.time ? today : today.adding(days: -1)
        case .nearest: today
        }
    }

    func date(of day: TypedTime.Day, at time: ClockTime?) -> CivilDate {
        switch day {
        case .date(let date): date
        case .days(let days): today.adding(days: days)
        case .weekday(let weekday, let side): date(of: weekday, side, at: time)
        case .monthDay(let month, let day): date(of: month, day, at: time)
        }
    }

    private func date(
        of weekday: Weekday,
        _ side: TypedTime.Leaning?,
        at time: ClockTime?
    ) -> CivilDate {
        let ahead = CalendarMath.floorModulo(weekday.index - today.weekday.index, 7)
        let days =
            switch (side ?? leaning, ahead) {
            // A day alone is never today: that is what `today` is for.
            case (.ahead, 0): side == nil && (time.map { $0 > local.time } ?? false) ? 0 : 7
            case (.ahead, _): ahead
            case (.behind, 0): side == nil && (time.map { $0 <= local.time } ?? true) ? 0 : -7
            case (.behind, _): ahead - 7
            case (.nearest, _): ahead <= 3 ? ahead : ahead - 7
            }
        return today.adding(days: days)
    }

    private func date(of month: Int, _ day: Int, at time: ClockTime?) -> CivilDate {
        // Eight years hold a 29 February.
        let dates = (today.year - 8...today.year + 8).compactMap {
            try? CivilDate(year: $0, month: month, day: day)
        }
        let isAhead = { (date: CivilDate) in
            CivilDateTime(date, time ?? local.time) >= local
        }
        let (next, last) = (dates.first(where: isAhead), dates.last { !isAhead($0) || $0 == today })
        switch leaning {
        case .ahead: return next ?? today
        case .behind: return last ?? today
        case .nearest:
            guard let next, let last else {
                return next ?? last ?? today
            }
            let isLast = today.epochDay - last.epochDay < next.epochDay - today.epochDay
            return isLast ? last : next
        }
    }
}
