/// The footer of a TZif file: the rule that holds after the last transition for ever.
///
/// It is the `TZ` string of POSIX with the extensions of RFC 9636 section 3.3.1: hours from -167 to
/// 167, and daylight saving time all year.
struct PosixZone: Hashable, Sendable {
    struct Daylight: Hashable, Sendable {
        let kind: LocalTimeKind
        let start: PosixDate
        let end: PosixDate
    }

    let standard: LocalTimeKind
    let daylight: Daylight?

    /// A moment at which the offset becomes another.
    private struct Change {
        let instant: Int64
        let offset: Int32
    }

    /// Returns the stretch around an instant, no earlier than `floor`, where the table ends.
    func span(at instant: Int64, floor: Int64, offsetBefore: Int32) -> ZoneSpan {
        guard let daylight, let year = Self.year(at: instant) else {
            return ZoneSpan(
                start: floor,
                end: .max,
                previous: floor == .min ? standard.offset : offsetBefore,
                offset: standard.offset,
                next: standard.offset
            )
        }
        var start = Change(instant: .min, offset: standard.offset)
        var previous = standard.offset
        for candidate in year - 2...year + 2 {
            for change in changes(in: candidate, daylight) {
                if change.instant <= instant {
                    if change.offset != start.offset {
                        previous = start.offset
                        start = change
                    }
                } else if change.offset != start.offset {
                    let isFirst = start.instant <= floor
                    return ZoneSpan(
                        start: isFirst ? floor : start.instant,
                        end: change.instant,
                        previous: isFirst
                            ? (floor == .min ? start.offset : offsetBefore) : previous,
                        offset: start.offset,
                        next: change.offset
                    )
                }
            }
        }
        return ZoneSpan(
            start: floor,
            end: .max,
            previous: floor == .min ? start.offset : offsetBefore,
            offset: start.offset,
            next: start.offset
        )
    }

    func offset(at instant: Int64) -> Int32 {
        span(at: instant, floor: .min, offsetBefore: 0).offset
    }

    func abbreviation(at instant: Int64) -> String {
        guard let daylight, offset(at: instant) == daylight.kind.offset else {
            return standard.abbreviation
        }
        return daylight.kind.abbreviation
    }

    /// The two changes of a year in the order in which they happen.
    ///
    /// Where daylight saving time ends at the very instant at which it begins anew, the end counts
    /// first, so that it lasts all year.
    private func changes(in year: Int, _ daylight: Daylight) -> [Change] {
        let begin = Change(
            instant: daylight.start.localSeconds(in: year) - Int64(standard.offset),
            offset: daylight.kind.offset
        )
        let end = Change(
            instant: daylight.end.localSeconds(in: year) - Int64(daylight.kind.offset),
            offset: standard.offset
        )
        return begin.instant <= end.instant ? [begin, end] : [end, begin]
    }

    private static func year(at instant: Int64) -> Int? {
        let day = CalendarMath.floorDivide(instant, CalendarMath.secondsPerDay)
        guard day > -800_000, day < 3_000_000 else { return nil }
        return CalendarMath.civil(epochDay: Int(day)).year
    }
}

/// A date of each year in the notation of POSIX, with the time of the change.
struct PosixDate: Hashable, Sendable {
    enum Day: Hashable, Sendable {
        /// `J1` to `J365`: 29 February is never counted.
        case julian(Int)
        /// `0` to `365`: 29 February is counted.
        case dayOfYear(Int)
        /// `M3.2.0`: month, week (5 is the last), weekday with Sunday as 0.
        case weekdayOfMonth(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    let time: Int

    func localSeconds(in year: Int) -> Int64 {
        Int64(epochDay(in: year)) * CalendarMath.secondsPerDay + Int64(time)
    }

    private func epochDay(in year: Int) -> Int {
        switch day {
        case .julian(let number):
            let skipsLeapDay = CalendarMath.isLeap(year) && number >= 60
            return CalendarMath.yearStart(year) + number - (skipsLeapDay ? 0 : 1)
        case .dayOfYear(let number):
            return CalendarMath.yearStart(year) + number
        case .weekdayOfMonth(let month, let week, let weekday):
            let first = CalendarMath.epochDay(year: year, month: month, day: 1)
            let index = (weekday + 6) % 7
            let offset = CalendarMath.floorModulo(
                index - CalendarMath.weekdayIndex(epochDay: first),
                7
            )
            let day = offset + 7 * (week - 1)
            let length = CalendarMath.daysInMonth(year: year, month: month)
            return first + (day < length ? day : day - 7)
        }
    }
}
